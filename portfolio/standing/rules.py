"""The signals: each names its evidence and its date, and offers what would clear it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

from portfolio.forecast.choices import Course, PaceSignal
from portfolio.life.choices import State, Verdict
from portfolio.life.rules import open_until
from portfolio.standing.choices import Health, SignalCode

CADENCES_WITHOUT_MEASURE = 1.5
OVERDUE_STEP = timedelta(days=30)
LIVE_SLIPS = timedelta(days=30)
SPEND_SHARE, SPEND_GAIN = 0.80, 0.50
SILENT_REVIEWS = 2
ADOPTION_BELOW, ADOPTION_AFTER = 0.30, timedelta(days=60)


HARD = frozenset(
    {
        SignalCode.NO_MEASUREMENT,
        SignalCode.DEADLINE_PASSED,
        SignalCode.CAPTAIN_VACANT,
        SignalCode.UNFINISHED,
        SignalCode.PAUSE_OVER,
        SignalCode.CRITERION_MET,
        SignalCode.PACE_LOST,
    }
)
# To be decided, but no word on where it goes: they leave health alone.
APART = frozenset(
    {
        SignalCode.OVER_BUDGET,
        SignalCode.SINKHOLE,
        SignalCode.SETTLE,
        SignalCode.GUARD_CROSSED,
        SignalCode.RUN_LOSS,
    }
)
# Said once and seen to: they leave health alone, and an answer holds for good.
NOTICES = frozenset(
    {
        SignalCode.METERED_JUMP,
        SignalCode.BUDGET_FULL,
        SignalCode.BUDGET_MOST,
        SignalCode.BUDGET_HALF,
    }
)
# An answer to those holds until the fact has gone.
FOR_GOOD = NOTICES | {SignalCode.RUN_LOSS}
# From which share of the budget, spent and ordered, each is raised; the highest first.
ALARMS: tuple[tuple[float, SignalCode], ...] = (
    (1.0, SignalCode.BUDGET_FULL),
    (0.8, SignalCode.BUDGET_MOST),
    (0.5, SignalCode.BUDGET_HALF),
)
# The health that a sentence stands under.
COURSE_HEALTH: Mapping[Course, Health] = {
    Course.AHEAD_LIKELY: Health.ON_COURSE,
    Course.AHEAD_UNCERTAIN: Health.ON_COURSE,
    Course.AHEAD_UNLIKELY: Health.WATCH,
    Course.ON_PACE_LIKELY: Health.ON_COURSE,
    Course.ON_PACE_UNCERTAIN: Health.ON_COURSE,
    Course.ON_PACE_UNLIKELY: Health.WATCH,
    Course.SLOWING_LIKELY: Health.ON_COURSE,
    Course.SLOWING_UNCERTAIN: Health.WATCH,
    Course.SLOWING_UNLIKELY: Health.WATCH,
    Course.BEHIND_LIKELY: Health.WATCH,
    Course.BEHIND_UNCERTAIN: Health.DRIFTING,
    Course.BEHIND_UNLIKELY: Health.DRIFTING,
    Course.LOST: Health.STALLED,
    Course.SLIPPING: Health.DRIFTING,
    Course.REACHED: Health.ON_COURSE,
    Course.NOT_ENOUGH: Health.UNKNOWN,
    Course.NOT_LIVE: Health.UNKNOWN,
    Course.DATE_PASSED: Health.STALLED,
}
WORST_FIRST = (Health.STALLED, Health.DRIFTING, Health.WATCH, Health.ON_COURSE, Health.UNKNOWN)
_CHANGE = (Verdict.ADJUST, Verdict.STOP)
OFFERS: Mapping[SignalCode, tuple[Verdict, ...]] = {
    SignalCode.NO_MEASUREMENT: (Verdict.PAUSE, Verdict.STOP),
    SignalCode.DEADLINE_PASSED: (Verdict.COMPLETE, Verdict.ADJUST, Verdict.STOP),
    SignalCode.CAPTAIN_VACANT: (Verdict.ADJUST, Verdict.PAUSE),
    SignalCode.UNFINISHED: (Verdict.START, Verdict.RETURN, Verdict.STOP),
    SignalCode.PAUSE_OVER: (Verdict.START, Verdict.STOP),
    SignalCode.CRITERION_MET: (Verdict.STOP, Verdict.ADJUST, Verdict.CONTINUE),
    SignalCode.PACE_LOST: (Verdict.STOP, Verdict.ADJUST, Verdict.CONTINUE),
    SignalCode.OVER_BUDGET: _CHANGE,
    SignalCode.SINKHOLE: (Verdict.STOP, Verdict.ADJUST, Verdict.CONTINUE),
    SignalCode.SETTLE: (Verdict.COMPLETE, Verdict.STOP, Verdict.CONTINUE),
    SignalCode.LIVE_SLIPPED: _CHANGE,
    SignalCode.STEP_OVERDUE: _CHANGE,
    SignalCode.PACE_BEHIND: _CHANGE,
    SignalCode.SPEND_AHEAD_OF_GAIN: _CHANGE,
    SignalCode.NO_DECISION: (Verdict.CONTINUE, Verdict.ADJUST, Verdict.PAUSE, Verdict.STOP),
    SignalCode.LOW_ADOPTION: _CHANGE,
    SignalCode.GUARD_CROSSED: (Verdict.CONTINUE, Verdict.ADJUST, Verdict.STOP),
    SignalCode.RUN_LOSS: (Verdict.CONTINUE, Verdict.STOP),
    SignalCode.METERED_JUMP: _CHANGE,
    **dict.fromkeys((code for _share, code in ALARMS), _CHANGE),
}
# What clears a signal without a verdict.
MENDS: Mapping[SignalCode, str] = {
    SignalCode.NO_MEASUREMENT: "add_measurement",
    SignalCode.CAPTAIN_VACANT: "name_captain",
    SignalCode.STEP_OVERDUE: "update_next_step",
    SignalCode.LIVE_SLIPPED: "give_go_live",
}


@dataclass(frozen=True, kw_only=True)
class KpiFacts:
    """One objective's KPI; `share` is the last value's share of the target gain.

    `measuring_since` is the baseline's or the start's day, from which the first is awaited;
    `course` the key of its sentence, `now` and `needed` the pace in the KPI's unit a month.
    """

    id: object
    cadence_days: int
    measuring_since: date
    target_date: date
    last_measured_on: date | None = None
    share: float | None = None
    elapsed_share: float = 0.0
    course: Course | None = None
    pace_signal: PaceSignal | None = None
    now: float | None = None
    needed: float | None = None

    @property
    def health(self) -> Health:
        """The health that its sentence stands under."""
        return Health.UNKNOWN if self.course is None else COURSE_HEALTH[self.course]


@dataclass(frozen=True, kw_only=True)
class Warned:
    """Going on is not worth what it still costs, or was not and is not well above it yet.

    Whole euros; `moved` is how often the date was moved.
    """

    code: SignalCode
    since: date
    gain: int
    cost: int
    until: date
    kept_share: float
    moved: int


@dataclass(frozen=True, kw_only=True)
class Crossed:
    """What must not get worse has: since when, the last value and its limit, in `unit`."""

    since: date
    now: float
    limit: float
    unit: str


@dataclass(frozen=True, kw_only=True)
class SignalFacts:
    """What the rules read of one initiative; amounts in euros, shares from 0 to 1.

    `unfinished_since` is from when an adopted one lacks what was due; `alarm` the part of the
    budget that `used_share`, spent and ordered, has reached.
    """

    state: State
    closed_months: frozenset[int] = frozenset()
    kpis: tuple[KpiFacts, ...] = ()
    captain_vacant_since: date | None = None
    unfinished_since: date | None = None
    restart_on: date | None = None
    criterion_met_since: date | None = None
    over_budget_since: date | None = None
    over_budget_by: float = 0.0
    live_promised_on: date | None = None
    live_expected_on: date | None = None
    is_live: bool = True
    going_on: Warned | None = None
    next_step_due: date | None = None
    last_review_on: date | None = None
    spent: float = 0.0
    budget: float = 0.0
    alarm: SignalCode | None = None
    alarm_since: date | None = None
    used_share: float = 0.0
    guard: Crossed | None = None
    run_loss_since: date | None = None
    run_cost: float = 0.0
    run_value: float = 0.0
    jumped_on: date | None = None
    jumped_to: float = 0.0
    last_expense_on: date | None = None
    reviews_without_decision: int = 0
    adoption: float | None = None
    live_since: date | None = None


@dataclass(frozen=True, kw_only=True)
class Signal:
    """One line: since when, on what evidence, and which verdicts would clear it."""

    code: SignalCode
    since: date
    evidence: Mapping[str, Any]

    @property
    def hard(self) -> bool:
        """Whether one is enough to be stalled."""
        return self.code in HARD

    @property
    def offers(self) -> tuple[Verdict, ...]:
        """The verdicts that would clear it."""
        return OFFERS[self.code]

    @property
    def mend(self) -> str | None:
        """What would clear it without a verdict."""
        return MENDS.get(self.code)


def signals(*, facts: SignalFacts, today: date) -> tuple[Signal, ...]:
    """Return the signals, hard ones first, of what goes on, and of running once completed."""
    if facts.state is State.PAUSED:
        return (*_pause_over(facts, today), *_going_on(facts))
    if facts.state is State.COMPLETED:
        return (*_run_loss(facts), *_jump(facts))
    if facts.state is not State.ACTIVE:
        return ()
    found = [*_hard(facts, today), *_soft(facts, today), *_notices(facts)]
    for kpi in facts.kpis:
        found += _kpi_signals(kpi=kpi, facts=facts, today=today)
    return tuple(sorted(found, key=lambda signal: list(SignalCode).index(signal.code)))


def health(*, facts: SignalFacts, found: Sequence[Signal]) -> Health:
    """Return the worst of what signals and sentences say.

    Stalled by one hard signal or two different soft ones, drifting by one soft; else the health of
    the worst objective that has values enough, unknown where none has.
    """
    beside = APART | NOTICES
    soft = {signal.code for signal in found if not signal.hard and signal.code not in beside}
    if any(signal.hard for signal in found) or len(soft) >= 2:
        return Health.STALLED
    said = [kpi.health for kpi in facts.kpis]
    return min(
        [*said, *([Health.DRIFTING] if soft else [])], key=WORST_FIRST.index, default=Health.UNKNOWN
    )


def worst(kpis: Sequence[KpiFacts]) -> KpiFacts | None:
    """Return the KPI whose sentence stands for all: the worst, the first of equals."""
    return min(kpis, key=lambda kpi: WORST_FIRST.index(kpi.health), default=None)


def _signal(code: SignalCode, since: date, **evidence: object) -> Signal:
    """Return one signal."""
    return Signal(code=code, since=since, evidence=evidence)


def _pause_over(facts: SignalFacts, today: date) -> Iterator[Signal]:
    """The restart date of a pause has come: it is to be decided."""
    if facts.restart_on is not None and today >= facts.restart_on:
        yield _signal(SignalCode.PAUSE_OVER, facts.restart_on, restart_on=facts.restart_on)


def _hard(facts: SignalFacts, today: date) -> Iterator[Signal]:
    """The hard rules that look at the initiative as a whole."""
    vacant = facts.captain_vacant_since
    if vacant is not None and vacant <= today:
        yield _signal(SignalCode.CAPTAIN_VACANT, vacant)
    late = facts.unfinished_since
    if late is not None and late <= today:
        yield _signal(SignalCode.UNFINISHED, late)
    met = facts.criterion_met_since
    if met is not None and met <= today:
        yield _signal(SignalCode.CRITERION_MET, met)
    over = facts.over_budget_since
    if over is not None:
        yield _signal(SignalCode.OVER_BUDGET, over, sum=facts.over_budget_by)
    yield from _going_on(facts)
    guard = facts.guard
    if guard is not None:
        told = {"now": guard.now, "needed": guard.limit, "unit": guard.unit}
        yield _signal(SignalCode.GUARD_CROSSED, guard.since, **told)


def _going_on(facts: SignalFacts) -> Iterator[Signal]:
    """Going on is not worth what it still costs: a pause does not clear that."""
    warned = facts.going_on
    if warned is not None:
        told = {"gain": warned.gain, "cost": warned.cost, "kept_share": warned.kept_share}
        yield _signal(warned.code, warned.since, until=warned.until, moved=warned.moved, **told)


def _slipped(facts: SignalFacts, today: date) -> Iterator[Signal]:
    """Go-live is more than thirty days later than it was promised."""
    promised = facts.live_promised_on
    if facts.is_live or promised is None:
        return
    awaited = max(today, facts.live_expected_on or today)
    if awaited > promised + LIVE_SLIPS:
        yield _signal(SignalCode.LIVE_SLIPPED, min(today, promised + LIVE_SLIPS), due=promised)


def _soft(facts: SignalFacts, today: date) -> Iterator[Signal]:
    """The soft rules that look at the initiative as a whole."""
    yield from _slipped(facts, today)
    due = facts.next_step_due
    if due is not None and today > due + OVERDUE_STEP:
        yield _signal(SignalCode.STEP_OVERDUE, due + OVERDUE_STEP, due=due)
    if facts.reviews_without_decision >= SILENT_REVIEWS:
        since = facts.last_review_on or today
        yield _signal(SignalCode.NO_DECISION, since, reviews=facts.reviews_without_decision)
    told = [kpi.share for kpi in facts.kpis if kpi.share is not None]
    least = min(told, default=None)
    spent_share = facts.spent / facts.budget if facts.budget > 0 else 0.0
    if spent_share >= SPEND_SHARE and least is not None and least < SPEND_GAIN:
        since = facts.last_expense_on or today
        yield _signal(
            SignalCode.SPEND_AHEAD_OF_GAIN, since, spent_share=spent_share, gain_share=least
        )
    live = facts.live_since
    if live is not None and facts.adoption is not None:
        from_day = live + ADOPTION_AFTER
        if today > from_day and facts.adoption < ADOPTION_BELOW:
            yield _signal(SignalCode.LOW_ADOPTION, from_day, adoption=facts.adoption)


def alarm_of(share: float) -> tuple[float, SignalCode] | None:
    """Return the part of the budget that is reached, and what it raises; None below half of it.

    Past the budget `over_budget` speaks instead.
    """
    if share > 1:
        return None
    return next((one for one in ALARMS if share >= one[0]), None)


def _run_loss(facts: SignalFacts) -> Iterator[Signal]:
    """What was completed costs more a year than it brings."""
    if facts.run_loss_since is not None:
        told = {"gain": facts.run_value, "cost": facts.run_cost}
        yield _signal(SignalCode.RUN_LOSS, facts.run_loss_since, **told)


def _jump(facts: SignalFacts) -> Iterator[Signal]:
    """Metered use has jumped this month."""
    if facts.jumped_on is not None:
        yield _signal(SignalCode.METERED_JUMP, facts.jumped_on, sum=facts.jumped_to)


def _notices(facts: SignalFacts) -> Iterator[Signal]:
    """Metered use that jumped, and the part of the budget that is reached."""
    yield from _jump(facts)
    if facts.alarm is not None and facts.alarm_since is not None:
        yield _signal(facts.alarm, facts.alarm_since, spent_share=facts.used_share)


def _kpi_signals(*, kpi: KpiFacts, facts: SignalFacts, today: date) -> Iterator[Signal]:
    """The rules that look at one KPI."""
    awaited_from = kpi.last_measured_on or kpi.measuring_since
    held = ceil(CADENCES_WITHOUT_MEASURE * kpi.cadence_days)
    limit = open_until(day=awaited_from, days=held, closed=facts.closed_months)
    if today > limit and facts.is_live:
        yield _signal(
            SignalCode.NO_MEASUREMENT, limit, kpi=kpi.id, last_measured_on=kpi.last_measured_on
        )
    if today > kpi.target_date:
        yield _signal(
            SignalCode.DEADLINE_PASSED, kpi.target_date, kpi=kpi.id, target_date=kpi.target_date
        )
    if kpi.pace_signal is not None:
        is_lost = kpi.pace_signal is PaceSignal.LOST
        yield _signal(
            SignalCode.PACE_LOST if is_lost else SignalCode.PACE_BEHIND,
            awaited_from,
            kpi=kpi.id,
            now=kpi.now,
            needed=kpi.needed,
        )
