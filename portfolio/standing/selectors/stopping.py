"""Money, stop rules and proofs of one initiative: what is met, since when, by what was known."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from portfolio.criteria.choices import PortfolioComparison, StopMetric
from portfolio.criteria.models import StopCriterion
from portfolio.estimates import rules as estimates
from portfolio.forecast.rules.continuation import Remaining, remaining
from portfolio.forecast.selectors import measured_since_baseline, share_of
from portfolio.life.choices import State
from portfolio.money.choices import ProofKind
from portfolio.money.models import Tranche
from portfolio.money.rules import Balance
from portfolio.money.selectors import open_orders
from portfolio.objectives.choices import Direction
from portfolio.standing.choices import SignalCode
from portfolio.standing.rules import alarm_of
from portfolio.standing.selectors.records import Record

ON_SPENDING = frozenset({StopMetric.SPEND, StopMetric.OVERRUN})
DAYS_A_MONTH = 30.44


def balance_of(*, record: Record) -> Balance:
    """Its money: budget, released, committed and not yet billed, spent; euros."""
    return Balance(
        budget=Decimal(record.initiative.budget or 0),
        released=Decimal(sum(t.amount for t in record.tranches if t.released_on is not None)),
        committed=Decimal(sum(one.amount for one in open_orders(record.expenses))),
        incurred=Decimal(sum(e.amount for e in record.expenses if not e.is_commitment)),
    )


def criterion_met_since(*, record: Record, today: date, with_spending: bool = True) -> date | None:
    """The day the first stop criterion was met, None while none is.

    Those on spending are left out where they speak for themselves, see `over_budget`.
    """
    days = [
        day
        for criterion in record.criteria
        if with_spending or criterion.metric not in ON_SPENDING
        if (day := _met_since(criterion=criterion, record=record, today=today)) is not None
    ]
    return min(days, default=None)


def is_met(*, criterion: StopCriterion, record: Record, today: date) -> bool:
    """Whether this stop criterion tells to stop: on its date, by what was known then."""
    if criterion.by_date is not None and criterion.by_date < today:
        record = known_on(record, day=criterion.by_date)
    share = record.adopted_share
    return estimates.is_criterion_met(
        criterion=estimates.StopRule(
            metric=StopMetric(criterion.metric),
            comparison=PortfolioComparison(criterion.comparison),
            value=criterion.value,
            by_date=criterion.by_date,
        ),
        today=today,
        gain_share=best_share(record=record),
        spent=balance_of(record=record).incurred,
        adoption=None if share is None else Decimal(str(share)),
        completion=completion(record=record, today=today),
    )


def known_on(record: Record, *, day: date) -> Record:
    """The record as entered by the end of that day; what corrects a line counts as that line."""
    measured = [*record.measurements.values(), *record.withdrawn.values()]
    entered = {one.id: one.recorded_at.date() for one in record.expenses}
    entered |= {one.id: one.recorded_at.date() for rows in measured for one in rows}

    def is_known(of: UUID, on: date, origin: UUID | None) -> bool:
        return on <= day and entered.get(origin or of, entered[of]) <= day

    return replace(
        record,
        expenses=tuple(
            e for e in record.expenses if is_known(e.id, e.on, e.replaces_id or e.reverses_id)
        ),
        measurements={
            key: tuple(m for m in rows if is_known(m.id, m.on, m.replaces_id))
            for key, rows in record.measurements.items()
        },
        adoption=tuple(a for a in record.adoption if max(a.on, a.recorded_at.date()) <= day),
    )


def is_proof_met(*, record: Record, tranche: Tranche) -> bool:
    """Whether what the tranche waits for is there; without a proof it waits for nothing."""
    return not tranche.proof or proof_met_on(record=record, tranche=tranche) is not None


def proof_met_on(*, record: Record, tranche: Tranche) -> date | None:
    """The day by which the proof was there, None while it is not or there is none."""
    if tranche.proof == ProofKind.VALUE:
        return _value_reached_on(record, tranche.proof_value)
    if tranche.proof != ProofKind.PROGRESS:
        return tranche.seen_on
    share = best_share(record=record)
    if share is None or share <= 0:
        return None
    return max((m.on for rows in record.measurements.values() for m in rows), default=None)


def release_due_on(*, record: Record) -> date | None:
    """The day by which the next instalment's proof was there, while the work goes on."""
    waiting = [one for one in record.tranches if one.released_on is None]
    if record.initiative.state != State.ACTIVE or not waiting:
        return None
    return proof_met_on(record=record, tranche=waiting[0])


