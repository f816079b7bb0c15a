"""The portfolio's stored words: a slug never changes once a company has used it."""

from enum import StrEnum


class Health(StrEnum):
    """What the signals say together."""

    STALLED = "stalled"
    DRIFTING = "drifting"
    WATCH = "watch"
    ON_COURSE = "on_course"
    UNKNOWN = "unknown"


class SignalCode(StrEnum):
    """What a signal says, hard ones first."""

    NO_MEASUREMENT = "no_measurement"
    DEADLINE_PASSED = "deadline_passed"
    CAPTAIN_VACANT = "captain_vacant"
    UNFINISHED = "unfinished"
    PAUSE_OVER = "pause_over"
    CRITERION_MET = "criterion_met"
    PACE_LOST = "pace_lost"
    OVER_BUDGET = "over_budget"
    SINKHOLE = "sinkhole"
    SETTLE = "settle"
    LIVE_SLIPPED = "live_slipped"
    STEP_OVERDUE = "step_overdue"
    PACE_BEHIND = "pace_behind"
    SPEND_AHEAD_OF_GAIN = "spend_ahead_of_gain"
    NO_DECISION = "no_decision"
    LOW_ADOPTION = "low_adoption"
    GUARD_CROSSED = "guard_crossed"
    RUN_LOSS = "run_loss"
    METERED_JUMP = "metered_jump"
    BUDGET_FULL = "budget_full"
    BUDGET_MOST = "budget_most"
    BUDGET_HALF = "budget_half"
