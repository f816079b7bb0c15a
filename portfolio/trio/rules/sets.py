"""Which sets of candidates may go together, what one is worth, and the best one beforehand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from portfolio.trio.rules.drawing import Candidate, Drawn, Limits

ENOUGH_ROOM, RISK_AVERSION, WORST = 0.80, 0.25, 10

Set = tuple[int, ...]


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
        """What it is worth to who is averse to risk."""
        return worth_of(self.expected, self.worst)


def apart_of(candidates: Sequence[Candidate]) -> frozenset[Set]:
    """Return the pairs that never go together, as places."""
    pairs = combinations(range(len(candidates)), 2)
    return frozenset((i, j) for i, j in pairs if candidates[i].claims & candidates[j].claims)


def _sets(places: Sequence[int], most: int, apart: frozenset[Set]) -> Iterator[Set]:
    """Yield every set of at most so many that may go together, the empty one first."""
    for size in range(most + 1):
        for one in combinations(places, size):
            if not apart or apart.isdisjoint(combinations(one, 2)):
                yield one


def chosen_of(
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


def room_of(one: Set, drawn: Sequence[Drawn], limits: Limits) -> tuple[float, float, float]:
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
    net = _summed([drawn[i].net for i in one])
    expected, worst = mean_and_worst(net)
    pays = sum([value > 0 for value in net]) / len(net)
    return Weighed(one, room_of(one, drawn, limits)[2], expected, worst, pays)


def mean_and_worst(net: list[float]) -> tuple[float, float]:
    """Return the mean, and the mean of the worst tenth."""
    lowest = sorted(net)[: max(1, len(net) // WORST)]
    return sum(net) / len(net), sum(lowest) / len(lowest)


def worth_of(expected: float, worst: float) -> float:
    """Return the mean, less a part of what the worst tenth lies below it."""
    return expected - RISK_AVERSION * (expected - worst)
