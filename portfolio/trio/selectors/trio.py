"""The three names of one day: who is compared, what there is, and what the rule makes of it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from portfolio.estimates.rules import DEFAULT_WIDENING
from portfolio.life.choices import State
from portfolio.standing.selectors.cards import Card
from portfolio.trio.rules.advice import TrioAdvice, advice, tenths
from portfolio.trio.rules.drawing import MOST_CANDIDATES, Candidate, Limits, most_promising
from portfolio.trio.rules.reasons import Left, WhyNot
from portfolio.trio.selectors.candidates import (
    Compared,
    Known,
    Opened,
    Other,
    Why,
    barred_of,
    candidate_of,
    claims_of,
    line_of,
    opened_of,
)

YEAR = 365
READ = 24
# Each candidate has draws of its own by its id, so that one seed serves every company and day.
SEED = "1"


class CountedWith(Struct, frozen=True, kw_only=True):
    """With what was counted until `until`, None where it is not known.

    `budget` is a year's, `ordered` what cannot be cancelled any more; `free` is what is left.
    `places` are those that may be given: not those that are kept whatever is advised.
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
    their net value, `expected` its mean, in whole euros. The tenths of names and others and
    `empty_tenths` (the best set leaves the first place empty, the second, the third) sum to ten
    times the places. `more` ideas were not compared. `digest` is of all that the names rest on.
    """

    names: tuple[Compared, ...]
    others: tuple[Other, ...]
    counted: CountedWith
    cost: float
    work: float
    changes: int
    expected: int
    worst: int
    wins_tenths: int
    pays_tenths: int
    empty_tenths: tuple[int, ...]
    draws: int
    more: int
    seed: str
    digest: str
    computed_at: datetime


class TrioFacts(Struct, frozen=True, kw_only=True):
    """All that the names rest on; `digest` is of it. Euros and person-days.

    `ideas` is how many there are in the pool, `ordered` what cannot be cancelled any more.
    """

    cards: list[Card]
    trials: dict[UUID, date]
    ideas: int
    ordered: float
    cap: int
    days_per_month: float | None
    digest: str


def trio_answer(facts: TrioFacts, known: Known | None, *, now: datetime, today: date) -> TrioAnswer:
    """The three names of that day; no query."""
    cards = facts.cards
    barred = {one.id: told for one in cards if (told := barred_of(one, facts.trials, known))}
    kept = [one for one in cards if one.id in barred and barred[one.id].keeps_place]
    opened = {one.id: opened_of(one, known) for one in cards if one.id not in barred}
    for one in opened.values():
        if one.card.state is not State.ACTIVE and (beside := _beside(one, kept)) is not None:
            barred[one.card.id] = beside
    candidates = [
        drawn
        for key, one in opened.items()
        if key not in barred and (drawn := candidate_of(one)) is not None
    ]
    compared = _bounded(candidates, cards)
    counted = _counted(facts, known, kept=len(kept), today=today)
    found = advice(
        compared,
        limits=Limits(budget=counted.free, days=counted.days, places=counted.places),
        seed=SEED,
    )
    often = tenths([*found.chances.values(), *found.empty])
    chances = dict(zip(found.chances, often, strict=False))
    lines = {key: line_of(one, tenths=chances.get(key)) for key, one in opened.items()}
    names = tuple(lines[one] for one in found.names)
    late = [one.id for one in candidates if one not in compared]
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
        changes=sum(not one.is_active for one in names),
        expected=round(found.expected),
        worst=round(found.worst),
        wins_tenths=round(found.wins * 10),
        pays_tenths=round(found.pays * 10),
        empty_tenths=tuple(often[len(found.chances) :]),
        draws=found.draws,
        more=max(0, facts.ideas - READ),
        seed=SEED,
        digest=facts.digest,
        computed_at=now,
    )


def _beside(one: Opened, kept: Iterable[Card]) -> Other | None:
    """Why an idea does not go with one that keeps its slot: its captain, or its use, is taken."""
    own = claims_of(one.card)
    rival = next((other for other in kept if own & claims_of(other)), None)
    if rival is None:
        return None
    why = _shared(own & claims_of(rival))
    return Other(one=line_of(one), why=why, instead=rival.id)


def _bounded(candidates: list[Candidate], cards: Iterable[Card]) -> list[Candidate]:
    """What holds a slot is always compared; of the ideas, as many as there is room for."""
    active = {card.id for card in cards if card.state is State.ACTIVE}
    held = [one for one in candidates if one.id in active]
    ideas = [one for one in candidates if one.id not in active]
    room = MOST_CANDIDATES - len(held)
    kept = most_promising(ideas, widening=DEFAULT_WIDENING, most=room)
    return [*held, *kept]


def _counted(facts: TrioFacts, known: Known | None, *, kept: int, today: date) -> CountedWith:
    """What there is for the twelve months to come."""
    told = known.profile if known is not None else None
    budget = told.budget_year if told and "budget_year" not in told.assumed else None
    declared = told.days_month if told and "days_month" not in told.assumed else None
    month = declared if facts.days_per_month is None else facts.days_per_month
    return CountedWith(
        until=today + timedelta(days=YEAR),
        places=max(0, facts.cap - kept),
        budget=budget,
        ordered=facts.ordered,
        free=None if budget is None else max(0.0, budget - facts.ordered),
        days_per_month=month,
        days=None if month is None else month * 12,
    )


def _others(
    found: TrioAdvice, lines: Mapping[UUID, Compared], compared: Mapping[UUID, Candidate]
) -> list[Other]:
    told, next_seen = [], False
    for left in found.left:
        is_next = left.why is WhyNot.CAP and not next_seen
        next_seen = next_seen or is_next
        one = lines[left.id]
        why = _why(left, compared, one)
        told.append(Other(one=one, why=why, instead=left.instead, is_next=is_next))
    return told


def _why(left: Left, compared: Mapping[UUID, Candidate], one: Compared) -> Why:
    """The rule's reason: what two claim by its name, what is lacking as the diagnostic says it."""
    if left.why is WhyNot.CLAIM and left.instead is not None:
        return _shared(compared[left.id].claims & compared[left.instead].claims)
    if left.why is WhyNot.READINESS and one.lacks is not None:
        return one.lacks
    return Why(left.why.value)


def _shared(claims: frozenset[str]) -> Why:
    """What two of them cannot both have: one use before a captain's time."""
    return Why.DUPLICATE if any(one.startswith("use ") for one in claims) else Why.CAPTAIN
