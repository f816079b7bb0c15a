"""What stands stored of an initiative: made from its record, true until the day it may change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from msgspec import Struct

from governance.law.choices import DpiaSettlement
from governance.law.rules.evidence import DUE
from governance.law.selectors import TriageFacts, law_of, law_versions
from portfolio.forecast.choices import Counting, Promise, ValueState
from portfolio.forecast.rules.year_end import Prospect
from portfolio.forecast.selectors import ObjectiveStanding, gained
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.likeness.models import Likeness, likeness_of
from portfolio.likeness.rules import wording
from portfolio.money.rules import ZERO
from portfolio.objectives.choices import Benefit
from portfolio.objectives.rules import is_lapsed
from portfolio.standing.models import SignalEvent, StandingDetail, StoredStanding
from portfolio.standing.rules import ADOPTION_BELOW
from portfolio.standing.selectors.cards import aside, card
from portfolio.standing.selectors.details import detail
from portfolio.standing.selectors.facts import verdict_facts
from portfolio.standing.selectors.going_on import days_cost, days_used, running_so_far
from portfolio.standing.selectors.memory import remembered
from portfolio.standing.selectors.pending import pending_of
from portfolio.standing.selectors.prospects import prospect_of
from portfolio.standing.selectors.records import Record
from portfolio.standing.selectors.standing import InitiativeStanding, forecasts_of, standing
from tenants.amounts import exact
from tenants.shapes import encode

# Raised with every change of what is stored: rows of another format are recomputed when read.
FORMAT = 27
MONTHS = 12
NO_DAY = date(9999, 12, 31)
DAY = timedelta(days=1)
GOING = frozenset({State.ACTIVE, State.PAUSED})


@cache
def shape() -> str:
    """The format of what this code stores, and the law it was read under."""
    return f"{FORMAT} {law_versions()[-1]}"


class SoFarThisYear(Struct, frozen=True, kw_only=True):
    """Euros of a fiscal year until today; `measured` is without what is `confirmed`."""

    spent: Decimal
    confirmed: Decimal
    measured: Decimal


class Sums(Struct, frozen=True, kw_only=True):
    """What the company's rollup adds up of one initiative, exactly, and what it observes of it.

    `promise` is what became of its first promise, once it is closed.
    `spent`, `gained` and `confirmed` are cumulated euros at the end of the last twelve months,
    this one last, `_before` what they were before them; `days` and `running` are the euros that
    internal days and running cost so far, `days_used` how many days those are. `prospect` is what
    is ahead of it, `counting` whether its gain counts in that. `is_adopted`: at least three in ten
    of the people concerned used it when that was last told; None where it never was.
    """

    gain: dict[ValueState, Decimal]
    spent: tuple[Decimal, ...]
    spent_before: Decimal
    gained: tuple[Decimal, ...]
    gained_before: Decimal
    confirmed: tuple[Decimal, ...]
    confirmed_before: Decimal
    prospect: Prospect
    counting: Counting
    days: Decimal
    days_used: Decimal
    running: Decimal
    promise: Promise | None
    has_target: bool
    has_baseline: bool
    has_criterion: bool
    runs_on: bool
    is_adopted: bool | None
    has_triage: bool
    is_dpia_due: bool
    is_dpia_settled: bool
    is_council_due: bool
    is_council_settled: bool
    is_notice_due: bool
    is_notice_placed: bool
    is_staff_due: bool
    is_staff_told: bool
    has_full_cost: bool
    frees_time: bool
    has_destination: bool

    def since(self, day: date, *, today: date) -> "SoFarThisYear":
        """What was spent and gained from that first day of a month on, one of the last twelve."""
        begun = last_months(today).index(day)

        def since(cumulated: tuple[Decimal, ...], before: Decimal) -> Decimal:
            return cumulated[-1] - (cumulated[begun - 1] if begun else before)

        confirmed = since(self.confirmed, self.confirmed_before)
        return SoFarThisYear(
            spent=since(self.spent, self.spent_before),
            confirmed=confirmed,
            measured=since(self.gained, self.gained_before) - confirmed,
        )


def is_engaged(row: Initiative) -> bool:
    """Whether the dashboard counts its money: active, paused, completed, or stopped once begun."""
    if row.state == State.STOPPED:
        return row.started_on is not None
    return row.state in (*GOING, State.COMPLETED)


def is_closed(row: Initiative) -> bool:
    """Whether it began and is over: what became of its promise counts."""
    return row.started_on is not None and row.state in (State.COMPLETED, State.STOPPED)


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What is to be stored of one initiative, not written yet."""

    main: StoredStanding
    more: StandingDetail
    reads: Likeness
    events: list[SignalEvent]


