"""Initiatives in every state, made through the services as a person would."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from governance.access.rules.actors import act_of_system, member_actor
from governance.access.rules.authority import SubjectFacts
from governance.duties.rules import Duty
from governance.law.selectors import TriageFacts
from governance.law.services import confirm_triage
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.rules import MOST_VERDICTS
from governance.members.models import Member
from portfolio.criteria.services import propose_criteria
from portfolio.decisions.services.decisions import decide
from portfolio.decisions.services.recording import Decided
from portfolio.estimates.choices import SizeTap
from portfolio.estimates.services import Estimates, set_estimates
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import (
    GoLiveInput,
    assign_captain,
    propose_initiative,
    set_go_live,
)
from portfolio.life.choices import Verdict
from portfolio.mine.selectors import mine
from portfolio.money.services.budget import set_budget
from portfolio.objectives.choices import Benefit, Direction
from portfolio.objectives.models import Objective
from portfolio.objectives.services.measurements import add_measurement
from portfolio.objectives.services.objectives import ObjectiveInput, set_objective
from portfolio.standing.selectors.overview import Overview
from portfolio.standing.selectors.reading import rolled
from portfolio.standing.services import read_true
from tenants.transactions import touch, use_case
from tests.cast import NOW
from tests.conftest import Cast, acting

TODAY = NOW.date()
TITLE = "Devis en trois jours"


def at(day: date) -> datetime:
    """Nine o'clock that day."""
    return NOW + (day - TODAY)


def objective_input(**more) -> ObjectiveInput:
    return ObjectiveInput(
        **{
            "benefit": Benefit.QUALITY,
            "beneficiaries": "l’atelier",
            "kpi": "Délai d’un devis",
            "unit": "j",
            "direction": Direction.DOWN,
            "baseline": Decimal(9),
            "target": Decimal(3),
            "target_on": TODAY + timedelta(days=180),
            "monthly_value": 2000,
            **more,
        }
    )


def idea(cast: Cast, title: str = TITLE, *, day: date = TODAY) -> Initiative:
    act = acting(cast.actor("captain"), now=at(day), today=day)
    return propose_initiative(act, title=title, confirmed=True)


@use_case()
def qualified(
    cast: Cast,
    title: str = TITLE,
    *,
    day: date = TODAY,
    budget: int = 8000,
    **more,
) -> Initiative:
    """In the backlog, with objective, estimates, budget, criteria and triage, without captain."""
    boss, row = cast.actor("executive"), idea(cast, title, day=day)
    taps = Estimates(value_tap=SizeTap.MEDIUM, effort_tap=SizeTap.SMALL, cost_tap=SizeTap.SMALL)
    set_estimates(acting(boss, now=at(day), today=day), initiative_id=row.id, estimates=taps)
    given = objective_input(**{"target_on": day + timedelta(days=180), "baseline_on": day, **more})
    set_objective(acting(boss, now=at(day), today=day), initiative_id=row.id, given=given)
    set_budget(acting(boss, today=day), initiative_id=row.id, budget=budget)
    propose_criteria(acting(boss, now=at(day), today=day), initiative_id=row.id)
    triage(cast, row, day=day)
    give(cast, row, Verdict.QUALIFY, day=day)
    return Initiative.objects.get(id=row.id)


@use_case()
def ready(cast: Cast, title: str = TITLE, *, day: date = TODAY, **more) -> Initiative:
    """Ready to start, carried by the executive, who needs no mandate."""
    row = qualified(cast, title, day=day, **more)
    go_live(cast, row, day=day, live_on=min(day, more.get("baseline_on") or day))
    captain = cast.members["executive"].id
    return assign_captain(
        acting(cast.actor("executive"), today=day), initiative_id=row.id, captain_id=captain
    )


def go_live(cast: Cast, row: Initiative, *, day: date = TODAY, **given) -> Initiative:
    """Live since a day (`live_on`), or expected on one (`expected_on`)."""
    return set_go_live(
        acting(cast.actor("executive"), now=at(day), today=day),
        initiative_id=row.id,
        given=GoLiveInput(**given),
    )


@use_case()
def started(cast: Cast, title: str = TITLE, *, day: date = TODAY, **more) -> Initiative:
    row = ready(cast, title, day=day, **more)
    return give(cast, row, Verdict.START, day=day).initiative


def give(
    cast: Cast,
    row: Initiative,
    verdict: Verdict,
    *,
    day: date = TODAY,
    by: str = "executive",
    **more,
) -> Decided:
    return decide(
        acting(cast.actor(by), now=at(day), today=day),
        initiative_id=row.id,
        verdict=verdict,
        **more,
    )


def checked(cast: Cast, title: str = TITLE, *, day: date = TODAY) -> Initiative:
    """An idea whose legal check is answered: it may be tried."""
    row = idea(cast, title, day=day)
    triage(cast, row, day=day)
    return row


NO_TAPS = dict.fromkeys(("people", "forbidden", "data", "public"), "no")
SINGLES = {"A1": "yes", "A12": "deployer", "D0": "no", "W0": "no"}


def triage(cast: Cast, row: Initiative, *, day: date = TODAY) -> TriageFacts:
    """Minimal risk, by the taps of an own idea."""
    return confirm_triage(
        acting(cast.actor("executive"), now=at(day), today=day),
        subject=SubjectFacts(initiative_id=row.id),
        use_case_id="",
        taps=NO_TAPS,
        answers=SINGLES,
    )


def overview(day: date = TODAY) -> Overview:
    """The company's portfolio that day, as dashboard and portfolio read it."""
    return read_true(lambda: rolled(today=day), today=day).overview


def follow_up(kind: str, *ids: UUID, day: date = TODAY) -> None:
    """What a test wrote by itself is followed up as if a service had written it."""
    with use_case():
        touch(act_of_system(now=at(day), today=day), kind, *ids)


def mandate(cast: Cast, holder: str, row: Initiative | None = None, **more) -> Mandate:
    """An accepted mandate over that initiative, or over the whole company."""
    written = Mandate.objects.create(
        **{
            "kind": "company" if row is None else "initiative",
            "initiative_id": None if row is None else row.id,
            "holder": cast.members[holder],
            "issued_by": cast.members["executive"],
            "verdicts": list(MOST_VERDICTS[MandateKind.COMPANY]),
            "ceiling_per_decision": 20_000,
            "ceiling_total": 50_000,
            "starts": TODAY - timedelta(days=30),
            "ends": TODAY + timedelta(days=300),
            "issued_at": NOW,
            "accepted_at": NOW,
            **more,
        }
    )
    follow_up("mandate", written.id)
    return written


def owed_by(member_id: UUID, day: date = TODAY) -> tuple[Duty, ...]:
    """Everything that person owes, by the end of the week and later."""
    member = Member.objects.get(id=member_id)
    actor = member_actor(member.id, member.role)
    found = read_true(lambda: mine(actor=actor, today=day, now=at(day)), today=day)
    return found.everything


def only_objective(row: Initiative) -> Objective:
    return Objective.objects.get(initiative=row)


def measure(cast: Cast, row: Initiative, value: int, *, day: date = TODAY) -> None:
    """The first objective's KPI has that value on that day, told by the AI lead."""
    add_measurement(
        acting(cast.actor("lead"), now=at(day), today=day),
        objective_id=only_objective(row).id,
        value=Decimal(value),
        on=day,
    )
