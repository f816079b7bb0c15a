"""How long a mail waits between two attempts, and which refusals are for good."""

import smtplib
from datetime import timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 21
# Longer than the server may take to answer; a mail of a dead worker is tried again after it.
LEASE = timedelta(minutes=10)
# A server that does not answer is left alone that long by each process that met its silence.
SILENCE = timedelta(seconds=30)
# Waiting longer than this, a mail is late.
PROMPT = timedelta(minutes=1)
PERMANENT = range(500, 600)


def wait_after(attempts: int) -> timedelta | None:
    """The wait after that many failed attempts, doubled each time; None: give up.

    Twenty-one attempts span three days: a server lost on Friday night is back on Monday.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempts - 1, 12)
    return min(doubled, LONGEST_WAIT)


def is_final(error: Exception) -> bool:
    """Whether the server answered that this mail will never be taken (RFC 5321, 5yz)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in PERMANENT for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code in PERMANENT


def is_silence(error: Exception) -> bool:
    """Whether it is the server that is away, so that no other mail would leave either."""
    about_this_mail = (
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPDataError,
        smtplib.SMTPSenderRefused,
    )
    return isinstance(error, OSError) and not isinstance(error, about_this_mail)


def one_line(text: str) -> str:
    """The text as one line: no line break can add a header to a mail."""
    return " ".join(text.split())
