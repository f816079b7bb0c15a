"""How far a new company is on the way to its first priority, read from its own rows."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assessments.answers.selectors import completed_assessments
from assessments.questionnaire.selectors import questionnaire
from assessments.uses.selectors import UseLine, uses_page
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from portfolio.decisions.rules.verdicts import OPEN_STATES
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.standing.selectors.facts import readiness_lines
from portfolio.standing.selectors.records import Record, load_records
from portfolio.start.rules import unmet


class StartStep(StrEnum):
    """What is to be done now."""

    CARRIER = "carrier"
    USES = "uses"
    FIGURES = "figures"
    TRIAGE = "triage"
    GO = "go"
    DONE = "done"


STEPS = (StartStep.CARRIER, StartStep.USES, StartStep.FIGURES, StartStep.TRIAGE, StartStep.GO)
FIGURES = frozenset({"captain", "objective", "budget", "stop_criterion", "go_live"})
TRIAGE = frozenset({"triage", "evidence", "dpia"})


@dataclass(frozen=True, kw_only=True)
class GuidedStart:
    """The step to take now, and the initiative that goes first once one is chosen."""

    step: StartStep
    first: Record | None
    others: int


def guided_start(*, today: date) -> GuidedStart:
    """Where the company stands on its way to the first priority."""
    ideas = Initiative.objects.filter(state__in=OPEN_STATES).order_by("created_at", "id")
    rows = list(ideas[:20])
    active = [row for row in rows if row.state == State.ACTIVE]
    first = (active or rows)[:1]
    records = load_records([row.id for row in first], today=today)
    record = records[0] if records else None
    return GuidedStart(
        step=_step(record=record, today=today), first=record, others=max(len(rows) - 1, 0)
    )


def promising_uses(*, language: str) -> tuple[UseLine, ...]:
    """The uses that the latest diagnostic puts first, then those useful everywhere.

    None without a diagnostic.
    """
    latest = completed_assessments(most=1)
    if not latest or not latest[0].advice:
        return ()
    its_questions = questionnaire(latest[0].questionnaire_version)
    uses = latest[0].advice.uses
    page = uses_page(questionnaire=its_questions, uses=uses, language=language)
    return (*page.shortlist, *page.everywhere)


def _step(*, record: Record | None, today: date) -> StartStep:
    if record is not None and record.initiative.state == State.ACTIVE:
        return StartStep.DONE
    letters = Mandate.objects.filter(kind=MandateKind.COMPANY, revoked_at__isnull=True)
    if not letters.exists():
        return StartStep.CARRIER
    if record is None:
        return StartStep.USES
    missing = set(unmet(lines=readiness_lines(record=record, today=today)))
    if missing & FIGURES:
        return StartStep.FIGURES
    return StartStep.TRIAGE if missing & TRIAGE else StartStep.GO
