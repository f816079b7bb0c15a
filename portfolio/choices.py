"""The portfolio's stored words: a slug never changes once a company has used it."""

from enum import StrEnum


class State(StrEnum):
    """Where an initiative stands in its life."""

    PROPOSED = "proposed"
    BACKLOG = "backlog"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    STOPPED = "stopped"
    REJECTED = "rejected"
    ARCHIVED = "archived"


class Verdict(StrEnum):
    """What a decision says of an initiative."""

    QUALIFY = "qualify"
    REJECT = "reject"
    START = "start"
    CONTINUE = "continue"
    ADJUST = "adjust"
    RELEASE = "release"
    PAUSE = "pause"
    STOP = "stop"
    COMPLETE = "complete"
    ARCHIVE = "archive"
    REVIVE = "revive"


class Change(StrEnum):
    """What *adjust* may change."""

    TARGET = "target"
    DATE = "date"
    BUDGET = "budget"
    CAPTAIN = "captain"
    SCOPE = "scope"


class Benefit(StrEnum):
    """The kind of gain an objective serves."""

    TIME = "time"
    QUALITY = "quality"
    COST = "cost"
    SATISFACTION = "satisfaction"


class Direction(StrEnum):
    """Which way the KPI is better."""

    UP = "up"
    DOWN = "down"


class SizeTap(StrEnum):
    """An estimate in one tap."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class CompanySize(StrEnum):
    """The company's size, for orders of magnitude of value."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"


class StopMetric(StrEnum):
    """What a stop criterion looks at."""

    GAIN_SHARE = "gain_share"
    SPEND = "spend"
    DATE = "date"
    ADOPTION = "adoption"


class Comparison(StrEnum):
    """How a stop criterion compares."""

    BELOW = "below"
    ABOVE = "above"


class ValueState(StrEnum):
    """How sure a value is; the three are never added up."""

    DECLARED = "declared"
    MEASURED = "measured"
    CONFIRMED = "confirmed"


class Health(StrEnum):
    """What the signals say together."""

    STALLED = "stalled"
    DRIFTING = "drifting"
    ON_COURSE = "on_course"
    UNKNOWN = "unknown"


class ReviewCadence(StrEnum):
    """How often the portfolio is reviewed."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


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


class ReviewState(StrEnum):
    """Where a review stands; a silent one was closed by nobody in time."""

    OPEN = "open"
    CLOSED = "closed"
    SILENT = "silent"
    MISSED = "missed"
