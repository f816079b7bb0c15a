"""The portfolio's stored words: a slug never changes once a company has used it."""

from enum import StrEnum


class ReviewCadence(StrEnum):
    """How often the portfolio is reviewed."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
