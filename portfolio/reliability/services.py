"""Once a month the company's own base rate is told anew, and every chance is written down."""

from collections.abc import Iterable
from datetime import date

from governance.access.rules.actors import Act
from governance.decisions.choices import SubjectKind
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.rules.verdicts import MEASURED_STATES
from portfolio.forecast.choices import ForecastStatus, Promise
from portfolio.forecast.selectors import ObjectiveStanding
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.reliability.models import ToldChance
from portfolio.reliability.rules import CHECK, promises
from portfolio.standing.selectors.standing import InitiativeStanding, standings
from tenants.due_work.services import set_due
from tenants.transactions import settle, touch, use_case

CLOSED = (State.COMPLETED, State.STOPPED)


def check_forecasts(act: Act) -> int:
    """The base rate counts what is closed, and this month's chances are kept; how many are new.

    A second run in the same month adds nothing.
    """
    with use_case():
        portfolio = lock_portfolio()
        found = promises(_of_closed(today=act.today))
        if (found.kept, found.judged) != (portfolio.promises_kept, portfolio.promises_closed):
            portfolio.promises_kept, portfolio.promises_closed = found.kept, found.judged
            portfolio.save(update_fields=["promises_kept", "promises_closed"])
            told_of = Initiative.objects.filter(state__in=MEASURED_STATES)
            touch(act, SubjectKind.INITIATIVE, *told_of.values_list("id", flat=True))
        settle()
        told = _tell(today=act.today)
        set_due(job=CHECK, due_at=None)
    return told


def _of_closed(*, today: date) -> list[Promise]:
    """What became of the first promise of everything that began and is closed."""
    rows = Initiative.objects.filter(state__in=CLOSED, started_on__isnull=False)
    found = standings(ids=rows.order_by("id").values_list("id", flat=True), today=today)
    return [one.promise.state for one in found if one.promise is not None]


def _tell(*, today: date) -> int:
    rows = Initiative.objects.filter(state=State.ACTIVE).order_by("id")
    found = standings(ids=rows.values_list("id", flat=True), today=today)
    month = today.replace(day=1)
    made = [line for one in found for line in _chances(one, month=month)]
    before = ToldChance.objects.filter(month=month).count()
    ToldChance.objects.bulk_create(made, ignore_conflicts=True)
    return ToldChance.objects.filter(month=month).count() - before


def _chances(stands: InitiativeStanding, *, month: date) -> Iterable[ToldChance]:
    return (line for one in stands.objectives if (line := _chance(one, month)) is not None)


def _chance(one: ObjectiveStanding, month: date) -> ToldChance | None:
    """The line of one objective; None where nothing is told of its date."""
    told, objective = one.forecast, one.objective
    if told is None or told.status is not ForecastStatus.FORECAST:
        return None
    if told.word is None or told.chance is None or told.low is None or told.high is None:
        return None
    if objective.target is None or objective.target_on is None:
        return None
    return ToldChance(
        objective_id=objective.id,
        month=month,
        word=told.word,
        chance=told.chance,
        low=told.low,
        high=told.high,
        target=float(objective.target),
        target_on=objective.target_on,
    )
