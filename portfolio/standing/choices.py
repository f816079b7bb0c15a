"""The portfolio's stored words: a slug never changes once a company has used it."""

from enum import StrEnum


class Health(StrEnum):
    """What the signals say together."""

    STALLED = "stalled"
    DRIFTING = "drifting"
    WATCH = "watch"
    ON_COURSE = "on_course"
    UNKNOWN = "unknown"
