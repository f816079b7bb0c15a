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
    ADOPT = "adopt"
    START = "start"
    CONTINUE = "continue"
    ADJUST = "adjust"
    RELEASE = "release"
    PAUSE = "pause"
    STOP = "stop"
    COMPLETE = "complete"
    RETURN = "return"
    ARCHIVE = "archive"
    REVIVE = "revive"


class Again(StrEnum):
    """Whether one would do it again, asked of whoever closes it."""

    YES = "yes"
    OTHERWISE = "otherwise"
    NO = "no"


class Adjustable(StrEnum):
    """What *adjust* may change."""

    TARGET = "target"
    DATE = "date"
    BUDGET = "budget"
    CAPTAIN = "captain"
    SCOPE = "scope"
