"""Groups of companies are told of; no company can be told apart by what is published."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from assessments.comparison.rules import SMALLEST_DETECTABLE_CHANGE
from assessments.peers.rules import peers as rules
from assessments.peers.rules.peers import (
    EVERYBODY,
    LEAST,
    LEAST_FOR_QUARTILES,
    LEAST_MOVES,
    NOTHING,
    Past,
    Peer,
    PublishedGroup,
    Quartiles,
    Version,
    ancestors,
    beside,
    cells_of,
    day_after,
    family,
    freeze,
    nearest_cell,
    quarter_of,
    quarters_before,
    round_to_five,
    spread,
)

Quarter = dict[str, Version]
PERIODS = ("2026Q1", "2026Q2", "2026Q3", "2026Q4", "2027Q1")


def peer(number: int, sector: str | None = "industry", size: str | None = "small") -> Peer:
    return Peer(f"c{number}", sector, size, {"overall": float(number * 7 % 101)})


def crowd(count: int, *, first: int = 0, **where: str) -> list[Peer]:
    return [peer(number, **where) for number in range(first, first + count)]


def play(populations: Iterable[list[Peer]]) -> list[Quarter]:
    """The snapshots of successive quarters."""
    members: dict[str, list[frozenset[str]]] = {}
    shown: list[Quarter] = []
    for period, people in zip(PERIODS, populations, strict=False):
        past = Past(members, shown[-1] if shown else {})
        versions = freeze(peers=people, past=past, period=period)
        for cell, one in versions.items():
            if one.cell.period == period:
                members.setdefault(cell, []).append(one.members)
        shown.append(versions)
    return shown


def breaches(quarters: list[Quarter]) -> list[str]:
    """Every way in which published cells would tell of too few companies."""
    found = []
    versions = {
        (cell, one.cell.period): one for quarter in quarters for cell, one in quarter.items()
    }
    for (cell, period), one in versions.items():
        if len(one.members) < LEAST or one.cell.at_least > len(one.members):
            found.append(f"{cell} of {period} has {len(one.members)}")
        quartiles = any(each.low is not None for each in one.cell.values.values())
        if quartiles and len(one.members) < LEAST_FOR_QUARTILES:
            found.append(f"{cell} of {period} has quartiles")
    for ((cell, _), one), ((other, _), two) in combinations(versions.items(), 2):
        if cell == other and len(one.members ^ two.members) < LEAST_MOVES:
            found.append(f"{cell} differs by {len(one.members ^ two.members)}")
        for wide, narrow in ((cell, other), (other, cell)):
            inside, whole = (two, one) if (wide, narrow) == (cell, other) else (one, two)
            if wide in ancestors(narrow) and len(whole.members - inside.members) < LEAST:
                found.append(f"{wide} leaves {len(whole.members - inside.members)} of {narrow}")
    return found + [line for quarter in quarters for line in remainders(quarter)]


def remainders(quarter: Quarter) -> list[str]:
    found = []
    for parent, whole in quarter.items():
        for way in ("sector", "size"):
            inside = [one.members for cell, one in quarter.items() if family(parent, cell) == way]
            left = len(whole.members - frozenset[str]().union(*inside)) if inside else LEAST
            if 0 < left < LEAST:
                found.append(f"{parent} by {way} leaves {left}")
    return found


sectors = st.sampled_from(["industry", "trade", "other", None])
sizes = st.sampled_from(["micro", "small", None])
presence = st.sets(st.sampled_from(range(len(PERIODS))), min_size=1)
always = st.just(set(range(len(PERIODS))))
# Companies come in blocks: some large that stay, which make cells, some small that come and go.
large = st.tuples(sectors, sizes, always | presence, st.integers(8, 24))
small = st.tuples(sectors, sizes, presence, st.integers(1, 4))
blocks = st.tuples(st.lists(large, min_size=1, max_size=5), st.lists(small, max_size=8)).map(
    lambda both: [*both[0], *both[1]]
)
worlds = blocks.map(
    lambda found: [(a, b, present) for a, b, present, count in found for _ in range(count)]
)


def quarters_of(world) -> list[Quarter]:
    return play(
        [
            [peer(n, a, b) for n, (a, b, present) in enumerate(world) if index in present]
            for index in range(len(PERIODS))
        ]
    )


# Ten stay, and a few come and go around them: where rules of difference bite.
BUSY = [("industry", "small", {0, 1, 2, 3, 4})] * 20 + [
    ("industry", "small", {n % 5}) for n in range(11)
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds)
@example(BUSY)
def test_no_set_of_publications_tells_of_fewer_than_it_may(world) -> None:
    assert breaches(quarters_of(world)) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds, sectors, sizes)
def test_one_company_more_changes_no_published_value(world, sector, size) -> None:
    people = [peer(n, a, b) for n, (a, b, _) in enumerate(world)]
    before, after = play([people, [*people, peer(len(world), sector, size)]])
    for cell in before.keys() & after.keys():
        assert after[cell] == before[cell]


def test_the_worlds_hold_what_the_rules_are_for() -> None:
    seen: set[str] = set()

    # The same worlds each time: what is rare must not be missing on an unlucky day.
    @settings(max_examples=600, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(worlds)
    def note(world) -> None:
        for quarter in quarters_of(world):
            seen.update(quarter, (one.cell.period for one in quarter.values()))

    note()
    assert seen >= {"industry/*", "*/small", "industry/small", EVERYBODY, *PERIODS[:2]}


FAULTS = {
    "LEAST": (0, [crowd(9)]),
    "moved_enough": (lambda now, before: True, [crowd(20), crowd(21)]),
    "leaves_enough": (
        lambda wider, narrower: True,
        [[*crowd(12), *crowd(4, first=50, sector="trade")]],
    ),
    "_least_of_small_remainder": (
        lambda shown: None,
        [
            [
                *crowd(12),
                *crowd(12, first=20, sector="trade"),
                *crowd(4, first=50, sector="health"),
            ]
        ],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_rule_that_is_switched_off_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fault, populations = FAULTS[name]
    assert breaches(play(populations)) == []
    monkeypatch.setattr(rules, name, fault)
    assert breaches(play(populations)) != []


def test_nine_are_told_of_by_nothing_and_ten_by_a_median() -> None:
    assert freeze(peers=crowd(9), past=NOTHING, period="2026Q3") == {}
    shown = freeze(peers=crowd(10), past=NOTHING, period="2026Q3")
    assert set(shown) == {EVERYBODY}
    assert shown[EVERYBODY].cell.at_least == 10
    assert shown[EVERYBODY].cell.values["overall"].low is None


def test_twenty_are_told_of_with_quartiles_and_a_count_rounded_down() -> None:
    shown = freeze(peers=crowd(24), past=NOTHING, period="2026Q3")
    one = shown[EVERYBODY].cell
    assert (one.at_least, one.period) == (20, "2026Q3")
    assert one.values["overall"].low is not None


def test_the_narrowest_group_is_shown_once_ten_others_stand_beside_it() -> None:
    people = [*crowd(10), *crowd(9, first=50, sector="trade", size="micro")]
    assert set(freeze(peers=people, past=NOTHING, period="2026Q3")) == {EVERYBODY}
    people += crowd(1, first=90, sector="trade", size="micro")
    shown = freeze(peers=people, past=NOTHING, period="2026Q3")
    assert {"industry/*", "*/small", EVERYBODY} <= set(shown)
    # The cell is its own sector: subtracting one from the other would leave nobody.
    assert "industry/small" not in shown


def test_a_group_keeps_its_figures_until_three_have_come_or_gone() -> None:
    first, two_more, three_more = play([crowd(20), crowd(22), crowd(23)])
    assert two_more == first
    assert three_more[EVERYBODY].cell.period == "2026Q3"


def test_a_group_that_returns_to_what_it_was_is_not_published_again() -> None:
    guests = crowd(3, first=50)
    quarters = play([crowd(20), [*crowd(20), *guests], crowd(21)])
    assert [one[EVERYBODY].cell.period for one in quarters] == ["2026Q1", "2026Q2", "2026Q2"]


def test_a_group_that_falls_below_ten_disappears() -> None:
    assert [len(one) for one in play([crowd(11), crowd(10), crowd(8)])] == [1, 1, 0]


def test_a_company_is_placed_in_the_first_published_cell() -> None:
    cells = {name: PublishedGroup(10, "2026Q3", {}) for name in ("*/small", EVERYBODY)}
    found = nearest_cell(cells, sector="industry", size="small")
    assert found is not None
    assert found[0] == "*/small"
    assert nearest_cell({}, sector="industry", size="small") is None
    assert cells_of("industry", "small")[0] == "industry/small"
    assert cells_of("other", "small") == ("*/small", EVERYBODY)
    assert cells_of(None, None) == (EVERYBODY,)


@pytest.mark.parametrize(
    ("own", "code"), [(49.9, "within"), (20.1, "within"), (50.0, "above"), (20.0, "below")]
)
def test_within_the_margin_there_is_no_difference(own: float, code: str) -> None:
    assert SMALLEST_DETECTABLE_CHANGE == 15
    assert beside(own, Quartiles(35, None, None)).code == code


def test_values_are_rounded_to_five() -> None:
    assert [round_to_five(value) for value in (0, 2.4, 2.5, 47.5, 99)] == [0, 0, 5, 50, 100]
    assert spread([float(n) for n in range(0, 100, 5)]) == Quartiles(50, 25, 70)


def test_quarters_follow_one_another() -> None:
    day = day_after("2026Q4")
    assert str(day) == "2027-01-01"
    assert (quarter_of(day), quarters_before("2027Q1", 1), quarters_before("2026Q2", 6)) == (
        "2027Q1",
        "2026Q4",
        "2024Q4",
    )
