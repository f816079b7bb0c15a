"""The portfolio's stored words: a slug never changes once a company has used it."""

from enum import StrEnum


class ReviewState(StrEnum):
    """Where a review stands; a silent one was closed by nobody in time."""

    OPEN = "open"
    CLOSED = "closed"
    SILENT = "silent"
    MISSED = "missed"


class ProposalOutcome(StrEnum):
    """What became of a verdict that was proposed at a review."""

    CONFIRMED = "confirmed"
    CHANGED = "changed"
    REPLACED = "replaced"
