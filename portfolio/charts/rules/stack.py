"""One bar, cut into what a sum is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from tenants.display import Number


@dataclass(frozen=True)
class StackPart:
    """The place of one part, in per cent of the bar; `number` is its place among all, from 1."""

    number: int
    x: float
    width: float


def stack(parts: Sequence[Number]) -> tuple[StackPart, ...]:
    """Return where each part stands; what is nothing or below takes no place.

    Where a part is below zero, the others take more than the whole: the bar is all of them.
    """
    whole = float(sum(part for part in parts if part > 0))
    found, x = [], 0.0
    for number, part in enumerate(parts, start=1):
        if part > 0:
            width = 100 * float(part) / whole
            found.append(StackPart(number=number, x=round(x, 3), width=round(width, 3)))
            x += width
    return tuple(found)
