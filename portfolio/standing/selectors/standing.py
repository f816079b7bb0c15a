"""How one initiative stands today: one function for every screen, answer, review and mail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec import Struct, to_builtins

from portfolio.decisions.rules.verdicts import MEASURED_STATES
from portfolio.forecast.choices import Course, ForecastStatus, ForecastWord, Promise, ValueState
from portfolio.forecast.rules.forecast import Forecast
from portfolio.forecast.selectors import (
    ObjectiveStanding,
    PromiseLine,
    measured_since_baseline,
    objective_forecast,
    objective_standing,
    promise_of,
)
from portfolio.life.choices import State, Verdict
from portfolio.money.rules import Balance
from portfolio.objectives.rules import elapsed_share
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import ReviewItem
from portfolio.standing.choices import Health, SignalCode
from portfolio.standing.rules import KpiFacts, Signal, SignalFacts, health, signals, worst
from portfolio.standing.selectors.facts import (
    captain_mandate,
    captain_vacant_since,
    readiness_lines,
)
from portfolio.standing.selectors.going_on import GoingOnLine, going_on_of
from portfolio.standing.selectors.guarding import crossed, guarded
from portfolio.standing.selectors.records import Record, load_records
from portfolio.standing.selectors.running import metered_jump_on, run_loss
from portfolio.standing.selectors.stopping import (
    alarm_on,
    balance_of,
    criterion_met_since,
    over_budget,
)
from portfolio.start.rules import ReadinessLine, unfinished_since


class CourseLine(Struct, frozen=True, kw_only=True):
    """The one sentence of health and chance: where the worst objective stands and where it goes.

    `code` is its key; `now` and `needed` are the pace in `unit` a month, `left` months to the
    date, `count` its values with the baseline; `stale_since` its last value's day once that is
    too old to speak of today, `live_on` the awaited go-live. `word` and `percent` are
    the chance, of which the sentence tells.
    """

    code: Course
    objective_id: UUID
    kpi: str
    is_main: bool
    unit: str
    now: float | None
    needed: float | None
    left: int | None
    count: int
    word: ForecastWord | None
    percent: int | None
    stale_since: date | None
    live_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class InitiativeStanding:
    """Health with its signals, objectives with their forecasts, money, and what is still to gain.

    `gain` is euros a month in each of the value states, which are never added up.
    """

    record: Record
    health: Health
    signals: tuple[Signal, ...]
    objectives: tuple[ObjectiveStanding, ...]
    balance: Balance
    going_on: GoingOnLine | None
    gain: Mapping[ValueState, Decimal]
    course: CourseLine | None
    promise: PromiseLine | None
    readiness: tuple[ReadinessLine, ...]
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
    goes_on = record.initiative.state in MEASURED_STATES and record.live_from is not None
    return {
        one.id: objective_forecast(
            objective=one,
            measurements=record.measurements[one.id],
            base_rate=record.company.base_rate,
        )
        if goes_on
        else None
        for one in record.counted
    }


def standing(
    *,
    record: Record,
    today: date,
    forecasts: Mapping[UUID, Forecast | None] | None = None,
) -> InitiativeStanding:
    """How the initiative stands today; no query. `forecasts` are those known already."""
    told = forecasts_of(record) if forecasts is None else forecasts
    objectives = tuple(
        objective_standing(
            objective=objective,
            measurements=record.measurements[objective.id],
            attests=record.attests,
            forecast=told[objective.id],
            baseline_count=record.baseline_count(objective),
            closed=record.company.closed_months,
            today=today,
            withdrawn_on=record.initiative.gain_withdrawn_on,
        )
        for objective in record.counted
    )
    balance = balance_of(record=record)
    going_on = going_on_of(record=record, objectives=objectives, balance=balance, today=today)
    facts = _signal_facts(record=record, objectives=objectives, balance=balance, today=today)
    facts = replace(facts, going_on=None if going_on is None else going_on.warning)
    found = signals(facts=facts, today=today)
    mandate = captain_mandate(record=record, today=today)
    return InitiativeStanding(
        record=record,
        health=health(facts=facts, found=found),
        signals=found,
        objectives=objectives,
        balance=balance,
        going_on=going_on,
        gain=_gain(objectives),
        promise=_promise(record, objectives, today=today),
        course=_course(objectives, facts=facts, found=found),
        readiness=readiness_lines(record=record, today=today),
        elapsed=facts.kpis[0].elapsed_share if facts.kpis and record.gains_from else None,
        mandate_ends=None if mandate is None else mandate.ends,
    )


def standings(*, ids: Iterable[UUID], today: date) -> list[InitiativeStanding]:
    """How each of those initiatives stands today, recomputed, in their order; one query."""
    return [standing(record=record, today=today) for record in load_records(ids, today=today)]


def frozen_facts(*, standing: InitiativeStanding) -> dict[str, Any]:
    """What a decision or a review keeps of that moment: ids and figures, never names."""
    main, going_on = standing.main, standing.going_on
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
        "to_gain": None if going_on is None else going_on.gain,
        "is_sinkhole": None if going_on is None else going_on.warning is not None,
        "guard": guarded(standing.record),
    }


def reviewed_facts(*, standing: InitiativeStanding) -> dict[str, Any]:
    """What a review keeps: the facts of that moment, the sentence with them, and the state."""
    course = None if standing.course is None else to_builtins(standing.course)
    going_on = standing.going_on and to_builtins(standing.going_on, builtin_types=(Decimal,))
    state = standing.record.initiative.state
    kept = {"course": course, "going_on": going_on, "state": state}
    return {**frozen_facts(standing=standing), **kept}


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
    has_started = row.started_on is not None
    vacant = captain_vacant_since(record=record, today=today)
    spent_on = [expense.on for expense in record.expenses if not expense.is_commitment]
    over, alarm = over_budget(record=record, today=today), alarm_on(record=record)
    loss, jump = run_loss(record, today=today), metered_jump_on(record, today=today)
    return SignalFacts(
        state=State(row.state),
        closed_months=record.company.closed_months,
        kpis=tuple(
            _kpi_facts(record=record, one=one, today=today)
            for one in objectives
            if one.objective.target_on is not None
        ),
        captain_vacant_since=vacant if has_started else None,
        unfinished_since=None if has_started else _unfinished_since(record, today=today),
        restart_on=row.restart_on,
        criterion_met_since=criterion_met_since(record=record, today=today, with_spending=False),
        over_budget_since=None if over is None else over[0],
        live_promised_on=row.live_promised_on,
        live_expected_on=row.live_expected_on,
        is_live=record.live_from is not None or row.started_on is None,
        over_budget_by=0.0 if over is None else float(over[1]),
        next_step_due=row.next_step_on,
        last_review_on=record.last_review_on,
        spent=float(balance.incurred),
        budget=float(balance.budget),
        adoption=record.adopted_share,
        live_since=record.gains_from,
        alarm=None if alarm is None or over is not None else alarm[0],
        alarm_since=None if alarm is None else alarm[1],
        used_share=0.0 if alarm is None else alarm[2],
        guard=crossed(record),
        run_loss_since=None if loss is None else loss.value_on,
        run_cost=0.0 if loss is None else float(loss.total),
        run_value=0.0 if loss is None else float(loss.value or 0),
        jumped_on=None if jump is None else jump[0],
        jumped_to=0.0 if jump is None else float(jump[1]),
        last_expense_on=max(spent_on, default=None),
        reviews_without_decision=silent_reviews(reviews=record.reviews),
    )


def _unfinished_since(record: Record, *, today: date) -> date | None:
    """From when what was adopted, and is active before it has started, lacks what was due."""
    lines = readiness_lines(record=record, today=today)
    return unfinished_since(
        lines=lines,
        adopted_on=record.initiative.state_since,
        calendar=record.company.calendar,
    )


def _kpi_facts(*, record: Record, one: ObjectiveStanding, today: date) -> KpiFacts:
    objective, row = one.objective, record.initiative
    since = measured_since_baseline(objective=objective, measurements=one.measurements)
    begun_on, live_on = row.started_on or row.state_since, record.live_from
    # The year 9999 stands for *no date yet*: a KPI without a date is left out above.
    target_on = objective.target_on or date.max
    pace = None if one.forecast is None else one.forecast.pace
    return KpiFacts(
        id=objective.id,
        cadence_days=objective.cadence_days,
        measuring_since=max(filter(None, (begun_on, objective.baseline_on))),
        target_date=target_on,
        last_measured_on=since[-1].on if since else None,
        share=None if one.share is None else float(one.share),
        elapsed_share=0.0
        if live_on is None
        else float(elapsed_share(starts_on=live_on, target_date=target_on, today=today)),
        course=_course_of(
            one,
            is_live=live_on is not None,
            is_over=today > target_on,
            goes_on=row.state == State.ACTIVE,
        ),
        pace_signal=None if pace is None else pace.signal,
        now=None if pace is None else pace.now,
        needed=None if pace is None else pace.needed,
    )


def _course_of(
    one: ObjectiveStanding, *, is_live: bool, is_over: bool, goes_on: bool
) -> Course | None:
    """The key of its sentence; a date that has passed says so without a new value."""
    if not goes_on:
        return None
    if is_over and not one.is_target_met:
        return Course.DATE_PASSED
    if not is_live:
        return Course.NOT_LIVE
    known = None if one.forecast is None else one.forecast.course
    return known or Course.NOT_ENOUGH


def _course(
    objectives: tuple[ObjectiveStanding, ...],
    *,
    facts: SignalFacts,
    found: tuple[Signal, ...],
) -> CourseLine | None:
    """The sentence of the worst objective, the first of equals; None where nothing goes on."""
    kpi = worst(facts.kpis)
    if kpi is None or kpi.course is None:
        return None
    one = next(one for one in objectives if one.id == kpi.id)
    forecast, objective = one.forecast, one.objective
    silent = {s.evidence["kpi"] for s in found if s.code is SignalCode.NO_MEASUREMENT}
    is_told = forecast is not None and forecast.status is ForecastStatus.FORECAST
    return CourseLine(
        code=kpi.course,
        objective_id=objective.id,
        kpi=objective.kpi,
        is_main=one is objectives[0],
        unit=objective.unit,
        now=kpi.now,
        needed=kpi.needed,
        left=None if forecast is None or forecast.pace is None else forecast.pace.left,
        count=0 if forecast is None else forecast.values_count,
        word=forecast.word if forecast is not None and is_told else None,
        percent=forecast.rounded_percent if forecast is not None and is_told else None,
        live_on=facts.live_expected_on if kpi.course is Course.NOT_LIVE else None,
        stale_since=(kpi.last_measured_on or kpi.measuring_since) if kpi.id in silent else None,
    )


WORST_PROMISE = (
    Promise.NOT_KEPT,
    Promise.PENDING,
    Promise.KEPT_IN_PART,
    Promise.KEPT_AFTER_REVISION,
    Promise.KEPT_LATE,
    Promise.KEPT,
)


def _promise(
    record: Record, objectives: tuple[ObjectiveStanding, ...], *, today: date
) -> PromiseLine | None:
    """What became of the first promise: the worst of its objectives."""
    completed = [one for one in record.in_force if one.decision.verdict == Verdict.COMPLETE]
    last = (completed or record.decisions)[-1:]
    closed = last[0].decision.facts if last else {}
    told = {one["code"] for one in closed.get("signals", ())}
    is_over = record.initiative.state in (State.COMPLETED, State.STOPPED)
    is_settled = bool(completed) and is_over and SignalCode.SETTLE in told
    found = [
        promise_of(one=one, today=today, is_over=is_over, is_settled=is_settled)
        for one in objectives
    ]
    known = [one for one in found if one is not None]
    return min(known, key=lambda one: WORST_PROMISE.index(one.state), default=None)


def _gain(objectives: tuple[ObjectiveStanding, ...]) -> dict[ValueState, Decimal]:
    gain = dict.fromkeys(ValueState, Decimal(0))
    for one in objectives:
        if one.value is not None:
            gain[one.value_state] += one.value
    return gain
