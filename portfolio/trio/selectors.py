"""The three names of one day: who may be compared, what there is, and what the rule makes of it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import msgspec
from django.core import signing
from msgspec import Struct

from assessments.answers.models import Assessment
from assessments.answers.selectors import completed_assessments
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Profile, profile_of
from assessments.skills.rules import LEAST, declared_columns, skills_needed
from assessments.uses.rules import gaps_of
from assessments.voices.selectors.voices import answers_of
from governance.law.rules.laws import TriageClass
from portfolio.estimates.rules import Range, expected_value
from portfolio.life.choices import State
from portfolio.standing.choices import Health
from portfolio.standing.selectors.cards import Card, Person, Triple
from portfolio.standing.selectors.company import TRUE
from portfolio.standing.selectors.reading import NotTrue, Rolled, rolled_of
from portfolio.standing.selectors.stored import shape
from portfolio.trio.rules import (
    DEFAULT_WIDENING,
    MOST_CANDIDATES,
    Advice,
    Candidate,
    Left,
    Limits,
    WhyNot,
    advice,
    most_promising,
)
from tenants.connections import connection

READ = 24
MONTHS, YEAR = 24, 365
DATA = "DON"
LEAST_FIGURE = 0.01
LEGAL_LINES = frozenset({"evidence", "dpia", "works_council"})
SALT = "trio"


class Why(StrEnum):
    """Why one is not among the names."""

    CAP = "cap"
    CAPTAIN = "captain"
    DUPLICATE = "duplicate"
    BUDGET = "budget"
    DAYS = "days"
    GAIN = "gain"
    RISK = "risk"
    LAW = "law"
    DATA = "data"
    PREREQUISITE = "prerequisite"
    SKILL = "skill"
    TRIAL = "trial"
    UNESTIMATED = "unestimated"
    BEYOND = "beyond"


class Compared(Struct, frozen=True, kw_only=True):
    """One initiative as it is compared: euros over 24 months, euros and days still to spend.

    `gain` is weighted by its chance. `is_active` holds a slot: its figures are what is left.
    """

    id: UUID
    title: str
    is_active: bool
    health: Health
    captain: Person | None
    gain: Triple | None
    cost: float | None
    days: float | None
    tenths: int | None


class Other(Struct, frozen=True, kw_only=True):
    """One that is not named and why; `instead` is the named one it collides with or follows.

    `missing` are legal lines of the readiness list; `until` is when its trial answers; `is_next`
    takes the next open slot.
    """

    one: Compared
    why: Why
    instead: UUID | None = None
    missing: tuple[str, ...] = ()
    until: date | None = None
    is_next: bool = False


class Counted(Struct, frozen=True, kw_only=True):
    """With what was counted until `until`, None where it is not known.

    `budget` is a year's, `ordered` what cannot be cancelled any more; `free` is what is left.
    """

    until: date
    places: int
    budget: float | None
    ordered: float
    free: float | None
    days_per_month: float | None
    days: float | None


class TrioAnswer(Struct, frozen=True, kw_only=True):
    """The names, why not the others, and with what was counted; shares are tenths of the draws.

    `cost` and `work` are what the names take together; `worst` is the mean of the worst tenth of
    their net value, `expected` its mean, in whole euros. `more` ideas were not compared.
    """

    names: tuple[Compared, ...]
    others: tuple[Other, ...]
    counted: Counted
    cost: float
    work: float
    changes: int
    expected: int
    worst: int
    wins_tenths: int
    pays_tenths: int
    draws: int
    more: int


class TrioPage(Struct, frozen=True, kw_only=True):
    """The answer, what the frame shows besides, and its signed names."""

    answer: TrioAnswer
    rolled: Rolled
    token: str


CANDIDATES = f"""
WITH ideas AS (
    SELECT id, row_number() OVER (ORDER BY
        value_likely * 2 * success_chance - cost_likely DESC NULLS LAST, id) AS no
    FROM portfolio_initiative WHERE state = 'backlog'
    ORDER BY no LIMIT {READ}
), shown AS (
    SELECT id, 0 AS no FROM portfolio_initiative WHERE state = 'active'
    UNION ALL SELECT id, no FROM ideas
)
SELECT
 ARRAY(SELECT i.id FROM portfolio_initiative i
       LEFT JOIN portfolio_storedstanding s ON s.initiative_id = i.id
       WHERE (i.id IN (SELECT id FROM shown) OR i.state = 'paused') AND NOT coalesce({TRUE}, false)),
 (SELECT string_agg(s.card, ',' ORDER BY w.no, i.slot, w.id)
  FROM shown w JOIN portfolio_storedstanding s ON s.initiative_id = w.id
  JOIN portfolio_initiative i ON i.id = w.id),
 (SELECT count(*) FROM portfolio_initiative WHERE state = 'backlog'),
 (SELECT coalesce(sum(committed), 0) FROM portfolio_storedstanding
  WHERE is_engaged AND state IN ('active', 'paused')),
 (SELECT coalesce(json_object_agg(initiative_id, ends), '{{}}') FROM portfolio_trial
  WHERE conclusive IS NULL)::text,
 s.page, s.letters, s.badge
