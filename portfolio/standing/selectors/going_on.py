"""What going on with one initiative brings over stopping now, and whether a warning stands."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct

from portfolio.forecast.choices import CostSource, GoingOn, ValueSource
from portfolio.forecast.rules.continuation import (
    Continuation,
    MonthlyValue,
    Outlook,
    Remaining,
    assumed,
    continuation,
    horizon,
    remaining,
)
from portfolio.forecast.rules.forecast import LEAST_VALUES
from portfolio.forecast.selectors import ObjectiveStanding
from portfolio.life.choices import Adjustable, State
from portfolio.money.rules import Balance
from portfolio.objectives.rules import DAYS_PER_MONTH, elapsed_share
from portfolio.standing.choices import SignalCode
from portfolio.standing.rules import Warned
from portfolio.standing.selectors.records import Record
from portfolio.standing.selectors.running import run_cost
from portfolio.standing.selectors.stopping import balance_of, cash_left
from tenants.amounts import exact

WARNS = {GoingOn.SINKHOLE: SignalCode.SINKHOLE, GoingOn.SETTLE: SignalCode.SETTLE}
WARNINGS = frozenset(WARNS.values())
TO_CLEAR = 2
_YEAR, _DAYS_A_MONTH = 12, 30.44
_BEGUN = frozenset({State.ACTIVE, State.PAUSED})


class GoingOnLine(Struct, frozen=True, kw_only=True):
    """Euros from now until `until`: what going on brings over stopping now, and costs.

    `cost` is `cash` and `days` at the day's price, gains and cost whole; `committed` is due
    whatever one decides.
    `gain_low` and `gain_high` differ where the value is the order of magnitude of a tap.
    """

    verdict: GoingOn
    gain: int
    gain_low: int
    gain_high: int
    cost: int
    cash: Decimal
    days: float
    cash_source: CostSource
    days_source: CostSource
    day_price: Decimal
    committed: Decimal
    until: date
    kept_share: float
    break_even_share: float | None
    value_source: ValueSource
    warning: Warned | None


def going_on_of(
    *,
    record: Record,
    objectives: Sequence[ObjectiveStanding],
    balance: Balance,
    today: date,
) -> GoingOnLine | None:
    """What going on is worth; None before a start, without a date, or without any value."""
    row = record.initiative
    main = next((one for one in objectives if one.objective.target_on is not None), None)
    value = _value(record, objectives)
    if row.state not in _BEGUN or main is None or value is None:
        return None
    target_on = main.objective.target_on or today
    counted = horizon(
        today=today, target_on=target_on, first_on=main.objective.promised_on or target_on
    )
    left = cash_left(record=record, today=today)
    cash = _told(left, places=0 if left.source is CostSource.EXTRAPOLATED else 2)
    days = _days_ahead(record, today=today)

    def seen(outlook: Outlook) -> Continuation:
        return continuation(
            value=value,
            outlook=outlook,
            counted=counted,
            cash=cash.amount,
            days=days.amount,
            day_price=float(record.company.day_price),
            running=float(run_cost(record, today=today).total) / _YEAR,
            is_kept=row.stays_in_use,
            exit_cost=float(row.exit_cost),
        )

    before = _outlook_before(main)
    found = seen(_outlook(main, base_rate=record.company.base_rate))
    until = today + timedelta(days=round(counted.months * _DAYS_A_MONTH))
    warning = _warning(
        record,
        main,
        found=found,
        clears=found.clears and before is not None and seen(before).clears,
        until=until,
        today=today,
    )
    return _line(found, record=record, cash=cash, days=days, until=until, warning=warning)


def _line(
    found: Continuation,
    *,
    record: Record,
    cash: Remaining,
    days: Remaining,
    until: date,
    warning: Warned | None,
) -> GoingOnLine:
    return GoingOnLine(
        verdict=found.verdict,
        gain=round(found.marginal_gain),
        gain_low=round(found.gain_low),
        gain_high=round(found.gain_high),
        cost=round(found.cost),
        cash=exact(str(cash.amount)),
        days=days.amount,
        cash_source=cash.source,
        days_source=days.source,
        day_price=record.company.day_price,
        committed=exact(balance_of(record=record).committed),
        until=until,
        kept_share=found.kept_share,
        break_even_share=found.break_even_share,
        value_source=found.value_source,
        warning=warning,
    )


def _told(left: Remaining, *, places: int) -> Remaining:
    """What is left as it is told: what is counted with it then closes with what is read."""
    return replace(left, amount=round(left.amount, places))


def _value(record: Record, objectives: Sequence[ObjectiveStanding]) -> MonthlyValue | None:
    """The typed value a month, else the range of the tap, an order of magnitude."""
    typed = [one.value_at_target for one in objectives if one.value_at_target is not None]
    if typed:
        whole = float(sum(typed))
        return MonthlyValue(low=whole, likely=whole, high=whole, source=ValueSource.TYPED)
    row = record.initiative
    if row.value_low is None or row.value_likely is None or row.value_high is None:
        return None
    return MonthlyValue(
        low=row.value_low / _YEAR,
        likely=row.value_likely / _YEAR,
        high=row.value_high / _YEAR,
        source=ValueSource.TAP,
    )


def days_left(record: Record, *, today: date) -> float:
    """The internal days that are still to come, as they are told."""
    return _days_ahead(record, today=today).amount


def _days_ahead(record: Record, *, today: date) -> Remaining:
    """The internal days that a decision can still avoid, until the date of its first objective."""
    row = record.initiative
    dates = (one.target_on for one in record.objectives if one.target_on is not None)
    found = remaining(
        planned=float(row.days_likely or 0),
        used=float(days_used(record, today=today)),
        said=row.left_days,
        months_run=(today - (row.started_on or today)).days / _DAYS_A_MONTH,
        months_left=max(0, (next(dates, today) - today).days) / _DAYS_A_MONTH,
    )
    return _told(found, places=1)


def days_used(record: Record, *, today: date) -> Decimal:
    """The internal days so far: those logged line by line, else as told, else as the time goes."""
    row = record.initiative
    if record.worked:
        return sum((one.days for one in record.worked if one.days is not None), Decimal(0))
    if row.used_days is not None:
        return Decimal(row.used_days)
    dates = [one.target_on for one in record.objectives if one.target_on is not None]
    if row.started_on is None or not dates:
        return Decimal(0)
    until = min(today, row.ended_on or today)
    gone = elapsed_share(starts_on=row.started_on, target_date=dates[0], today=until)
    return (row.days_likely or 0) * gone


def days_cost(record: Record, *, today: date) -> Decimal:
    """The euros of the internal days so far: each line at its own price, else at today's."""
    if record.worked:
        return sum((one.amount for one in record.worked), Decimal(0))
    return days_used(record, today=today) * record.company.day_price


