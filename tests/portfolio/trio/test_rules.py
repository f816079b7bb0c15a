from dataclasses import replace
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.estimates.rules import Range
from portfolio.trio.rules.advice import advice, tenths
from portfolio.trio.rules.drawing import (
    MOST_CANDIDATES,
    Candidate,
    Limits,
    draws_for,
    most_promising,
)
from portfolio.trio.rules.reasons import WhyNot
from portfolio.trio.rules.sets import ENOUGH_ROOM

# domain.md §5.5: benefit, chance, cost, days, chance of belonging (k = 1, B = 60, C = 80).
PUBLISHED = {
    "A": ((20, 40, 70), 0.75, (8, 12, 20), (15, 20, 35), 0.589),
    "B": ((10, 60, 180), 0.45, (20, 35, 80), (30, 45, 90), 0.169),
    "C": ((12, 18, 25), 0.85, (3, 5, 8), (6, 10, 15), 0.636),
    "D": ((25, 50, 80), 0.60, (15, 20, 35), (20, 30, 50), 0.393),
    "E": ((5, 15, 40), 0.70, (2, 4, 9), (5, 8, 16), 0.441),
    "F": ((30, 45, 60), 0.65, (10, 18, 30), (25, 35, 50), 0.449),
}
FEW = 300


def of(number, value, chance, cost, days, *claims):
    low = [Range(p10=one[0], p50=one[1], p90=one[2]) for one in (value, cost, days)]
    return Candidate(
        id=UUID(int=number), value=low[0], success_chance=chance, cost=low[1], days=low[2],
        claims=frozenset(claims),
    )  # fmt: skip


REFERENCE = [of(place, *figures[:4]) for place, figures in enumerate(PUBLISHED.values())]
LIMITS = Limits(budget=60, days=80)


def names(found):
    return {"ABCDEF"[one.int] for one in found.names}


def test_the_published_vectors():
    found = advice(REFERENCE, limits=LIMITS, seed="published", widening=1)
    assert found.draws == 20_000
    assert names(found) == {"A", "C", "E"}
    for one, figures in zip(REFERENCE, PUBLISHED.values(), strict=True):
        assert found.chances[one.id] == pytest.approx(figures[4], abs=0.01)
    assert found.expected == pytest.approx(38.1, abs=0.6)
    assert found.worst == pytest.approx(-11.6, abs=0.6)
    assert found.room == pytest.approx(0.991, abs=0.01)
    assert found.pays == pytest.approx(0.882, abs=0.01)
    assert sum(found.chances.values()) == pytest.approx(2.677, abs=0.02)
    assert sum(found.chances.values()) + sum(found.empty) == pytest.approx(3)
    often = tenths([*found.chances.values(), *found.empty])
    assert sum(often) == 30
    for one, whole in zip(found.chances.values(), often, strict=False):
        assert abs(one * 10 - whole) < 1


@pytest.mark.parametrize(
    ("shares", "whole"),
    [
        ([], []),
        ([0.25, 0.25, 0.25, 0.25], [3, 3, 2, 2]),
        ([1.0, 0.96, 0.0, 0.04], [10, 10, 0, 0]),
        ([0.1 + 0.2, 0.7], [3, 7]),
    ],
)
def test_shares_in_tenths_close(shares, whole):
    assert tenths(shares) == whole


def test_what_is_lacking_is_the_reason_only_where_it_would_change_the_answer():
    poor = replace(of(1, (9, 10, 11), 0.3, (4, 5, 6), (4, 5, 6)), chance_if_ready=0.9)
    hopeless = replace(of(2, (2, 3, 4), 0.3, (4, 5, 6), (4, 5, 6)), chance_if_ready=0.9)
    found = advice([poor, hopeless], limits=Limits(), seed="g", widening=1, draws=2000)
    assert {one.id: one.why for one in found.left} == {
        poor.id: WhyNot.READINESS,
        hopeless.id: WhyNot.GAIN,
    }
    sure = [of(n, (50, 60, 70), 0.9, (1, 2, 3), (1, 2, 3)) for n in range(3, 6)]
    second = replace(of(6, (60, 70, 80), 0.5, (1, 2, 3), (1, 2, 3)), chance_if_ready=1.0)
    behind = replace(of(7, (40, 45, 50), 0.5, (1, 2, 3), (1, 2, 3)), chance_if_ready=0.9)
    full = advice([*sure, second, behind], limits=Limits(), seed="g", widening=1, draws=2000)
    assert set(full.names) == {one.id for one in sure}
    assert {one.id: one.why for one in full.left} == {
        second.id: WhyNot.READINESS,
        behind.id: WhyNot.CAP,
    }


def test_the_same_seed_says_the_same_in_any_order_and_another_one_draws_anew():
    one = advice(REFERENCE, limits=LIMITS, seed="day", draws=FEW)
    other = advice(REFERENCE[::-1], limits=LIMITS, seed="day", draws=FEW)
    assert (one.chances, one.left, set(one.names)) == (other.chances, other.left, set(other.names))
    assert one.chances != advice(REFERENCE, limits=LIMITS, seed="later", draws=FEW).chances


@pytest.mark.parametrize(
    ("candidates", "draws"), [(1, 20_000), (7, 20_000), (8, 13_043), (12, 4_026)]
)
def test_more_candidates_are_drawn_less_often(candidates, draws):
    assert draws_for(candidates=candidates) == draws


def test_the_chances_sum_to_three_where_three_always_pay():
    sure = [of(n, (50, 60, 70), 1.0, (1, 2, 3), (1, 2, 3)) for n in range(5)]
    found = advice(sure, limits=Limits(), seed="s", widening=1, draws=FEW)
    assert sum(found.chances.values()) == pytest.approx(3)
    assert found.empty == (0, 0, 0)