def stored(record: Record, *, today: date) -> Stored:
    """What is to be stored of one initiative as of that day; no query."""
    row, forecasts = record.initiative, forecasts_of(record)
    stands = standing(record=record, today=today, forecasts=forecasts)
    shown = card(stands, today=today)
    awaited = (*GOING, State.COMPLETED)
    pending = pending_of(stands) if row.state in awaited else None
    measured = [m.on for rows in record.measurements.values() for m in rows]
    summed = sums(stands, today=today) if is_engaged(row) else None
    main = StoredStanding(
        initiative_id=row.id,
        as_of=today,
        true_until=true_until(stands, today=today),
        shape=shape(),
        state=row.state,
        is_engaged=is_engaged(row),
        health=stands.health,
        legal_class="" if shown.triage_class is None else shown.triage_class,
        measured_on=max(measured, default=None),
        budget=shown.money.budget,
        spent=shown.money.spent,
        committed=shown.money.committed,
        to_spend=shown.money.to_spend,
        card=text(shown),
    )
    more = StandingDetail(
        initiative_id=row.id,
        detail=text(detail(stands, today=today)),
        facts=text(verdict_facts(record=record, today=today)),
        aside=text(aside(stands)),
        forecasts=text(forecasts),
        sums=text(summed),
        pending=text(pending),
    )
    reads = likeness_of(initiative_id=row.id, reads=wording(title=row.title, summary=row.summary))
    return Stored(
        main=main, more=more, reads=reads, events=remembered(record, stands.signals, today=today)
    )


def text(value: object) -> str:
    """The value as JSON."""
    return encode(value).decode()


def true_until(stands: InitiativeStanding, *, today: date) -> date:
    """The first later day on which something that is stored may be different without a write."""
    if stands.record.initiative.state in GOING:
        return today + DAY
    return min((day for day in _turns(stands, today) if day > today), default=NO_DAY)


def _turns(stands: InitiativeStanding, today: date) -> Iterator[date]:
    """The days on which what is stored of something that does not go on turns."""
    record = stands.record
    row, next_month = record.initiative, following(today)
    for mandate in record.mandates:
        yield from (mandate.starts, mandate.ends + DAY)
    if row.next_step_on:
        yield row.next_step_on + DAY
    for criterion in record.criteria:
        if criterion.by_date:
            yield from (criterion.by_date, criterion.by_date + DAY)
    if record.triage is not None:
        its_law = law_of(record.triage.law_version)
        yield from its_law.outcomes[record.triage.triage_class].applies_from.values()
        if record.triage.consultation is not None:
            yield record.triage.consultation.silent_on + DAY
    target_on = stands.main.objective.target_on if stands.main else None
    if stands.going_on is not None and target_on is not None:
        yield today + DAY
    if any(_still_gains(stands, today)):
        yield today + DAY
    if is_engaged(row):
        yield next_month
        if _still_costs(stands, today):
            yield today + DAY


def _still_gains(stands: InitiativeStanding, today: date) -> Iterator[bool]:
    """Whether the last measurement of each objective still counts for tomorrow."""
    row = stands.record.initiative
    for one in stands.objectives:
        has_value = one.value_at_target is not None or row.value_likely is not None
        if one.measurements and has_value:
            yield not is_lapsed(
                measured_on=one.measurements[-1].on,
                today=today,
                cadence_days=one.objective.cadence_days,
                closed=one.closed,
            )


def _still_costs(stands: InitiativeStanding, today: date) -> bool:
    """Whether running it costs more tomorrow than today."""
    record = stands.record
    return running_so_far(record, today=today + DAY) != running_so_far(record, today=today)