def _value_reached_on(record: Record, value: Decimal | None) -> date | None:
    """The day of the main objective's last measurement, if that is at the value or beyond."""
    main = record.counted[0] if record.counted else None
    if main is None or value is None or record.live_from is None:
        return None
    since = measured_since_baseline(objective=main, measurements=record.measurements[main.id])
    if not since:
        return None
    last, is_up = since[-1], main.direction == Direction.UP
    return last.on if (last.value >= value if is_up else last.value <= value) else None


def completion(*, record: Record, today: date) -> Decimal | None:
    """The forecast cost at completion as a multiple of the budget; None without a budget."""
    balance = balance_of(record=record)
    if not balance.budget:
        return None
    left = cash_left(record=record, today=today)
    used = balance.incurred + balance.committed
    return (used + Decimal(str(left.amount))) / balance.budget


def cash_left(*, record: Record, today: date) -> Remaining:
    """The euros that a decision can still avoid, until the date of its first dated objective."""
    balance, row = balance_of(record=record), record.initiative
    dates = (one.target_on for one in record.objectives if one.target_on is not None)
    return remaining(
        planned=float(balance.budget),
        used=float(balance.incurred),
        committed=float(balance.committed),
        said=None if row.left_cash is None else float(row.left_cash),
        months_run=(today - (row.started_on or today)).days / DAYS_A_MONTH,
        months_left=max(0, (next(dates, today) - today).days) / DAYS_A_MONTH,
        paid_ahead=float(paid_ahead(record, today=today)),
    )


def paid_ahead(record: Record, *, today: date) -> Decimal:
    """The euros spent on what still covers days to come; a line taken back counts for nothing."""
    ahead = (one.amount for one in record.paid if one.covers_until and one.covers_until > today)
    return sum(ahead, Decimal(0))


def alarm_on(*, record: Record) -> tuple[SignalCode, date, float] | None:
    """The part of the budget that is spent and ordered, since when it is, and the share itself."""
    balance = balance_of(record=record)
    used = balance.incurred + balance.committed
    if not balance.budget:
        return None
    share = float(used / balance.budget)
    found = alarm_of(share)
    if found is None:
        return None
    line = balance.budget * Decimal(str(found[0]))
    return found[1], _passed_on(record, line, reached=True), share


def over_budget(*, record: Record, today: date) -> tuple[date, Decimal] | None:
    """Since when and by how much more is spent and ordered than was voted; None within it.

    A stop criterion on spending draws the line where it is the lower one.
    """
    balance = balance_of(record=record)
    used = balance.incurred + balance.committed
    lines = [balance.budget] if record.initiative.budget is not None else []
    excesses = [used - line for line in lines if used > line]
    days = [_passed_on(record, line) for line in lines if used > line]
    for criterion in record.criteria:
        if criterion.metric not in ON_SPENDING or criterion.value is None:
            continue
        since = _met_since(criterion=criterion, record=record, today=today)
        if since is not None:
            days.append(since)
            is_sum = criterion.metric == StopMetric.SPEND
            whole = completion(record=record, today=today) or Decimal(0)
            forecast = balance.budget * whole - balance.budget
            excesses.append(balance.incurred - criterion.value if is_sum else forecast)
    return (min(days), max(excesses)) if days else None


def best_share(*, record: Record) -> Decimal | None:
    """The highest share of the gain among its objectives' last measurements; 0 before any.

    None when no objective has a gain to reach, or while a go-live is awaited.
    """
    if record.live_from is None:
        return None
    shares = []
    for objective in record.counted:
        if objective.baseline is None or objective.target is None:
            continue
        since = measured_since_baseline(
            objective=objective, measurements=record.measurements[objective.id]
        )
        value = since[-1].value if since else objective.baseline
        share = share_of(objective=objective, value=value)
        shares.append(Decimal(0) if share is None else share)
    return max(shares, default=None)


def _met_since(*, criterion: StopCriterion, record: Record, today: date) -> date | None:
    if not is_met(criterion=criterion, record=record, today=today):
        return None
    told: list[date] = [criterion.set_at.date()]
    if criterion.by_date is not None:
        told.append(criterion.by_date)
    elif criterion.metric == StopMetric.ADOPTION:
        told.append(record.adoption[-1].on)
    if criterion.metric == StopMetric.SPEND and criterion.value is not None:
        spent = Decimal(0)
        for expense in record.expenses:
            spent += 0 if expense.is_commitment else expense.amount
            if spent > criterion.value:
                told.append(expense.on)
                break
    return min(today, max(told))


def _passed_on(record: Record, line: Decimal, *, reached: bool = False) -> date:
    """The day on which what is used passed that sum, or only reached it, for good."""
    settled = {expense.settles_id for expense in record.expenses}
    used, day = Decimal(0), record.initiative.state_since
    for expense in record.expenses:
        if expense.id in settled:
            continue
        before, used = used, used + expense.amount
        if before < line <= used if reached else before <= line < used:
            day = expense.on
    return day