def running_so_far(record: Record, *, today: date) -> Decimal:
    """The euros that running cost since it is live, up to today or to its stop."""
    row = record.initiative
    since = record.gains_from
    if since is None:
        return Decimal(0)
    ends = not row.stays_in_use or record.has_completed
    stopped = row.state == State.STOPPED and ends
    until = min(today, row.ended_on or today) if stopped else today
    a_month = run_cost(record, today=today).total / _YEAR
    return a_month * Decimal(max(0, (until - since).days)) / DAYS_PER_MONTH


def _outlook(main: ObjectiveStanding, *, base_rate: float) -> Outlook:
    known = main.forecast
    if known is None or known.expected is None or known.level is None:
        return assumed(base_rate=base_rate)
    few = known.values_count < LEAST_VALUES
    return Outlook(expected=known.expected, level=known.level, is_assumed=few)


def _outlook_before(main: ObjectiveStanding) -> Outlook | None:
    known = main.forecast
    if known is None or known.expected_before is None or known.level_before is None:
        return None
    return Outlook(expected=known.expected_before, level=known.level_before)


def _warning(
    record: Record,
    main: ObjectiveStanding,
    *,
    found: Continuation,
    clears: bool,
    until: date,
    today: date,
) -> Warned | None:
    """The warning that is raised, or that stands until two measurements made since clear it."""
    events = [event for event in record.events if event.code in WARNINGS]
    raised = min((event.raised_on for event in events), default=None)
    code = WARNS.get(found.verdict)
    if code is None and raised is not None:
        since = sum(one.on > raised for one in main.measurements)
        code = None if clears and since >= TO_CLEAR else SignalCode(events[0].code)
    if code is None:
        return None
    moved = [one for one in record.in_force if Adjustable.DATE in _changes(one.decision.facts)]
    return Warned(
        code=code,
        since=raised or today,
        gain=round(found.marginal_gain),
        cost=round(found.cost),
        until=until,
        kept_share=found.kept_share,
        moved=len(moved),
    )


def _changes(facts: dict[str, object]) -> dict[str, object]:
    """What an *adjust* changed, by name."""
    changes = facts.get("changes")
    return changes if isinstance(changes, dict) else {}
