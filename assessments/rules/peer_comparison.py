"""One company beside a published group, with the margin under which there is no difference."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.rules.comparison import SMALLEST_DETECTABLE_CHANGE, TOLERANCE
from assessments.rules.peer_cells import cells_of
from assessments.rules.peers import Cell, Spread


@dataclass(frozen=True, slots=True)
class Beside:
    """A company's own value and the group's spread, of 100; *code* is above, below or within."""

    own: float
    spread: Spread
    difference: float
    code: str


def nearest_cell(
    cells: Mapping[str, Cell], *, sector: str | None, size: str | None
) -> tuple[str, Cell] | None:
    """The first published cell that such a company belongs to, the narrowest first."""
    return next(((one, cells[one]) for one in cells_of(sector, size) if one in cells), None)


def beside(own: float, spread: Spread) -> Beside:
    """A difference below the smallest detectable change is none to speak of."""
    difference = own - spread.median
    if abs(difference) < SMALLEST_DETECTABLE_CHANGE - TOLERANCE:
        code = "within"
    else:
        code = "above" if difference > 0 else "below"
    return Beside(own, spread, difference, code)
