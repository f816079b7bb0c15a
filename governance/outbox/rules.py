"""How long a message waits between two attempts, and what a subject line may hold."""

from datetime import timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 12
LEASE = timedelta(minutes=10)


def wait_after(attempts: int) -> timedelta | None:
    """Return the wait after that many failed attempts, doubled each time; None: give up.

    Twelve attempts span about a day.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    doubled: timedelta = FIRST_WAIT * 2 ** (attempts - 1)
    return min(doubled, LONGEST_WAIT)


def one_line(text: str) -> str:
    """Return the text as one line: no line break can add a header to a mail."""
    return " ".join(text.split())
