"""Which set of at most three is worth most under budget and days, and how sure that is.

Estimates are drawn as split log-normals; cost and days of one candidate go together (0.7). The
advice is the set with the best mean less a quarter of what the worst tenth lies below it, among
those that hold the limits in four draws of five; the chances tell how often each candidate is in
the set that hindsight would have chosen.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import comb, exp, inf, sqrt
from random import Random
from uuid import UUID

from portfolio.estimates.rules import DEFAULT_WIDENING, Range, mean, sigmas

PLACES, MOST_CANDIDATES = 3, 12
COST_AND_DAYS, ENOUGH_ROOM, RISK_AVERSION, WORST = 0.7, 0.80, 0.25, 10
SIMPLE_UP_TO, SIMPLE_DRAWS, SET_DRAWS = 7, 20_000, 1_200_000

Set = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What is to gain in euros if it succeeds, and what it takes in euros and person-days.

    `claims` names what it needs for itself alone (a captain's time, one use): no two candidates of
    a set claim the same.
    """

    id: UUID
    value: Range
    success_chance: float
    cost: Range
    days: Range
    claims: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Euros and person-days that there are, None where it is not known, and places."""

    budget: float | None = None
    days: float | None = None
    places: int = PLACES


class WhyNot(StrEnum):
    """Why a candidate is not among the names."""

    CLAIM = "claim"
    BUDGET = "budget"
    DAYS = "days"
    GAIN = "gain"
    RISK = "risk"
    CAP = "cap"


@dataclass(frozen=True, kw_only=True)
class Left:
    """One that is not named: `why`, and the named one that it collides with or comes after."""

    id: UUID
    why: WhyNot
    instead: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class TrioAdvice:
    """The names, in the order given; shares are from 0 to 1, amounts are euros.

    `wins` is the share of draws in which this set is the best one, `room` that in which it holds
    the limits, `worst` the mean of its worst tenth. `chances` sum to `sought`, the mean size of
    the best set. `left` starts with the one that comes next.
    """

    names: tuple[UUID, ...]
    wins: float
    room: float
    pays: float
    expected: float
    worst: float
    chances: dict[UUID, float]
    sought: float
    left: tuple[Left, ...]
    draws: int


@dataclass(frozen=True)
class Drawn:
    """The draws of one candidate or of a set: net value and cost in euros, days."""

    net: list[float]
    cost: list[float]
    days: list[float]


@dataclass(frozen=True)
class Weighed:
    """A set with what its draws make of it."""

    members: Set
    room: float
    expected: float
    worst: float
    pays: float

    @property
    def worth(self) -> float:
        """Its mean, less a part of what its worst tenth lies below it."""
        return self.expected - RISK_AVERSION * (self.expected - self.worst)


def draws_for(*, candidates: int) -> int:
    """Return how many draws are made for so many candidates."""
    if candidates <= SIMPLE_UP_TO:
        return SIMPLE_DRAWS
    return SET_DRAWS // sum(comb(candidates, size) for size in range(1, PLACES + 1))


def most_promising(
    candidates: Sequence[Candidate], *, widening: float, most: int = MOST_CANDIDATES
) -> list[Candidate]:
    """Return at most so many, those of the greatest mean net value, in the order given."""
    kept = sorted(candidates, key=lambda one: (-_mean(one, widening), one.id))[:most]
    return [one for one in candidates if one in kept]


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
    drawn = [_drawn(one, Random(f"{seed} {one.id}"), count, widening) for one in ordered]
    apart = _apart(ordered)
    best = _best_of_each_draw(drawn, limits, apart)
    chosen = _chosen(ordered, drawn, limits, apart)
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
        sought=sum(share),
        left=_left(ordered, drawn, limits, apart, chosen.members),
        draws=count,
    )


def _mean(one: Candidate, widening: float) -> float:
    gain = mean(estimate=one.value, widening=widening) * one.success_chance
    return gain - mean(estimate=one.cost, widening=widening)


def _drawn(one: Candidate, random: Random, count: int, widening: float) -> Drawn:
    """Draw value, success, cost and days; each candidate has a stream of its own."""
    gauss, uniform = random.gauss, random.random
    value, cost, days = (_curve(each, widening) for each in (one.value, one.cost, one.days))
    own = sqrt(1 - COST_AND_DAYS**2)
    net, paid, worked = [], [], []
    for _each in range(count):
        z = gauss(0.0, 1.0)
        spent = cost[0] * exp((cost[1] if z < 0 else cost[2]) * z)
        y = COST_AND_DAYS * z + own * gauss(0.0, 1.0)
        x = gauss(0.0, 1.0)
        gain = value[0] * exp((value[1] if x < 0 else value[2]) * x)
        net.append((gain if uniform() < one.success_chance else 0.0) - spent)
        paid.append(spent)
        worked.append(days[0] * exp((days[1] if y < 0 else days[2]) * y))
    return Drawn(net, paid, worked)


def _curve(estimate: Range, widening: float) -> tuple[float, float, float]:
    return (estimate.p50, *sigmas(estimate=estimate, widening=widening))


def _apart(candidates: Sequence[Candidate]) -> frozenset[Set]:
    """Return the pairs that never go together, as places."""
    pairs = combinations(range(len(candidates)), 2)
    return frozenset((i, j) for i, j in pairs if candidates[i].claims & candidates[j].claims)


def _sets(places: Sequence[int], most: int, apart: frozenset[Set]) -> Iterator[Set]:
    """Yield every set of at most so many that may go together, the empty one first."""
    for size in range(most + 1):
        for one in combinations(places, size):
            if not apart or apart.isdisjoint(combinations(one, 2)):
                yield one


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


def _chosen(
    candidates: Sequence[Candidate],
    drawn: Sequence[Drawn],
    limits: Limits,
    apart: frozenset[Set],
) -> Weighed:
    """Return the best set before anything is known; a set is weighed only while it may win.

    No set holds one while leaving out another that is at least as good in every figure.
    """
    means = [sum(one.net) / len(one.net) for one in drawn]
    better = _dominators(candidates)
    tried = sorted(
        _sets(range(len(drawn)), limits.places, apart),
        key=lambda one: (-sum(means[i] for i in one), one),
    )
    best = _weighed((), drawn, limits)
    for one in tried:
        if sum(means[i] for i in one) <= best.worth:
            break
        if _is_dominated(one, better, apart):
            continue
        found = _weighed(one, drawn, limits)
        if found.room >= ENOUGH_ROOM and found.worth > best.worth:
            best = found
    return best


def _dominators(candidates: Sequence[Candidate]) -> list[list[int]]:
    """Return, for each, the places of those at least as good in all and better in one."""
    figures = [_figures(one) for one in candidates]

    def beats(these: tuple[float, ...], those: tuple[float, ...]) -> bool:
        return these != those and all(a >= b for a, b in zip(these, those, strict=True))

    return [[j for j, other in enumerate(figures) if beats(other, one)] for one in figures]


def _figures(one: Candidate) -> tuple[float, ...]:
    """Return its figures, more is better."""
    takes = (one.cost, one.days)
    gains = (one.value.p10, one.value.p50, one.value.p90, one.success_chance)
    return gains + tuple(-figure for each in takes for figure in (each.p10, each.p50, each.p90))


def _is_dominated(one: Set, better: Sequence[Sequence[int]], apart: frozenset[Set]) -> bool:
    """Whether a better candidate outside could take the place of one inside."""
    for i in one:
        rest = [k for k in one if k != i]
        for j in better[i]:
            if j not in one and all((min(j, k), max(j, k)) not in apart for k in rest):
                return True
    return False


def _summed(columns: Sequence[list[float]]) -> list[float]:
    if len(columns) == 1:
        return columns[0]
    return [sum(row) for row in zip(*columns, strict=True)]


def _room(one: Set, drawn: Sequence[Drawn], limits: Limits) -> tuple[float, float, float]:
    """Return the shares of draws in which the set holds the budget, the days, and both."""
    count = len(drawn[0].net)
    costs, works = _summed([drawn[i].cost for i in one]), _summed([drawn[i].days for i in one])
    budget = [limits.budget is None or cost <= limits.budget for cost in costs]
    days = [limits.days is None or work <= limits.days for work in works]
    both = sum([a and b for a, b in zip(budget, days, strict=True)])
    return sum(budget) / count, sum(days) / count, both / count


def _weighed(one: Set, drawn: Sequence[Drawn], limits: Limits) -> Weighed:
    if not one:
        return Weighed((), 1.0, 0.0, 0.0, 0.0)
    net = sorted(_summed([drawn[i].net for i in one]))
    worst = net[: max(1, len(net) // WORST)]
    pays = sum([value > 0 for value in net]) / len(net)
    room = _room(one, drawn, limits)[2]
    return Weighed(one, room, sum(net) / len(net), sum(worst) / len(worst), pays)


def _left(
    candidates: Sequence[Candidate],
    drawn: Sequence[Drawn],
    limits: Limits,
    apart: frozenset[Set],
    chosen: Set,
) -> tuple[Left, ...]:
    """Say of each other one why not, the worthiest first."""
    others = [
        (_weighed((i,), drawn, limits).worth, i) for i in range(len(drawn)) if i not in chosen
    ]
    return tuple(
        _why(i, worth, candidates, drawn, limits, apart, chosen)
        for worth, i in sorted(others, key=lambda one: (-one[0], one[1]))
    )


def _why(
    place: int,
    worth: float,
    candidates: Sequence[Candidate],
    drawn: Sequence[Drawn],
    limits: Limits,
    apart: frozenset[Set],
    chosen: Set,
) -> Left:
    one = candidates[place].id
    rival = next((k for k in chosen if (min(place, k), max(place, k)) in apart), None)
    if rival is not None:
        return Left(id=one, why=WhyNot.CLAIM, instead=candidates[rival].id)
    if sum(drawn[place].net) <= 0:
        return Left(id=one, why=WhyNot.GAIN)
    worths = {k: _weighed((k,), drawn, limits).worth for k in chosen}
    weakest = min(worths, key=lambda k: worths[k], default=None)
    full = len(chosen) >= limits.places
    kept = tuple(k for k in chosen if not (full and k == weakest))
    budget, days, both = _room(tuple(sorted((*kept, place))), drawn, limits)
    if both < ENOUGH_ROOM:
        return Left(id=one, why=WhyNot.BUDGET if budget <= days else WhyNot.DAYS)
    if worth <= 0 or not full or weakest is None:
        return Left(id=one, why=WhyNot.RISK)
    return Left(id=one, why=WhyNot.CAP, instead=candidates[weakest].id)
