"""How one initiative stands today: one function for every screen, answer, review and mail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from portfolio.decisions.rules import MEASURED_STATES
from portfolio.forecast.choices import ValueState
from portfolio.forecast.rules.continuation import (
    HORIZON_MONTHS,
    Continuation,
    benefit_months_left,
    continuation,
)
from portfolio.forecast.rules.forecast import Forecast
from portfolio.forecast.selectors import (
    ObjectiveStanding,
    last_of_months,
    measured_since_baseline,
    objective_forecast,
    objective_standing,
    share_of,
)
from portfolio.life.choices import State
from portfolio.money.rules import Balance
from portfolio.objectives.rules import elapsed_share
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import ReviewItem
from portfolio.standing.choices import Health
from portfolio.standing.rules import KpiFacts, Signal, SignalFacts, health, signals
from portfolio.standing.selectors.facts import (
    balance_of,
    captain_mandate,
    captain_vacant_since,
    criterion_met_since,
    readiness_lines,
)
from portfolio.standing.selectors.records import Record, load_records
from portfolio.start.rules import Line


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Health with its signals, objectives with their forecasts, money, and what is still to gain.

    `gain` is euros a month in each of the three value states, which are never added up.
    """

    record: Record
    health: Health
    signals: tuple[Signal, ...]
    objectives: tuple[ObjectiveStanding, ...]
    balance: Balance
    continuation: Continuation | None
    gain: Mapping[ValueState, Decimal]
    readiness: tuple[Line, ...]
    elapsed: float | None
    mandate_ends: date | None

    @property
    def main(self) -> ObjectiveStanding | None:
        """The objective that a card shows: the first."""
        return self.objectives[0] if self.objectives else None

    @property
    def chance(self) -> float | None:
        """The main objective's chance of its target by its date, None while it cannot be told."""
        forecast = self.main.forecast if self.main else None
        return None if forecast is None else forecast.chance


def forecasts_of(record: Record) -> dict[UUID, Forecast | None]:
    """What can be told of each objective's chance, where the work goes on; no query.

    By far the dearest rule: what is stored of it is read instead.
    """
    goes_on = record.initiative.state in MEASURED_STATES
    return {
        one.id: objective_forecast(objective=one, measurements=record.measurements[one.id])
        if goes_on
        else None
        for one in record.objectives
    }


def standing(
    *,
    record: Record,
    today: date,
    forecasts: Mapping[UUID, Forecast | None] | None = None,
) -> Standing:
    """How the initiative stands today; no query. `forecasts` are those known already."""
    row = record.initiative
    told = forecasts_of(record) if forecasts is None else forecasts
    objectives = tuple(
        objective_standing(
            objective=objective,
            measurements=record.measurements[objective.id],
            captain_id=row.captain_id,
            forecast=told[objective.id],
        )
        for objective in record.objectives
    )
    balance = balance_of(record=record)
    facts = _signal_facts(record=record, objectives=objectives, balance=balance, today=today)
    found = signals(facts=facts, today=today)
    mandate = captain_mandate(record=record, today=today)
    return Standing(
        record=record,
        health=health(facts=facts, found=found),
        signals=found,
        objectives=objectives,
        balance=balance,
        continuation=_continuation(
            record=record, objectives=objectives, balance=balance, today=today
        ),
        gain=_gain(objectives),
        readiness=readiness_lines(record=record, today=today),
        elapsed=facts.kpis[0].elapsed_share if facts.kpis and row.started_on else None,
        mandate_ends=None if mandate is None else mandate.ends,
    )


def standings(*, ids: Iterable[UUID], today: date) -> list[Standing]:
    """How each of those initiatives stands today, recomputed, in their order; one query."""
    return [standing(record=record, today=today) for record in load_records(ids, today=today)]


def frozen_facts(*, standing: Standing) -> dict[str, Any]:
    """What a decision or a review keeps of that moment: ids and figures, never names."""
    main, going_on = standing.main, standing.continuation
    return {
        "health": standing.health,
        "signals": [{"code": signal.code, "since": signal.since} for signal in standing.signals],
        "objectives": [
            {
                "objective": one.id,
                "value": None if one.latest is None else one.latest.value,
                "on": None if one.latest is None else one.latest.on,
                "share": None if one.share is None else round(one.share, 4),
                "chance": _chance(one),
            }
            for one in standing.objectives
        ],
        "chance": None if main is None else _chance(main),
        "spent": standing.balance.incurred,
        "to_spend": standing.balance.remaining,
        "to_gain": None if going_on is None else round(Decimal(going_on.expected_benefit)),
        "is_sinkhole": None if going_on is None else going_on.is_sinkhole,
    }


