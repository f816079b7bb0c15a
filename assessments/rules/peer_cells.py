"""Which groups of companies there are: a sector and a size, one of both, or everybody.

A cell is written sector/size, with * where it holds any: industry/small, industry/*, */small, */*.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