def sums(stands: InitiativeStanding, *, today: date) -> Sums:
    """What the rollup adds up of this initiative."""
    record = stands.record
    row, triage = record.initiative, record.triage
    paid = [(e.on, e.amount) for e in record.expenses if not e.is_commitment]
    months = last_months(today)
    prospect, counting = prospect_of(stands, today=today)
    used = record.adopted_share
    return Sums(
        gain=dict(stands.gain),
        spent=tuple(
            sum((euros for on, euros in paid if on < following(month)), ZERO) for month in months
        ),
        spent_before=sum((euros for on, euros in paid if on < months[0]), ZERO),
        gained=tuple(_gained(stands, until=min(today, following(month))) for month in months),
        gained_before=_gained(stands, until=months[0]),
        confirmed=tuple(
            _gained(stands, until=min(today, following(month)), confirmed_only=True)
            for month in months
        ),
        confirmed_before=_gained(stands, until=months[0], confirmed_only=True),
        prospect=prospect,
        counting=counting,
        days=days_cost(record, today=today),
        days_used=exact(days_used(record, today=today)),
        running=running_so_far(record, today=today),
        promise=None if stands.promise is None or not is_closed(row) else stands.promise.state,
        has_target=any(one.target is not None for one in record.objectives),
        has_baseline=any(one.baseline is not None for one in record.objectives),
        has_criterion=bool(record.criteria),
        runs_on=row.runs_on_id is not None,
        is_adopted=None if used is None else used >= ADOPTION_BELOW,
        has_triage=triage is not None,
        is_dpia_due=triage is not None and triage.dpia in DUE,
        is_dpia_settled=triage is not None and triage.dpia_settled != DpiaSettlement.OPEN,
        is_council_due=triage is not None and bool(triage.council),
        is_council_settled=triage is not None and _is_council_settled(triage),
        is_notice_due=triage is not None and NOTICE_PLACE in triage.needs,
        is_notice_placed=triage is not None and bool(triage.evidence.get(NOTICE_PLACE)),
        is_staff_due=triage is not None and STAFF_TOLD in triage.optional,
        is_staff_told=triage is not None and bool(triage.evidence.get(STAFF_TOLD)),
        has_full_cost=_has_full_cost(record),
        frees_time=any(one.benefit == Benefit.TIME for one in record.objectives),
        has_destination=all(
            bool(one.destination) for one in record.objectives if one.benefit == Benefit.TIME
        ),
    )


# What the law's file calls the place of a notice, the day on which the team was told.
NOTICE_PLACE, STAFF_TOLD, COUNCIL_OPEN = "notice_place", "staff_told_on", "cse_open"


def _is_council_settled(triage: TriageFacts) -> bool:
    """Whether the works council's line is answered: by a reference, or by a consultation."""
    return COUNCIL_OPEN not in triage.trial_blockers


def _has_full_cost(record: Record) -> bool:
    """Whether money, internal days and what it costs to run are told."""
    row = record.initiative
    days = row.days_likely is not None or bool(record.worked)
    running = (row.run_licences, row.run_maintenance, row.run_metered)
    is_running_told = row.monthly_running > 0 or any(one is not None for one in running)
    return row.budget is not None and days and is_running_told


def _gained(stands: InitiativeStanding, *, until: date, confirmed_only: bool = False) -> Decimal:
    record = stands.record
    every = (
        gained(
            one=one,
            started_on=record.gains_from,
            until=min(until, _counts_until(one, record) or until),
            confirmed_only=confirmed_only,
        )
        for one in stands.objectives
    )
    return sum(every, Decimal(0))


def _counts_until(one: ObjectiveStanding, record: Record) -> date | None:
    """The day its gain was withdrawn, unless something was measured after it."""
    gone = record.initiative.gain_withdrawn_on
    is_back = gone is not None and one.latest is not None and one.latest.on > gone
    return None if is_back else gone


def last_months(today: date) -> list[date]:
    """The first days of the last twelve months, this one last."""
    return [_month_back(today, back) for back in range(MONTHS - 1, -1, -1)]


def following(day: date) -> date:
    """The first day of the next month."""
    return _month_back(day, -1)


def _month_back(day: date, back: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return date(year, month + 1, 1)