ranges = st.tuples(
    st.integers(1, 60), st.integers(0, 60), st.integers(0, 90)
).map(lambda one: (one[0], one[0] + one[1], one[0] + one[1] + one[2]))  # fmt: skip
figures = st.tuples(ranges, st.sampled_from([0.3, 0.45, 0.6, 0.8, 1.0]), ranges, ranges)
claimed = st.sets(st.sampled_from(["captain one", "captain two", "use 1"]), max_size=2)
firms = st.lists(st.tuples(figures, claimed), min_size=1, max_size=6).map(
    lambda all_: [of(n, *one, *claims) for n, (one, claims) in enumerate(all_)]
)
limits = st.builds(
    Limits,
    budget=st.none() | st.integers(1, 200),
    days=st.none() | st.integers(1, 200),
    places=st.integers(1, 3),
)


def room_of(members, held, seed):
    """The share of draws in which they hold the limits, from drawing them alone."""
    alone = advice(members, limits=replace(held, places=3), seed=seed, draws=FEW)
    return alone.room if set(alone.names) == {one.id for one in members} else None


@settings(deadline=None, max_examples=150)
@given(candidates=firms, held=limits)
def test_limits_places_and_claims_are_held_and_each_other_one_is_told_why(candidates, held):
    found = advice(candidates, limits=held, seed="p", draws=FEW)
    by_id = {one.id: one for one in candidates}
    assert len(found.names) <= held.places
    assert found.room >= ENOUGH_ROOM
    members = [by_id[one] for one in found.names]
    for one, other in combinations(members, 2):
        assert not one.claims & other.claims
    if held.budget is not None and members:
        assert sum(one.cost.p10 for one in members) <= held.budget * 3
    assert {one.id for one in found.left} == set(by_id) - set(found.names)
    assert sum(found.chances.values()) + sum(found.empty) == pytest.approx(held.places)
    assert list(found.empty) == sorted(found.empty)
    again = room_of(members, held, "p")
    assert again is None or again == found.room


@settings(deadline=None, max_examples=100)
@given(candidates=firms, held=limits, better=st.integers(1, 10))
def test_what_is_beaten_in_every_figure_is_never_named_before_what_beats_it(
    candidates, held, better
):
    one = candidates[0]

    def less(each):
        return Range(
            p10=each.p10 / (1 + better), p50=each.p50 / (1 + better), p90=each.p90 / (1 + better)
        )

    best = Candidate(
        id=UUID(int=99), value=one.value, success_chance=one.success_chance, claims=one.claims,
        cost=less(one.cost), days=less(one.days),
    )  # fmt: skip
    found = advice([*candidates, best], limits=held, seed="d", draws=FEW)
    assert one.id not in found.names or best.id in found.names
    # Each has draws of its own: of its share, only more than chance allows would be a fault.
    assert found.chances[one.id] <= found.chances[best.id] + 0.15


def test_each_reason():
    best = of(1, (80, 90, 99), 0.9, (4, 5, 6), (4, 5, 6), "captain one")
    rival = of(2, (70, 80, 90), 0.9, (4, 5, 6), (4, 5, 6), "captain one")
    dear = of(3, (400, 500, 600), 0.9, (70, 80, 90), (4, 5, 6))
    long = of(4, (400, 500, 600), 0.9, (4, 5, 6), (90, 99, 110))
    poor = of(5, (2, 3, 4), 0.5, (4, 5, 6), (4, 5, 6))
    bold = of(6, (30, 60, 90), 0.2, (9, 10, 11), (4, 5, 6))
    second = of(7, (60, 70, 80), 0.9, (4, 5, 6), (4, 5, 6))
    third = of(8, (50, 60, 70), 0.9, (4, 5, 6), (4, 5, 6))
    fourth = of(9, (40, 50, 60), 0.9, (4, 5, 6), (4, 5, 6))
    every = [best, rival, dear, long, poor, bold, second, third, fourth]
    found = advice(every, limits=Limits(budget=60, days=60), seed="r", widening=1, draws=2000)
    assert set(found.names) == {best.id, second.id, third.id}
    told = {one.id: (one.why, one.instead) for one in found.left}
    assert told == {
        rival.id: (WhyNot.CLAIM, best.id),
        dear.id: (WhyNot.BUDGET, None),
        long.id: (WhyNot.DAYS, None),
        poor.id: (WhyNot.GAIN, None),
        bold.id: (WhyNot.RISK, None),
        fourth.id: (WhyNot.CAP, third.id),
    }


def test_nothing_is_named_where_nothing_pays_or_nothing_is_offered():
    poor = of(5, (2, 3, 4), 0.5, (4, 5, 6), (4, 5, 6))
    found = advice([poor], limits=LIMITS, seed="n", draws=FEW)
    assert (found.names, found.left[0].why) == ((), WhyNot.GAIN)
    empty = advice([], limits=LIMITS, seed="n", draws=FEW)
    assert (empty.names, empty.left, empty.chances) == ((), (), {})


def test_twelve_are_compared_and_thirteen_refused():
    many = [of(n, (n + 10, n + 20, n + 30), 0.5, (1, 2, 3), (1, 2, 3)) for n in range(20)]
    kept = most_promising(many, widening=1)
    assert [one.id.int for one in kept] == list(range(8, 20))
    assert advice(kept, limits=Limits(), seed="t", draws=FEW).draws == FEW
    with pytest.raises(ValueError, match="too many"):
        advice(many[: MOST_CANDIDATES + 1], limits=Limits(), seed="t", draws=FEW)
