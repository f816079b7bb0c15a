from enum import StrEnum


class ImportKind(StrEnum):
    """What the rows of a file become."""

    INITIATIVES = "initiatives"


class ImportState(StrEnum):
    """How far an import has come; what waits for a job ends in *ing*."""

    READING = "reading"
    TRYING = "trying"
    TRIED = "tried"
    WRITING = "writing"
    WRITTEN = "written"
    FAILED = "failed"


WAITING = (ImportState.READING, ImportState.TRYING, ImportState.WRITING)


class InitiativeColumn(StrEnum):
    """What a column of a table of initiatives holds."""

    REFERENCE = "reference"
    TITLE = "title"
    STATE = "state"
    CAPTAIN = "captain"
    SUMMARY = "summary"
    SITUATION = "situation"
    BENEFIT = "benefit"
    BENEFICIARIES = "beneficiaries"
    VALUE = "value"
    EFFORT = "effort"
    COST = "cost"
    BUDGET = "budget"
    KPI = "kpi"
    UNIT = "unit"
    DIRECTION = "direction"
    BASELINE = "baseline"
    BASELINE_ON = "baseline_on"
    TARGET = "target"
    TARGET_ON = "target_on"
    MONTHLY_VALUE = "monthly_value"
