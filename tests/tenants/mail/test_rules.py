import smtplib
from datetime import timedelta

import pytest

from tenants.mail.rules import LONGEST_WAIT, MOST_ATTEMPTS, is_final, is_silence, wait_after


def test_attempts_span_three_days_with_gaps_that_grow() -> None:
    waits = [wait_after(number) for number in range(1, MOST_ATTEMPTS)]
    known = [wait for wait in waits if wait is not None]
    assert len(known) == len(waits)
    assert known == sorted(known)
    assert (known[0], known[2], known[-1]) == (
        timedelta(minutes=1),
        timedelta(minutes=4),
        LONGEST_WAIT,
    )
    assert timedelta(days=3) <= sum(known, timedelta()) < timedelta(days=4)
    assert wait_after(MOST_ATTEMPTS) is None


REFUSED = smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such user")})
LATER = smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"busy")})


@pytest.mark.parametrize(
    ("error", "final", "silent"),
    [
        (REFUSED, True, False),
        (LATER, False, False),
        (smtplib.SMTPDataError(554, b"spam"), True, False),
        (smtplib.SMTPDataError(451, b"later"), False, False),
        (smtplib.SMTPServerDisconnected("gone"), False, True),
        (smtplib.SMTPConnectError(421, b"busy"), False, True),
        (smtplib.SMTPAuthenticationError(535, b"no"), False, True),
        (TimeoutError("timed out"), False, True),
        (ConnectionRefusedError("no"), False, True),
    ],
)
def test_a_refusal_is_for_good_or_the_server_is_away(
    error: Exception, final: bool, silent: bool
) -> None:
    assert (is_final(error), is_silence(error)) == (final, silent)
