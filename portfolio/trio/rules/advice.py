"""Which set of at most three is worth most under budget and days, and how sure that is.

Estimates are drawn as split log-normals; cost and days of one candidate go together (0.7). The
advice is the set with the best mean less a quarter of what its worst tenth lies below it, among
those that hold the limits in four draws of five; the chances tell how often each candidate is in
the set that hindsight would have chosen.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from random import Random
from uuid import UUID

from portfolio.estimates.rules import DEFAULT_WIDENING
from portfolio.trio.rules.drawing import MOST_CANDIDATES, Candidate, Drawn, Limits, draw, draws_for
from portfolio.trio.rules.reasons import Left, left_of
from portfolio.trio.rules.sets import Set, apart_of, chosen_of

TINY = 1e-9


@dataclass(frozen=True, kw_only=True)
class TrioAdvice:
    """The names, in the order given; shares are from 0 to 1, amounts are euros.

    `wins` is the share of draws in which this set is the best one, `room` that in which it holds
    the limits, `worst` the mean of its worst tenth. `chances` tell how often each is in the best
    set, `empty` how often that leaves the first place empty, the second, and so on: together they
    sum to the number of places. `left` starts with the one that comes next.
    """

    names: tuple[UUID, ...]
    wins: float
    room: float
    pays: float
    expected: float
    worst: float
    chances: dict[UUID, float]
    empty: tuple[float, ...]
    left: tuple[Left, ...]
    draws: int


def advice(
    candidates: Sequence[Candidate],
    *,
    limits: Limits,
    seed: str,
    widening: float = DEFAULT_WIDENING,
    draws: int | None = None,
) -> TrioAdvice:
    """Return the names; the same candidates, limits and seed give the same, whatever their order.

    Raises ValueError for more than twelve.
    """
    if len(candidates) > MOST_CANDIDATES:
        raise ValueError("too many candidates")
    count = draws or draws_for(candidates=len(candidates))
    ordered = sorted(candidates, key=lambda one: one.id)
    drawn = [draw(one, Random(f"{seed} {one.id}"), count, widening) for one in ordered]
    apart = apart_of(ordered)
    best = _best_of_each_draw(drawn, limits, apart)
    chosen = chosen_of(ordered, drawn, limits, apart)
    named = {ordered[place].id for place in chosen.members}
    share = [sum(n for one, n in best.items() if i in one) / count for i in range(len(ordered))]
    return TrioAdvice(
        names=tuple(one.id for one in candidates if one.id in named),
        wins=best[chosen.members] / count,
        room=chosen.room,
        pays=chosen.pays,
        expected=chosen.expected,
        worst=chosen.worst,
        chances={one.id: share[i] for i, one in enumerate(ordered)},
        empty=tuple(
            sum(n for one, n in best.items() if len(one) <= place) / count
            for place in range(limits.places)
        ),
        left=left_of(ordered, drawn, limits, apart, chosen.members),
        draws=count,
    )


def tenths(shares: Sequence[float]) -> list[int]:
    """Return the shares as whole tenths that sum to their sum: the largest remainders go up."""
    floors = [int(share * 10 + TINY) for share in shares]
    missing = round(sum(shares) * 10) - sum(floors)
    remainders = [share * 10 - floor for share, floor in zip(shares, floors, strict=True)]
    up = sorted(range(len(shares)), key=lambda i: -remainders[i])[:missing]
    return [floor + (i in up) for i, floor in enumerate(floors)]


def _best_of_each_draw(
    drawn: Sequence[Drawn], limits: Limits, apart: frozenset[Set]
) -> Counter[Set]:
    """Count how often each set is the best that holds the limits."""
    every = [zip(one.net, one.cost, one.days, strict=True) for one in drawn]
    return Counter(_best(draw, limits, apart) for draw in zip(*every, strict=True))


def _best(draw: Sequence[tuple[float, float, float]], limits: Limits, apart: frozenset[Set]) -> Set:
    """Return the best set of one draw of net value, cost and days.

    What loses is in no best set; of the rest the greatest go first, so that a set is no longer
    filled once what could still come cannot make it the best.
    """
    budget = inf if limits.budget is None else limits.budget
    room = inf if limits.days is None else limits.days
    worth = sorted([(*one, place) for place, one in enumerate(draw) if one[0] > 0], reverse=True)
    most = 0.0
    best: Set = ()

    def fill(start: int, members: Set, value: float, cost: float, days: float) -> None:
        nonlocal most, best
        free = limits.places - len(members)
        for at in range(start, len(worth)):
            net, paid, worked, place = worth[at]
            if value + net * free <= most:
                return
            if cost + paid > budget or days + worked > room:
                continue
            if apart and any((min(one, place), max(one, place)) in apart for one in members):
                continue
            grown = (*members, place)
            if value + net > most:
                most, best = value + net, grown
            if free > 1:
                fill(at + 1, grown, value + net, cost + paid, days + worked)

    fill(0, (), 0.0, 0.0, 0.0)
    return tuple(sorted(best))
