"""How long a mail waits between two attempts, which refusals are final, how one looks."""

import re
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
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


LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)»’]")
# What stands below it in a mail is its foot (RFC 3676, 4.3).
FOOT = "\n-- \n"


@dataclass(frozen=True, slots=True)
class LetterPiece:
    """A piece of a line: a text, or an address that is followed."""

    text: str
    is_link: bool = False


LetterLine = tuple[LetterPiece, ...]
LetterBlock = tuple[LetterLine, ...]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A mail's text as a page shows it: blocks of lines, and its foot."""

    body: tuple[LetterBlock, ...]
    foot: tuple[LetterBlock, ...]


def laid_out(text: str) -> LaidOut:
    """The text in blocks, one for what stands between empty lines; nothing added, nothing lost."""
    body, _, foot = text.partition(FOOT)
    return LaidOut(tuple(_blocks(body)), tuple(_blocks(foot)))


def _blocks(text: str) -> Iterator[LetterBlock]:
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = tuple(_pieces(line) for line in block.splitlines() if line.strip())
        if lines:
            yield lines


def _pieces(line: str) -> LetterLine:
    found, end = [], 0
    for link in LINK.finditer(line):
        if link.start() > end:
            found.append(LetterPiece(line[end : link.start()]))
        found.append(LetterPiece(link[0], is_link=True))
        end = link.end()
    return (*found, LetterPiece(line[end:])) if end < len(line) else tuple(found)
