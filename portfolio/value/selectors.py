from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
from django.db.models import QuerySet
from msgspec import Struct

from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from portfolio.forecast.choices import ValueState
from portfolio.forecast.selectors import PromiseLine
from portfolio.life.choices import State
from portfolio.reliability.rules import Promises
from portfolio.standing.models import StoredStanding
from portfolio.standing.selectors.overview import Overview
from portfolio.standing.selectors.reading import rolled
from portfolio.value.models import GainCheck
from tenants.amounts import exact
from tenants.errors import NotFound

TIME = "time"


class _Card(Struct, frozen=True):
    """What of a card the ledger shows."""

    title: str
    promise: PromiseLine | None


class _Objective(Struct, frozen=True):
    """What of an objective says where freed time goes."""

    benefit: str
    reuse_share: float
    destination: str
    hours_used_for: str


class _Detail(Struct, frozen=True):
    """What of an initiative's detail the ledger shows."""

    objectives: tuple[_Objective, ...]


class _Sums(Struct, frozen=True):
    """What of its sums the ledger shows, euros a month."""

    gain: dict[ValueState, Decimal]


@dataclass(frozen=True, kw_only=True)
class FreedTime:
    """Where freed time goes, and the share of it that counts."""

    destination: str
    share: float


@dataclass(frozen=True, kw_only=True)
class LedgerOf:
    """One initiative in the value ledger: euros a month by state, its promise, its checks.

    What was stopped counts in no sum: `counts` is whether it does.
    """

    id: UUID
    title: str
    state: State
    gain: dict[ValueState, Decimal]
    promise: PromiseLine | None
    measured_on: date | None
    freed: tuple[FreedTime, ...]
    checks: tuple[GainCheck, ...]

    @property
    def counts(self) -> bool:
        """Whether its gain enters the sums."""
        return self.state is not State.STOPPED


@dataclass(frozen=True, kw_only=True)
class ValueLedger:
    """Every initiative that began, the sums of a month, what became of the first promises.

    `promises` are those of what is closed, `under_way` of what is not, `without` began with none.
    """

    lines: tuple[LedgerOf, ...]
    gain: dict[ValueState, Decimal]
    promises: Promises
    overview: Overview

    @property
    def begun(self) -> int:
        """How many began."""
        return len(self.lines)

    @property
    def without(self) -> int:
        """How many began without a figure and a date."""
        return sum(one.promise is None for one in self.lines)

    @property
    def under_way(self) -> int:
        """How many promises are of what is not closed."""
        return self.begun - self.without - self.promises.closed


def value_ledger(*, today: date) -> ValueLedger:
    """The company's value ledger that day; raises NotTrue. Three statements."""
    overview = rolled(today=today).overview
    rows = StoredStanding.objects.filter(is_engaged=True).select_related(
        "initiative__stored_detail"
    )
    checks: dict[UUID, list[GainCheck]] = {}
    for check in GainCheck.objects.order_by("months"):
        checks.setdefault(check.initiative_id, []).append(check)
    lines = [_line(row, checks.get(row.initiative_id, ())) for row in rows]
    return ValueLedger(
        lines=tuple(sorted(lines, key=lambda one: (not one.counts, one.title, one.id))),
        gain={
            state: sum((one.gain[state] for one in lines if one.counts), Decimal(0))
            for state in ValueState
        },
        promises=overview.promises,
        overview=overview,
    )


def due_checks(*, today: date) -> QuerySet[GainCheck]:
    """The checks of what is completed that are due and have no answer, the oldest first."""
    rows = GainCheck.objects.filter(answer="", due_on__lte=today, initiative__state=State.COMPLETED)
    return rows.select_related("initiative").order_by("due_on", "id")


def check_of(*, initiative_id: UUID, months: int) -> GainCheck:
    """That check; raises NotFound `check_not_found`."""
    rows = GainCheck.objects.select_related("initiative")
    row = rows.filter(initiative_id=initiative_id, months=months).first()
    if row is None:
        raise NotFound("check_not_found")
    return row


def _line(row: StoredStanding, checks: Sequence[GainCheck]) -> LedgerOf:
    stored = row.initiative.stored_detail
    card = msgspec.json.decode(row.card, type=_Card)
    detail = msgspec.json.decode(stored.detail, type=_Detail)
    sums = msgspec.json.decode(stored.sums, type=_Sums)
    return LedgerOf(
        id=row.initiative_id,
        title=card.title,
        state=State(row.state),
        gain={state: exact(sums.gain.get(state, 0)) for state in ValueState},
        promise=card.promise,
        measured_on=row.measured_on,
        freed=tuple(
            FreedTime(destination=one.hours_used_for or one.destination, share=one.reuse_share)
            for one in detail.objectives
            if one.benefit == TIME and (one.hours_used_for or one.destination)
        ),
        checks=tuple(one for one in checks if one.answer or row.state == State.COMPLETED),
    )


class _Check(Owed, kw_only=True):
    """After how many `months` the gain is looked at."""

    months: int = 0


def _checked(row: _Check, reader: Reader) -> Duty:
    parts = (row.initiative_id, row.months)
    return Duty(
        kind=DutyKind.CHECK,
        powers=(Power(permission="gain.check"),),
        door=Place(route="gain_check", parts=parts),
        operation=Place(route="api_gain_check", parts=parts),
        **{**row.of(reader), "code": str(row.months)},
    )


CHECKS_OWED = DutySource(
    sql=f"""
SELECT c.id, i.id AS initiative_id, i.captain_id, i.title, c.due_on, c.months
FROM portfolio_gaincheck c JOIN portfolio_initiative i ON i.id = c.initiative_id
WHERE c.answer = '' AND i.state = '{State.COMPLETED}'
 AND coalesce(i.runs_on_id, i.captain_id) = %(reader)s AND c.due_on <= %(today)s::date
""",
    row=_Check,
    read=_checked,
)
