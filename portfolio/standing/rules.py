"""The signals: each names its evidence and its date, and offers what would clear it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil
from typing import Any

from portfolio.life.choices import State, Verdict
from portfolio.standing.choices import Health

CADENCES_WITHOUT_MEASURE = 1.5
OVERDUE_STEP = timedelta(days=30)
NO_PROGRESS_MOVE, NO_PROGRESS_ELAPSED, NO_PROGRESS_MONTHS = 0.10, 0.40, 3
FORECAST_BELOW, FORECAST_VALUES = 0.15, 5
SPEND_SHARE, SPEND_GAIN = 0.80, 0.50
SILENT_REVIEWS = 2
ADOPTION_BELOW, ADOPTION_AFTER = 0.30, timedelta(days=60)


class SignalCode(StrEnum):
    """The rules, hard ones first."""

    NO_MEASUREMENT = "no_measurement"
    DEADLINE_PASSED = "deadline_passed"
    CAPTAIN_VACANT = "captain_vacant"
    PAUSE_OVER = "pause_over"
    CRITERION_MET = "criterion_met"
    STEP_OVERDUE = "step_overdue"
    NO_PROGRESS = "no_progress"
    FORECAST_LOW = "forecast_low"
    SPEND_AHEAD_OF_GAIN = "spend_ahead_of_gain"
    NO_DECISION = "no_decision"
    LOW_ADOPTION = "low_adoption"


HARD = frozenset(
    {
        SignalCode.NO_MEASUREMENT,
        SignalCode.DEADLINE_PASSED,
        SignalCode.CAPTAIN_VACANT,
        SignalCode.PAUSE_OVER,
        SignalCode.CRITERION_MET,
    }
)
_CHANGE = (Verdict.ADJUST, Verdict.STOP)
OFFERS: Mapping[SignalCode, tuple[Verdict, ...]] = {
    SignalCode.NO_MEASUREMENT: (Verdict.PAUSE, Verdict.STOP),
    SignalCode.DEADLINE_PASSED: (Verdict.COMPLETE, Verdict.ADJUST, Verdict.STOP),
    SignalCode.CAPTAIN_VACANT: (Verdict.ADJUST, Verdict.PAUSE),
    SignalCode.PAUSE_OVER: (Verdict.START, Verdict.STOP),
    SignalCode.CRITERION_MET: (Verdict.STOP, Verdict.ADJUST, Verdict.CONTINUE),
    SignalCode.STEP_OVERDUE: _CHANGE,
    SignalCode.NO_PROGRESS: _CHANGE,
    SignalCode.FORECAST_LOW: _CHANGE,
    SignalCode.SPEND_AHEAD_OF_GAIN: _CHANGE,
    SignalCode.NO_DECISION: (Verdict.CONTINUE, Verdict.ADJUST, Verdict.PAUSE, Verdict.STOP),
    SignalCode.LOW_ADOPTION: _CHANGE,
}
# What clears a signal without a verdict.
MENDS: Mapping[SignalCode, str] = {
    SignalCode.NO_MEASUREMENT: "add_measurement",
    SignalCode.CAPTAIN_VACANT: "name_captain",
    SignalCode.STEP_OVERDUE: "update_next_step",
}


@dataclass(frozen=True, kw_only=True)
class KpiFacts:
    """One objective's KPI; shares are of the target gain, one a calendar month, oldest first.

    The baseline is not among them, and the last of a month stands for it.
    `measuring_since` is the baseline's or the start's day, from which the first is awaited.
    """

    id: object
    cadence_days: int
    measuring_since: date
    target_date: date
    last_measured_on: date | None = None
    gain_shares: tuple[float, ...] = ()
    elapsed_share: float = 0.0
    values_count: int = 0
    chance: float | None = None
    chance_at_last_review: float | None = None


@dataclass(frozen=True, kw_only=True)
class SignalFacts:
    """What the rules read of one initiative; amounts in euros, shares from 0 to 1."""

    state: State
    kpis: tuple[KpiFacts, ...] = ()
    captain_vacant_since: date | None = None
    restart_on: date | None = None
    criterion_met_since: date | None = None
    next_step_due: date | None = None
    last_review_on: date | None = None
    spent: float = 0.0
    budget: float = 0.0
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
    """Return the signals of an active or paused initiative, hard ones first, none otherwise."""
    if facts.state is State.PAUSED:
        return tuple(_pause_over(facts, today))
    if facts.state is not State.ACTIVE:
        return ()
    found = [*_hard(facts, today), *_soft(facts, today)]
    for kpi in facts.kpis:
        found += _kpi_signals(kpi=kpi, facts=facts, today=today)
    return tuple(sorted(found, key=lambda signal: list(SignalCode).index(signal.code)))


def health(*, facts: SignalFacts, found: Sequence[Signal]) -> Health:
    """Return stalled (one hard or two different soft), drifting (one soft), on course or unknown.

    Unknown when nothing speaks and no KPI has two values.
    """
    soft = {signal.code for signal in found if not signal.hard}
    if any(signal.hard for signal in found) or len(soft) >= 2:
        return Health.STALLED
    if soft:
        return Health.DRIFTING
    measured = any(kpi.values_count >= 2 for kpi in facts.kpis)
    return Health.ON_COURSE if measured else Health.UNKNOWN


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
    met = facts.criterion_met_since
    if met is not None and met <= today:
        yield _signal(SignalCode.CRITERION_MET, met)


def _soft(facts: SignalFacts, today: date) -> Iterator[Signal]:
    """The soft rules that look at the initiative as a whole."""
    due = facts.next_step_due
    if due is not None and today > due + OVERDUE_STEP:
        yield _signal(SignalCode.STEP_OVERDUE, due + OVERDUE_STEP, due=due)
    if facts.reviews_without_decision >= SILENT_REVIEWS:
        since = facts.last_review_on or today
        yield _signal(SignalCode.NO_DECISION, since, reviews=facts.reviews_without_decision)
    best = max((kpi.gain_shares[-1] for kpi in facts.kpis if kpi.gain_shares), default=None)
    spent_share = facts.spent / facts.budget if facts.budget > 0 else 0.0
    if spent_share >= SPEND_SHARE and best is not None and best < SPEND_GAIN:
        since = facts.last_expense_on or today
        yield _signal(
            SignalCode.SPEND_AHEAD_OF_GAIN, since, spent_share=spent_share, gain_share=best
        )
    live = facts.live_since
    if live is not None and facts.adoption is not None:
        from_day = live + ADOPTION_AFTER
        if today > from_day and facts.adoption < ADOPTION_BELOW:
            yield _signal(SignalCode.LOW_ADOPTION, from_day, adoption=facts.adoption)


def _kpi_signals(*, kpi: KpiFacts, facts: SignalFacts, today: date) -> Iterator[Signal]:
    """The rules that look at one KPI."""
    awaited_from = kpi.last_measured_on or kpi.measuring_since
    limit = awaited_from + timedelta(days=ceil(CADENCES_WITHOUT_MEASURE * kpi.cadence_days))
    if today > limit:
        yield _signal(
            SignalCode.NO_MEASUREMENT, limit, kpi=kpi.id, last_measured_on=kpi.last_measured_on
        )
    if today > kpi.target_date:
        yield _signal(
            SignalCode.DEADLINE_PASSED, kpi.target_date, kpi=kpi.id, target_date=kpi.target_date
        )
    move = recent_move(gain_shares=kpi.gain_shares)
    if (
        move is not None
        and move < NO_PROGRESS_MOVE
        and kpi.gain_shares[-1] < 1
        and kpi.elapsed_share >= NO_PROGRESS_ELAPSED
    ):
        yield _signal(
            SignalCode.NO_PROGRESS,
            awaited_from,
            kpi=kpi.id,
            move=move,
            elapsed_share=kpi.elapsed_share,
        )
    if is_forecast_low(kpi=kpi):
        yield _signal(
            SignalCode.FORECAST_LOW,
            facts.last_review_on or today,
            kpi=kpi.id,
            chance=kpi.chance,
            chance_at_last_review=kpi.chance_at_last_review,
        )


def recent_move(*, gain_shares: Sequence[float]) -> float | None:
    """Return how far the last three monthly values moved, in shares of the gain; None before."""
    if len(gain_shares) < NO_PROGRESS_MONTHS:
        return None
    return gain_shares[-1] - gain_shares[-NO_PROGRESS_MONTHS]


def is_forecast_low(*, kpi: KpiFacts) -> bool:
    """Return whether two successive reviews saw the target very unlikely, on five values or more.

    `chance_at_last_review` is the one frozen at the review before the present one.
    """
    return (
        kpi.values_count >= FORECAST_VALUES
        and kpi.chance is not None
        and kpi.chance < FORECAST_BELOW
        and kpi.chance_at_last_review is not None
        and kpi.chance_at_last_review < FORECAST_BELOW
    )
