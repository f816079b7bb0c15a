"""What a person may owe, one word a kind."""

from enum import StrEnum


class DutyKind(StrEnum):
    """What is owed: a verdict, a signature, a value, a tick, an answer, a look."""

    DECIDE = "decide"
    PROPOSALS = "proposals"
    REVIEW = "review"
    RENEW = "renew"
    SIGN = "sign"
    DISCUSS = "discuss"
    REPLY = "reply"
    TELL = "tell"
    MEASURE = "measure"
    GUARD = "guard"
    USE = "use"
    STEP = "step"
    TRIAL = "trial"
    ACTION = "action"
    CHECK = "check"
    STOP = "stop"
    ENTRIES = "entries"
    SWEEP = "sweep"
    NOTICE = "notice"
    STOP_TEST = "stop_test"
    CHARTER = "charter"
    CHARTER_REVIEW = "charter_review"
    CHARTER_CHANGE = "charter_change"
    VOICE = "voice"
    ASSESS = "assess"
