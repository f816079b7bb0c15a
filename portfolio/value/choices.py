from enum import StrEnum


class CheckAnswer(StrEnum):
    """What the one who runs it found three and twelve months after it was completed."""

    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
