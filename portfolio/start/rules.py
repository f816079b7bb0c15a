"""*Ready to start*: a short list, each line with the way to mend it."""

from dataclasses import dataclass
from datetime import date, timedelta

from governance.law.rules.laws import TriageClass, WorksCouncil
from governance.law.rules.triage import Dpia
from portfolio.rhythm.rules import COMMON, Calendar, add_working_days

# Days from the adoption on, working days where the law asks.
MANDATE_DUE, LAW_DUE, REST_DUE = 10, 10, 30
LEGAL_LINES = frozenset({"triage", "evidence", "dpia", "works_council"})
PROHIBITED_USE = "stop_prohibited_use"
_BLOCKED_UNTIL = frozenset({TriageClass.HIGH_RISK, TriageClass.HIGH_RISK_EXEMPTION_CLAIMED})


@dataclass(frozen=True, kw_only=True)
class ObjectiveFacts:
    """What an objective already has; a measuring step stands in for the baseline."""

    has_beneficiaries: bool = False
    has_kpi: bool = False
    has_baseline: bool = False
    has_measuring_step: bool = False
    has_target: bool = False
    has_date: bool = False
    has_unit: bool = False
    has_direction: bool = False


@dataclass(frozen=True, kw_only=True)
class ReadinessFacts:
    """What the list reads of one initiative and its latest triage."""

    has_captain: bool = False
    has_accepted_mandate: bool = False
    objectives: tuple[ObjectiveFacts, ...] = ()
    has_budget: bool = False
    has_first_tranche: bool = False
    stop_criteria_count: int = 0
    has_go_live: bool = False
    triage_class: TriageClass | None = None
    triage_blockers: tuple[str, ...] = ()
    works_council: WorksCouncil = WorksCouncil.NONE
    evidence_missing: tuple[str, ...] = ()
    dpia: Dpia = Dpia.NONE
    has_dpia_reference: bool = False
    has_dpia_waiver: bool = False


@dataclass(frozen=True, kw_only=True)
class ReadinessLine:
    """One line of the list: `mend` is the first thing to do, `missing` all of them."""

    code: str
    missing: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def mend(self) -> str | None:
        """The first thing to do, None when the line is met."""
        return self.missing[0] if self.missing else None


def readiness(*, facts: ReadinessFacts) -> tuple[ReadinessLine, ...]:
    """Return the list; evidence, impact assessment and works council appear where they are due."""
    lines = [
        ReadinessLine(code="captain", missing=_captain(facts)),
        ReadinessLine(code="objective", missing=_objective(facts)),
        ReadinessLine(code="budget", missing=_budget(facts)),
        ReadinessLine(
            code="stop_criterion",
            missing=() if facts.stop_criteria_count else ("add_stop_criterion",),
        ),
        ReadinessLine(code="go_live", missing=() if facts.has_go_live else ("give_go_live",)),
        ReadinessLine(code="triage", missing=_triage(facts)),
    ]
    if facts.triage_class in _BLOCKED_UNTIL or "triage_evidence_missing" in facts.triage_blockers:
        lines.append(ReadinessLine(code="evidence", missing=facts.evidence_missing))
    if facts.dpia in (Dpia.PRESUMED, Dpia.REQUIRED):
        lines.append(ReadinessLine(code="dpia", missing=_dpia(facts)))
    if facts.works_council is not WorksCouncil.NONE:
        settled = "cse_open" not in facts.triage_blockers
        lines.append(
            ReadinessLine(code="works_council", missing=() if settled else ("settle_cse",))
        )
    return tuple(lines)


def unmet(*, lines: tuple[ReadinessLine, ...]) -> tuple[str, ...]:
    """Return the codes of the lines that are not met."""
    return tuple(line.code for line in lines if not line.met)


def adoption_due(*, code: str, adopted_on: date, calendar: Calendar = COMMON) -> date:
    """Return when that line is due of what was adopted that day: product.md, verdict *adopt*.

    The mandate within ten days, what the law asks within ten working days, the rest within thirty.
    """
    if code in LEGAL_LINES:
        return add_working_days(day=adopted_on, count=LAW_DUE, calendar=calendar)
    return adopted_on + timedelta(days=MANDATE_DUE if code == "captain" else REST_DUE)


def unfinished_since(
    *, lines: tuple[ReadinessLine, ...], adopted_on: date, calendar: Calendar = COMMON
) -> date | None:
    """Return from which day the first line that is not met is late, or None.

    What the law prohibits is not waited for.
    """
    late = (_late_from(line, adopted_on, calendar) for line in lines if not line.met)
    return min(late, default=None)


def _late_from(line: ReadinessLine, adopted_on: date, calendar: Calendar) -> date:
    if line.mend == PROHIBITED_USE:
        return adopted_on
    due_on = adoption_due(code=line.code, adopted_on=adopted_on, calendar=calendar)
    return due_on + timedelta(days=1)


def _captain(facts: ReadinessFacts) -> tuple[str, ...]:
    """A captain is named and accepted a mandate."""
    if not facts.has_captain:
        return ("name_captain",)
    return () if facts.has_accepted_mandate else ("have_mandate_accepted",)


def _objective(facts: ReadinessFacts) -> tuple[str, ...]:
    """One complete objective is enough; the most complete one tells what is missing."""
    if not facts.objectives:
        return ("add_objective",)
    return min((_objective_missing(objective) for objective in facts.objectives), key=len)


def _objective_missing(objective: ObjectiveFacts) -> tuple[str, ...]:
    """Return what one objective lacks."""
    parts = (
        ("name_beneficiaries", objective.has_beneficiaries),
        ("choose_kpi", objective.has_kpi),
        ("give_baseline_or_measuring_step", objective.has_baseline or objective.has_measuring_step),
        ("give_target", objective.has_target),
        ("give_date", objective.has_date),
        ("choose_unit", objective.has_unit),
        ("choose_direction", objective.has_direction),
    )
    return tuple(mend for mend, present in parts if not present)


def _budget(facts: ReadinessFacts) -> tuple[str, ...]:
    """A budget is set, with its first tranche."""
    if not facts.has_budget:
        return ("set_budget",)
    return () if facts.has_first_tranche else ("cut_first_tranche",)


def _triage(facts: ReadinessFacts) -> tuple[str, ...]:
    """The triage is whole and neither prohibits nor leaves a prohibition to be checked.

    What is prohibited can only be stopped.
    """
    if facts.triage_class is None:
        return ("answer_triage",)
    if facts.triage_class is TriageClass.PROHIBITED:
        return (PROHIBITED_USE,)
    return tuple(mend for code, mend in _LEGAL_MENDS if code in facts.triage_blockers)


_LEGAL_MENDS = (("triage_open", "finish_triage"), ("triage_to_review", "clear_prohibition"))


def _dpia(facts: ReadinessFacts) -> tuple[str, ...]:
    """A reference settles it; a reasoned waiver too, where the assessment is only presumed."""
    if facts.has_dpia_reference:
        return ()
    if facts.dpia is Dpia.PRESUMED:
        return () if facts.has_dpia_waiver else ("reference_or_waive_dpia",)
    return ("reference_dpia",)
