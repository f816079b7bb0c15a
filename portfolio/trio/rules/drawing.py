"""Candidates and what their draws make of them: split log-normals through their ranges."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, exp, sqrt
from random import Random
from uuid import UUID

from portfolio.estimates.rules import Range, mean, sigmas

PLACES, MOST_CANDIDATES = 3, 12
COST_AND_DAYS = 0.7
SIMPLE_UP_TO, SIMPLE_DRAWS, SET_DRAWS = 7, 20_000, 1_200_000


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What is to gain in euros if it succeeds, and what it takes in euros and person-days.

    `chance_if_ready` is its chance once what the company still lacks for it is there. `claims`
    names what it needs for itself alone (a captain's time, one use): no two candidates of a set
    claim the same.
    """

    id: UUID
    value: Range
    success_chance: float
    cost: Range
    days: Range
    claims: frozenset[str] = frozenset()
    chance_if_ready: float | None = None


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Euros and person-days that there are, None where it is not known, and places."""

    budget: float | None = None
    days: float | None = None
    places: int = PLACES


@dataclass(frozen=True)
class Drawn:
    """The draws of one candidate: net value and cost in euros, days.

    `ready` is the net value in the same draws if nothing were lacking, empty where nothing is.
    """

    net: list[float]
    cost: list[float]
    days: list[float]
    ready: list[float]


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


def _mean(one: Candidate, widening: float) -> float:
    gain = mean(estimate=one.value, widening=widening) * one.success_chance
    return gain - mean(estimate=one.cost, widening=widening)


def draw(one: Candidate, random: Random, count: int, widening: float) -> Drawn:
    """Draw value, success, cost and days; each candidate has a stream of its own."""
    gauss, uniform = random.gauss, random.random
    value, cost, days = (_curve(each, widening) for each in (one.value, one.cost, one.days))
    own = sqrt(1 - COST_AND_DAYS**2)
    better = one.chance_if_ready
    net, paid, worked, ready = [], [], [], []
    for _each in range(count):
        z = gauss(0.0, 1.0)
        spent = cost[0] * exp((cost[1] if z < 0 else cost[2]) * z)
        y = COST_AND_DAYS * z + own * gauss(0.0, 1.0)
        x = gauss(0.0, 1.0)
        gain = value[0] * exp((value[1] if x < 0 else value[2]) * x)
        luck = uniform()
        net.append((gain if luck < one.success_chance else 0.0) - spent)
        if better is not None:
            ready.append((gain if luck < better else 0.0) - spent)
        paid.append(spent)
        worked.append(days[0] * exp((days[1] if y < 0 else days[2]) * y))
    return Drawn(net, paid, worked, ready)


def _curve(estimate: Range, widening: float) -> tuple[float, float, float]:
    return (estimate.p50, *sigmas(estimate=estimate, widening=widening))
