"""What was known at a moment: frozen facts, values entered by then, money written by then."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum

from governance.decisions.models import Decision
from governance.decisions.rules import ids_of, read_facts
from governance.decisions.selectors import LogPage
from governance.members.models import Member
from portfolio.cap.selectors import company_zone
from portfolio.hindsight.rules import NotKept, end_of
from portfolio.initiatives.models import Initiative, InitiativeDecision
from portfolio.life.choices import State
from portfolio.log.selectors import NamedLog, named
from portfolio.money.models import Expense
from portfolio.objectives.models import Measurement
from portfolio.reviews.models import ReviewItem
from tenants.errors import NotFound
from tenants.shapes import LocalTime, Shape, local_time

# What a review keeps as computed beside the facts: the sentence of its page.
COMPUTED = ("course", "going_on", "state")
CARRIED = (State.ACTIVE, State.PAUSED)


class KnownValue(Shape, frozen=True, kw_only=True):
    """The last value of an objective's KPI that was entered by then, in its unit."""

    objective_id: UUID
    kpi: str
    unit: str
    value: Decimal
    on: date


class KnownInitiative(Shape, frozen=True, kw_only=True):
    """What was known of one initiative that was carried then.

    `facts` were frozen on `frozen_at` by the decision of that `log_number`, or by a review where
    there is none. `spent` is what was written as spent by then, in euros.
    """

    id: UUID
    title: str
    state: State
    frozen_at: LocalTime | None
    log_number: int | None
    facts: dict[str, Any]
    values: tuple[KnownValue, ...]
    spent: Decimal

    @property
    def frozen_on(self) -> date | None:
        """The day of its facts."""
        return None if self.frozen_at is None else date.fromisoformat(self.frozen_at[:10])


class KnownAnswer(Shape, frozen=True, kw_only=True):
    """What was known at a moment, and what of it is `not_kept`."""

    as_of: LocalTime
    initiatives: tuple[KnownInitiative, ...]
    not_kept: tuple[NotKept, ...]


@dataclass(frozen=True, slots=True)
class KnownPage:
    """As the page shows it: `log` names what facts are about, `entry` is where one came from."""

    known: KnownAnswer
    log: NamedLog
    entry: Decision | None

    @property
    def day(self) -> date:
        """The day that is looked at, in the company."""
        return date.fromisoformat(self.known.as_of[:10])


def known_then(*, moment: datetime, also: UUID | None = None) -> KnownAnswer:
    """What was known at that moment of all that was carried, and of `also`; six queries at most."""
    ties = _ties(moment)
    carried = {key for key, tie in ties.items() if tie.to_state in CARRIED}
    ids = carried | ({also} & ties.keys() if also is not None else set())
    reviewed = _reviewed(ids, moment)
    values = _values(ids, moment)
    spent = _spent(ids, moment)
    rows = Initiative.objects.filter(id__in=ids).order_by("title", "id")
    return KnownAnswer(
        as_of=local_time(moment),
        initiatives=tuple(
            _known(row, ties[row.id], reviewed.get(row.id), values, spent) for row in rows
        ),
        not_kept=tuple(NotKept),
    )


def known_page(*, day: date, number: int | None) -> KnownPage:
    """What was known when that day ended, or when the entry of that number was written.

    Raises NotFound `decision_not_found`.
    """
    entry = None if number is None else Decision.objects.filter(seq=number).first()
    if number is not None and entry is None:
        raise NotFound("decision_not_found")
    moment = end_of(day, company_zone()) if entry is None else entry.at
    known = known_then(moment=moment, also=None if entry is None else entry.subject_id)
    ids = {found for one in known.initiatives for found in ids_of(read_facts(one.facts))}
    people = {one.id: one.display_name for one in Member.objects.filter(id__in=ids)}
    page = LogPage(entries=[], older=None, is_newest=True, names=people)
    return KnownPage(known=known, log=named(page, ids), entry=entry)


def _ties(moment: datetime) -> dict[UUID, InitiativeDecision]:
    """The last decision of each initiative by then."""
    rows = (
        InitiativeDecision.objects.select_related("decision")
        .filter(decision__at__lte=moment)
        .order_by("initiative_id", "-number")
        .distinct("initiative_id")
    )
    return {row.initiative_id: row for row in rows}


def _reviewed(ids: set[UUID], moment: datetime) -> dict[UUID, ReviewItem]:
    """The last review of each that was opened by then."""
    rows = (
        ReviewItem.objects.select_related("review")
        .filter(initiative_id__in=ids, review__opened_at__lte=moment)
        .order_by("initiative_id", "-review__opened_at")
        .distinct("initiative_id")
    )
    return {row.initiative_id: row for row in rows}


def _values(ids: set[UUID], moment: datetime) -> dict[UUID, list[KnownValue]]:
    """The last value of each objective that stood then: what was withdrawn later stood."""
    rows = (
        Measurement.objects.select_related("objective")
        .filter(objective__initiative_id__in=ids, recorded_at__lte=moment)
        .filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment))
        .order_by("objective_id", "-on", "-recorded_at")
        .distinct("objective_id")
    )
    found: dict[UUID, list[KnownValue]] = {}
    for row in rows:
        of = row.objective
        known = KnownValue(objective_id=of.id, kpi=of.kpi, unit=of.unit, value=row.value, on=row.on)
        found.setdefault(of.initiative_id, []).append(known)
    return found


def _spent(ids: set[UUID], moment: datetime) -> dict[UUID, Decimal]:
    """What was written as spent by then; internal days never leave the budget."""
    lines = Expense.objects.filter(
        initiative_id__in=ids, recorded_at__lte=moment, is_commitment=False, days=None
    )
    sums = lines.order_by().values("initiative_id").annotate(spent=Sum("amount"))
    return dict(sums.values_list("initiative_id", "spent"))


def _known(
    row: Initiative,
    tie: InitiativeDecision,
    item: ReviewItem | None,
    values: dict[UUID, list[KnownValue]],
    spent: dict[UUID, Decimal],
) -> KnownInitiative:
    """The later of what a decision and a review froze."""
    decision = tie.decision
    by_review = item is not None and item.review.opened_at > decision.at
    at = item.review.opened_at if item is not None and by_review else decision.at
    facts = item.facts if item is not None and by_review else decision.facts
    return KnownInitiative(
        id=row.id,
        title=row.title,
        state=State(tie.to_state),
        frozen_at=local_time(at),
        log_number=None if by_review else decision.seq,
        facts={key: value for key, value in facts.items() if key not in COMPUTED},
        values=tuple(values.get(row.id, ())),
        spent=spent.get(row.id, Decimal(0)),
    )
