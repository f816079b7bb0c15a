"""The portfolio's stored words: a slug never changes once a company has used it."""

from enum import StrEnum


class ValueState(StrEnum):
    """How sure a value is; the three are never added up."""

    DECLARED = "declared"
    MEASURED = "measured"
    CONFIRMED = "confirmed"


class ForecastWord(StrEnum):
    """A forecast in one word."""

    UNLIKELY = "unlikely"
    UNCERTAIN = "uncertain"
    LIKELY = "likely"


class ForecastStatus(StrEnum):
    """Whether a forecast can be told, and why not."""

    FORECAST = "forecast"
    NOT_ENOUGH_POINTS = "not_enough_points"
    TARGET_REACHED_TO_CONFIRM = "target_reached_to_confirm"
    NO_GAIN_DEFINED = "no_gain_defined"