def silent_reviews(*, reviews: tuple[ReviewItem, ...]) -> int:
    """How many of the last reviews that are over found no verdict, in a row."""
    count = 0
    for item in reviews:
        if item.review.state == ReviewState.OPEN:
            continue
        if item.decision_id is not None:
            break
        count += 1
    return count


def _chance(one: ObjectiveStanding) -> float | None:
    chance = None if one.forecast is None else one.forecast.chance
    return None if chance is None else round(chance, 4)


def _signal_facts(
    *,
    record: Record,
    objectives: tuple[ObjectiveStanding, ...],
    balance: Balance,
    today: date,
) -> SignalFacts:
    row = record.initiative
    spent_on = [expense.on for expense in record.expenses if not expense.is_commitment]
    return SignalFacts(
        state=State(row.state),
        kpis=tuple(
            _kpi_facts(record=record, one=one, today=today)
            for one in objectives
            if one.objective.target_on is not None
        ),
        captain_vacant_since=captain_vacant_since(record=record, today=today),
        restart_on=row.restart_on,
        criterion_met_since=criterion_met_since(record=record, today=today),
        next_step_due=row.next_step_on,
        last_review_on=record.last_review_on,
        spent=float(balance.incurred),
        budget=float(balance.budget),
        last_expense_on=max(spent_on, default=None),
        reviews_without_decision=silent_reviews(reviews=record.reviews),
    )


def _kpi_facts(*, record: Record, one: ObjectiveStanding, today: date) -> KpiFacts:
    objective, row = one.objective, record.initiative
    since = measured_since_baseline(objective=objective, measurements=one.measurements)
    shares = [share_of(objective=objective, value=m.value) for m in last_of_months(since)]
    starts_on = row.started_on or row.state_since
    # The year 9999 stands for *no date yet*: a KPI without a date is left out above.
    target_on = objective.target_on or date.max
    return KpiFacts(
        id=objective.id,
        cadence_days=objective.cadence_days,
        measuring_since=max(filter(None, (starts_on, objective.baseline_on))),
        target_date=target_on,
        last_measured_on=since[-1].on if since else None,
        gain_shares=tuple(float(share) for share in shares if share is not None),
        elapsed_share=float(elapsed_share(starts_on=starts_on, target_date=target_on, today=today)),
        values_count=0 if one.forecast is None else one.forecast.values_count,
        chance=None if one.forecast is None else one.forecast.chance,
        chance_at_last_review=_chance_at_last_review(record=record, one=one),
    )


def _chance_at_last_review(*, record: Record, one: ObjectiveStanding) -> float | None:
    """The chance frozen at the last review that is over."""
    over = [item for item in record.reviews if item.review.state != ReviewState.OPEN]
    if not over:
        return None
    frozen = over[0].facts.get("objectives", [])
    chance = next((row["chance"] for row in frozen if row["objective"] == str(one.id)), None)
    return None if chance is None else float(chance)


def _continuation(
    *,
    record: Record,
    objectives: tuple[ObjectiveStanding, ...],
    balance: Balance,
    today: date,
) -> Continuation | None:
    """What going on is worth; None while no value at target is known."""
    values = [one.value_at_target for one in objectives if one.value_at_target is not None]
    if not values:
        return None
    main = objectives[0]
    go_live = main.objective.target_on or today
    return continuation(
        monthly_benefit=float(sum(values)),
        benefit_months=(
            HORIZON_MONTHS if go_live > today else benefit_months_left(go_live=go_live, today=today)
        ),
        chance=1.0 if main.is_target_met else (main.forecast.chance if main.forecast else None),
        remaining_cash=float(balance.remaining),
    )


def _gain(objectives: tuple[ObjectiveStanding, ...]) -> dict[ValueState, Decimal]:
    gain = dict.fromkeys(ValueState, Decimal(0))
    for one in objectives:
        if one.value is not None:
            gain[one.value_state] += one.value
    return gain
