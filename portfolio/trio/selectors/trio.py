"""The three names of one day: who is compared, what there is, and what the rule makes of it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

import msgspec
from django.core import signing
from msgspec import Struct

from portfolio.estimates.rules import DEFAULT_WIDENING
from portfolio.life.choices import State
from portfolio.standing.selectors.cards import Card
from portfolio.standing.selectors.company import TRUE
from portfolio.standing.selectors.reading import NotTrue, Rolled, rolled_of
from portfolio.standing.selectors.stored import shape
from portfolio.trio.rules import (
    MOST_CANDIDATES,
    Candidate,
    Left,
    Limits,
    TrioAdvice,
    WhyNot,
    advice,
    most_promising,
)
from portfolio.trio.selectors.candidates import (
    Compared,
    Known,
    Other,
    Why,
    barred_of,
    candidate_of,
    known_of_company,
    line_of,
)
from tenants.connections import connection

YEAR = 365
READ = 24
SALT = "trio"


class CountedWith(Struct, frozen=True, kw_only=True):
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
    counted: CountedWith
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
       WHERE (i.id IN (SELECT id FROM shown) OR i.state = 'paused')
       AND NOT coalesce({TRUE}, false)),
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
    known = known_of_company()
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
    barred = {card.id: other for card in cards if (other := barred_of(card, trials, known))}
    open_to = {card.id: candidate_of(card) for card in cards if card.id not in barred}
    candidates = [one for one in open_to.values() if one is not None]
    compared = _bounded(candidates, cards)
    held = sum(card.state is State.ACTIVE and card.id not in open_to for card in cards)
    counted = _counted(known, rolled, ordered=ordered, held=held, today=today)
    found = advice(
        compared,
        limits=Limits(budget=counted.free, days=counted.days, places=counted.places),
        seed=today.isoformat(),
    )
    lines = {card.id: line_of(card, found) for card in cards}
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


def _counted(
    known: Known | None, rolled: Rolled, *, ordered: float, held: int, today: date
) -> CountedWith:
    """What there is for the twelve months to come."""
    told = known.profile if known is not None else None
    budget = told.budget_year if told and "budget_year" not in told.assumed else None
    declared = told.days_month if told and "days_month" not in told.assumed else None
    capacity = rolled.overview.load.capacity
    month = declared if capacity is None else capacity
    return CountedWith(
        until=today + timedelta(days=YEAR),
        places=max(0, rolled.overview.cap - held),
        budget=budget,
        ordered=ordered,
        free=None if budget is None else max(0.0, budget - ordered),
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
