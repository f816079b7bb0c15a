"""Which groups of companies there are: a sector and a size, one of both, or everybody.

A cell is written sector/size, with * where it holds any: industry/small, industry/*, */small, */*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor
from statistics import median, quantiles

from assessments.comparison.rules import SMALLEST_DETECTABLE_CHANGE, TOLERANCE

ANY = "*"
EVERYBODY = f"{ANY}/{ANY}"
# An answer that names no sector puts a company beside nobody of its trade.
NO_SECTOR = "other"
Members = frozenset[str]


@dataclass(frozen=True, slots=True)
class Peer:
    """One company by its pseudonym; values of 100 by dimension, and `overall`."""

    company: str
    sector: str | None
    size: str | None
    values: Mapping[str, float]


def cells_of(sector: str | None, size: str | None) -> tuple[str, ...]:
    """The cells a company belongs to, in the order in which it is compared with them."""
    trade = None if sector == NO_SECTOR else sector
    named = [f"{trade}/{size}"] if trade and size else []
    named += [f"{trade}/{ANY}"] if trade else []
    named += [f"{ANY}/{size}"] if size else []
    return (*named, EVERYBODY)


def ancestors(cell: str) -> tuple[str, ...]:
    """The cells that hold every company of this one, the narrowest first."""
    sector, _, size = cell.partition("/")
    above = cells_of(None if sector == ANY else sector, None if size == ANY else size)
    return tuple(one for one in above if one != cell)


def breadth(cell: str) -> int:
    """How much is left open: 0 for a sector and a size, 2 for everybody."""
    return cell.count(ANY)


def family(parent: str, child: str) -> str | None:
    """The way in which the parent is cut into cells like this child; None for no direct child."""
    if parent not in ancestors(child) or breadth(parent) != breadth(child) + 1:
        return None
    return "size" if child.partition("/")[0] == parent.partition("/")[0] else "sector"


def populations(peers: Iterable[Peer]) -> dict[str, dict[str, Peer]]:
    """The companies of every cell that has any, by pseudonym."""
    found: dict[str, dict[str, Peer]] = {}
    for peer in peers:
        for cell in cells_of(peer.sector, peer.size):
            found.setdefault(cell, {})[peer.company] = peer
    return found


LEAST = 10
LEAST_FOR_QUARTILES = 20
LEAST_MOVES = 3
ROUNDING = 5
# An assessment counts for eighteen months: older publications share no assessment with a new one.
QUARTERS = 6
MONTHS = 18


@dataclass(frozen=True, slots=True)
class Quartiles:
    """A median of 100, with its quartiles from twenty members on; all rounded to five."""

    median: int
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class PublishedGroup:
    """A published group: at least so many members, its quarter, a spread by measure."""

    at_least: int
    period: str
    values: Mapping[str, Quartiles]


@dataclass(frozen=True, slots=True)
class Version:
    """A cell as it was published in a quarter, with its members, who are told to nobody."""

    cell: PublishedGroup
    members: Members


@dataclass(frozen=True, slots=True)
class Past:
    """What was published in the quarters whose assessments may still count.

    *members* of every publication of each cell, the oldest first; *standing* those shown last.
    """

    members: Mapping[str, Sequence[Members]]
    standing: Mapping[str, Version]


NOTHING = Past({}, {})


def freeze(*, peers: Iterable[Peer], past: Past, period: str) -> dict[str, Version]:
    """What is published for this quarter; a version of an earlier quarter has its own period."""
    current = populations(peers)
    shown: dict[str, Version] = {}
    for cell in sorted({*current, *past.standing}, key=lambda one: (-breadth(one), one)):
        found = _publishable(cell, current.get(cell, {}), past, shown, period)
        if found is not None:
            shown[cell] = found
    return _without_small_remainders(shown)


def round_to_five(value: float) -> int:
    """The nearest multiple of five, halves up."""
    return ROUNDING * floor(value / ROUNDING + 0.5)


def spread(values: Sequence[float]) -> Quartiles:
    """Median, and quartiles (inclusive method) from twenty values on."""
    middle = round_to_five(median(values))
    if len(values) < LEAST_FOR_QUARTILES:
        return Quartiles(middle, None, None)
    low, _, high = quantiles(values, n=4, method="inclusive")
    return Quartiles(middle, round_to_five(low), round_to_five(high))


def moved_enough(now: Members, before: Members) -> bool:
    """Whether enough companies entered or left that nobody can be told by the difference."""
    return len(now ^ before) >= LEAST_MOVES


def leaves_enough(wider: Members, narrower: Members) -> bool:
    """Whether enough others remain in the wider group beside the narrower one."""
    return len(wider - narrower) >= LEAST


def _publishable(
    cell: str,
    members: Mapping[str, Peer],
    past: Past,
    shown: Mapping[str, Version],
    period: str,
) -> Version | None:
    """The new version where it may be shown, else the former where that still may, else none."""
    versions = [_fresh(members, period)] if _may_be_new(cell, frozenset(members), past) else []
    former = past.standing.get(cell)
    # Who left the ten for good takes the cell along.
    if former is not None and (not versions or versions[0] is not None):
        versions.append(former)
    for one in versions:
        if one is not None and _fits(cell, one.members, past, shown):
            return one
    return None


def _fresh(members: Mapping[str, Peer], period: str) -> Version | None:
    if len(members) < LEAST:
        return None
    peers = list(members.values())
    measures = [name for name in peers[0].values if all(name in one.values for one in peers)]
    values = {name: spread([one.values[name] for one in peers]) for name in measures}
    at_least = len(peers) // ROUNDING * ROUNDING
    return Version(PublishedGroup(at_least, period, values), frozenset(members))


def _may_be_new(cell: str, members: Members, past: Past) -> bool:
    """Whether no earlier publication of the cell is too near to this one."""
    return all(moved_enough(members, one) for one in past.members.get(cell, ()))


def _fits(cell: str, members: Members, past: Past, shown: Mapping[str, Version]) -> bool:
    """Whether no wider cell, now or before, and no narrower one of before, leaves too few."""
    wider = [
        one
        for above in ancestors(cell)
        for one in (*past.members.get(above, ()), *_members(shown.get(above)))
    ]
    narrower = [
        one for below, all_ in past.members.items() if cell in ancestors(below) for one in all_
    ]
    return all(leaves_enough(one, members) for one in wider) and all(
        leaves_enough(members, one) for one in narrower
    )


def _members(version: Version | None) -> tuple[Members, ...]:
    return (version.members,) if version else ()


def _without_small_remainders(shown: dict[str, Version]) -> dict[str, Version]:
    """No parent is cut into shown cells that leave one to nine of its members outside them."""
    while (cell := _least_of_small_remainder(shown)) is not None:
        del shown[cell]
    return shown


def _least_of_small_remainder(shown: Mapping[str, Version]) -> str | None:
    families: dict[tuple[str, str], list[str]] = {}
    for child in shown:
        for parent in ancestors(child):
            way = family(parent, child)
            if way and parent in shown:
                families.setdefault((parent, way), []).append(child)
    for (parent, _), children in families.items():
        inside = frozenset[str]().union(*(shown[one].members for one in children))
        if 0 < len(shown[parent].members - inside) < LEAST:
            return min(children, key=lambda one: (len(shown[one].members), one))
    return None


@dataclass(frozen=True, slots=True)
class Beside:
    """A company's own value and the group's spread, of 100; *code* is above, below or within."""

    own: float
    spread: Quartiles
    difference: float
    code: str


def nearest_cell(
    cells: Mapping[str, PublishedGroup], *, sector: str | None, size: str | None
) -> tuple[str, PublishedGroup] | None:
    """The first published cell that such a company belongs to, the narrowest first."""
    return next(((one, cells[one]) for one in cells_of(sector, size) if one in cells), None)


def beside(own: float, spread: Quartiles) -> Beside:
    """A difference below the smallest detectable change is none to speak of."""
    difference = own - spread.median
    if abs(difference) < SMALLEST_DETECTABLE_CHANGE - TOLERANCE:
        code = "within"
    else:
        code = "above" if difference > 0 else "below"
    return Beside(own, spread, difference, code)


def quarter_of(day: date) -> str:
    """The quarter in which the day lies."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def quarters_before(quarter: str, count: int) -> str:
    """The quarter that many quarters earlier."""
    year, number = _parts(quarter)
    year, index = divmod(year * 4 + number - 1 - count, 4)
    return f"{year}Q{index + 1}"


def first_day(quarter: str) -> date:
    """The day on which the quarter begins."""
    year, number = _parts(quarter)
    return date(year, number * 3 - 2, 1)


def day_after(quarter: str) -> date:
    """The first day of the quarter that follows."""
    return first_day(quarters_before(quarter, -1))


def _parts(quarter: str) -> tuple[int, int]:
    year, _, number = quarter.partition("Q")
    return int(year), int(number)