FROM (SELECT 1) one LEFT JOIN portfolio_rollup s ON s.id = 1 AND {TRUE}
"""


def trio_page(*, today: date) -> TrioPage:
    """The three names of that day, in four statements; raises NotTrue."""
    ((stale, cards, ideas, ordered, trials, *row),) = connection.prepared(
        CANDIDATES, {"today": today, "shape": shape()}
    )
    if stale or row[0] is None:
        raise NotTrue(stale)
    rolled = rolled_of(*row)
    known = _known()
    read = msgspec.json.decode(f"[{cards or ''}]", type=list[Card])
    ends = msgspec.json.decode(trials, type=dict[UUID, date])
    answer = _answer(read, ends, known, rolled, ordered=float(ordered), ideas=ideas, today=today)
    return TrioPage(answer=answer, rolled=rolled, token=_signed(answer, today=today))


def advised_of(token: str, *, today: date) -> tuple[UUID, ...]:
    """The names that a page of this company showed on that day; none for anything else."""
    try:
        schema, day, *names = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return ()
    if schema != connection.tenant.schema_name or day != today.isoformat():
        return ()
    return tuple(UUID(one) for one in names)


def _signed(answer: TrioAnswer, *, today: date) -> str:
    names = [str(one.id) for one in answer.names]
    return signing.dumps([connection.tenant.schema_name, today.isoformat(), *names], salt=SALT)


class Known(Struct, frozen=True, kw_only=True):
    """What the newest diagnostic says, where there is one."""

    assessment: Assessment
    profile: Profile
    skills: Mapping[str, int]


def _known() -> Known | None:
    """What the newest completed diagnostic says; at most three statements."""
    newest = next(iter(completed_assessments(most=1)), None)
    if newest is None or newest.result is None:
        return None
    questionnaire = catalogue.questionnaire(newest.questionnaire_version)
    answers = answers_of(newest)
    return Known(
        assessment=newest,
        profile=profile_of(questionnaire=questionnaire, answers=answers),
        skills=declared_columns(questionnaire, answers),
    )


def _answer(
    cards: list[Card],
    trials: Mapping[UUID, date],
    known: Known | None,
    rolled: Rolled,
    *,
    ordered: float,
    ideas: int,
    today: date,
) -> TrioAnswer:
    barred = {card.id: other for card in cards if (other := _barred(card, trials, known))}
    open_to = {card.id: _candidate(card) for card in cards if card.id not in barred}
    candidates = [one for one in open_to.values() if one is not None]
    compared = _bounded(candidates, cards)
    held = sum(card.state is State.ACTIVE and card.id not in open_to for card in cards)
    counted = _counted(known, rolled, ordered=ordered, held=held, today=today)
    found = advice(
        compared,
        limits=Limits(budget=counted.free, days=counted.days, places=counted.places),
        seed=today.isoformat(),
    )
    lines = {card.id: _line(card, found) for card in cards}
    names = tuple(lines[one] for one in found.names)
    late = [one.id for one in candidates if one not in compared]
    taken = {card.id for card in cards if card.state is State.ACTIVE}
    return TrioAnswer(
        names=names,
        others=(
            *_others(found, lines, {one.id: one for one in compared}),
            *barred.values(),
            *(Other(one=lines[one], why=Why.BEYOND) for one in late),
        ),
        counted=counted,
        cost=sum(one.cost or 0 for one in names),
        work=sum(one.days or 0 for one in names),
        changes=sum(one.id not in taken for one in names),
        expected=round(found.expected),
        worst=round(found.worst),
        wins_tenths=round(found.wins * 10),
        pays_tenths=round(found.pays * 10),
        draws=found.draws,
        more=max(0, ideas - READ),
    )


def _bounded(candidates: list[Candidate], cards: Iterable[Card]) -> list[Candidate]:
    """What holds a slot is always compared; of the ideas, as many as there is room for."""
    active = {card.id for card in cards if card.state is State.ACTIVE}
    held = [one for one in candidates if one.id in active]
    ideas = [one for one in candidates if one.id not in active]
    room = MOST_CANDIDATES - len(held)
    kept = most_promising(ideas, widening=DEFAULT_WIDENING, most=room)
    return [*held, *kept]


def _barred(card: Card, trials: Mapping[UUID, date], known: Known | None) -> Other | None:
    """Why this one is not compared, None where it is."""
    line = _line(card, None)
    if card.state is not State.ACTIVE:
        missing = tuple(one for one in card.unmet if one in LEGAL_LINES)
        if missing or card.triage_class is TriageClass.PROHIBITED:
            return Other(one=line, why=Why.LAW, missing=missing)
        if card.id in trials:
            return Other(one=line, why=Why.TRIAL, until=trials[card.id])
        if (lacks := _lacks(card.use_case, known)) is not None:
            return Other(one=line, why=lacks)
    return Other(one=line, why=Why.UNESTIMATED) if _candidate(card) is None else None


def _lacks(use_case: str, known: Known | None) -> Why | None:
    """What the diagnostic says is missing for a use of the catalogue."""
    if known is None or known.assessment.result is None:
        return None
    use = catalogue.use_cases_for(known.assessment.questionnaire_version).use_cases.get(use_case)
    if use is None:
        return None
    gaps = gaps_of(use, known.assessment.result)
    if gaps:
        return Why.DATA if any(gap.dimension == DATA for gap in gaps) else Why.PREREQUISITE
    able = {skill: LEAST[column] for skill, column in known.skills.items()}
    short = any(skill in able and not able[skill] for skill in skills_needed(use))
    return Why.SKILL if short else None


def _range(low: float, likely: float, high: float) -> Range:
    """The range; what is nothing is next to nothing."""
    first = max(LEAST_FIGURE, low)
    middle = max(first, likely)
    return Range(p10=first, p50=middle, p90=max(middle, high))


def _candidate(card: Card) -> Candidate | None:
    """What is compared of it, None where a figure is missing; what is spent never counts."""
    claims = {f"captain {card.captain.id}"} if card.captain else set()
    claims |= {f"use {card.use_case}"} if card.use_case else set()
    going = card.going_on
    if card.state is State.ACTIVE:
        if going is None:
            return None
        cash = float(going.cash)
        return Candidate(
            id=card.id,
            value=_range(going.gain_low, going.gain, going.gain_high),
            success_chance=1.0,
            cost=_range(cash, cash, cash),
            days=_range(going.days, going.days, going.days),
            claims=frozenset(claims),
        )
    value, cost, days = card.value, card.cost, card.days
    if value is None or cost is None or days is None:
        return None
    years = MONTHS // 12
    return Candidate(
        id=card.id,
        value=_range(value.low * years, value.likely * years, value.high * years),
        success_chance=card.success_chance,
        cost=_range(cost.low, cost.likely, cost.high),
        days=_range(days.low, days.likely, days.high),
        claims=frozenset(claims),
    )


def _line(card: Card, found: Advice | None) -> Compared:
    going = card.going_on if card.state is State.ACTIVE else None
    gain, cost, days = _gain(card), card.cost and card.cost.likely, card.days and card.days.likely
    chance = None if found is None else found.chances.get(card.id)
    return Compared(
        id=card.id,
        title=card.title,
        is_active=card.state is State.ACTIVE,
        health=card.health,
        captain=card.captain,
        gain=gain,
        cost=cost if going is None else float(going.cash),
        days=days if going is None else going.days,
        tenths=None if chance is None else round(chance * 10),
    )


def _gain(card: Card) -> Triple | None:
    going, value = card.going_on, card.value
    if card.state is State.ACTIVE:
        if going is None:
            return None
        return Triple(low=going.gain_low, likely=going.gain, high=going.gain_high)
    if value is None:
        return None
    low, likely, high = expected_value(
        low=value.low,
        likely=value.likely,
        high=value.high,
        success_chance=Decimal(str(card.success_chance)),
        months=MONTHS,
    )
    return Triple(low=round(low), likely=round(likely), high=round(high))


def _counted(
    known: Known | None, rolled: Rolled, *, ordered: float, held: int, today: date
) -> Counted:
    """What there is for the twelve months to come."""
    told = known.profile if known is not None else None
    budget = told.budget_year if told and "budget_year" not in told.assumed else None
    declared = told.days_month if told and "days_month" not in told.assumed else None
    capacity = rolled.overview.load.capacity
    month = declared if capacity is None else capacity
    return Counted(
        until=today + timedelta(days=YEAR),
        places=max(0, rolled.overview.cap - held),
        budget=budget,
        ordered=ordered,
        free=None if budget is None else max(0.0, budget - ordered),
        days_per_month=month,
        days=None if month is None else month * 12,
    )


def _others(
    found: Advice, lines: Mapping[UUID, Compared], compared: Mapping[UUID, Candidate]
) -> list[Other]:
    told, next_seen = [], False
    for left in found.left:
        is_next = left.why is WhyNot.CAP and not next_seen
        next_seen = next_seen or is_next
        told.append(
            Other(
                one=lines[left.id],
                why=_why(left, compared),
                instead=left.instead,
                is_next=is_next,
            )
        )
    return told


def _why(left: Left, compared: Mapping[UUID, Candidate]) -> Why:
    """The rule's reason; what two claim is a captain's time, or one use."""
    if left.why is not WhyNot.CLAIM or left.instead is None:
        return Why(left.why.value)
    shared = compared[left.id].claims & compared[left.instead].claims
    return Why.DUPLICATE if any(one.startswith("use ") for one in shared) else Why.CAPTAIN
