"""The portfolio's stored words: a slug never changes once a company has used it."""

from enum import StrEnum


class StopMetric(StrEnum):
    """What a stop criterion looks at."""

    GAIN_SHARE = "gain_share"
    SPEND = "spend"
    OVERRUN = "overrun"
    DATE = "date"
    ADOPTION = "adoption"


class PortfolioComparison(StrEnum):
    """How a stop criterion compares."""

    BELOW = "below"
    ABOVE = "above"
