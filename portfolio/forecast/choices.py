"""The portfolio's stored words: a slug never changes once a company has used it."""

from enum import StrEnum


class ValueState(StrEnum):
    """How sure a value is; they are never added up, and what lapsed counts nowhere."""

    DECLARED = "declared"
    MEASURED = "measured"
    CONFIRMED = "confirmed"
    LAPSED = "lapsed"


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
    DATE_PASSED = "date_passed"
    NO_GAIN_DEFINED = "no_gain_defined"


class PaceSignal(StrEnum):
    """What the pace says by itself: behind is soft, lost is hard."""

    BEHIND = "behind"
    LOST = "lost"


class Course(StrEnum):
    """Where it stands and where it goes: the key of the one sentence of health and chance."""

    AHEAD_LIKELY = "ahead_likely"
    AHEAD_UNCERTAIN = "ahead_uncertain"
    AHEAD_UNLIKELY = "ahead_unlikely"
    ON_PACE_LIKELY = "on_pace_likely"
    ON_PACE_UNCERTAIN = "on_pace_uncertain"
    ON_PACE_UNLIKELY = "on_pace_unlikely"
    SLOWING_LIKELY = "slowing_likely"
    SLOWING_UNCERTAIN = "slowing_uncertain"
    SLOWING_UNLIKELY = "slowing_unlikely"
    BEHIND_LIKELY = "behind_likely"
    BEHIND_UNCERTAIN = "behind_uncertain"
    BEHIND_UNLIKELY = "behind_unlikely"
    LOST = "lost"
    SLIPPING = "slipping"
    REACHED = "reached"
    NOT_ENOUGH = "not_enough"
    NOT_LIVE = "not_live"
    DATE_PASSED = "date_passed"


class Oddity(StrEnum):
    """Why a value is asked back before it is kept."""

    FAR = "far"
    UNIT = "unit"
    DIGIT = "digit"


class GoingOn(StrEnum):
    """Whether going on is worth what it still costs."""

    WORTH_IT = "worth_it"
    DOUBTFUL = "doubtful"
    SETTLE = "settle"
    SINKHOLE = "sinkhole"
    TOO_EARLY = "too_early"


class ValueSource(StrEnum):
    """How the monthly value is known: typed, or the order of magnitude of a tap."""

    TYPED = "typed"
    TAP = "tap"


class CostSource(StrEnum):
    """How what is left is known."""

    SAID = "said"
    PLANNED = "planned"
    EXTRAPOLATED = "extrapolated"


class Promise(StrEnum):
    """What became of the first promise."""

    KEPT = "kept"
    KEPT_LATE = "kept_late"
    KEPT_AFTER_REVISION = "kept_after_revision"
    KEPT_IN_PART = "kept_in_part"
    NOT_KEPT = "not_kept"
    PENDING = "pending"


class Covering(StrEnum):
    """Whether gains cover all they cost: already, in a month ahead, later than told, or never."""

    COVERED = "covered"
    AHEAD = "ahead"
    BEYOND = "beyond"
    NEVER = "never"


class Counting(StrEnum):
    """Whether the gain of an initiative counts in what is expected of the company, or why not."""

    COUNTED = "counted"
    NO_VALUE = "no_value"
    NOT_LIVE = "not_live"
    TOO_FEW = "too_few"
    LAPSED = "lapsed"
    ENDED = "ended"
