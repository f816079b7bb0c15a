"""The portfolio's stored words: a slug never changes once a company has used it."""

from enum import StrEnum


class Benefit(StrEnum):
    """The kind of gain an objective serves."""

    TIME = "time"
    QUALITY = "quality"
    COST = "cost"
    SATISFACTION = "satisfaction"


class Verification(StrEnum):
    """Where a confirmed gain was seen; only the first two enter the net gain."""

    ACCOUNTS = "accounts"
    HOURS = "hours"
    UNVERIFIED = "unverified"


class Direction(StrEnum):
    """Which way the KPI is better."""

    UP = "up"
    DOWN = "down"
