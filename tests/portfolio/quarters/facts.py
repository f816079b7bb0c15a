"""The facts of a quarter, as few and as many as a page holds."""

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from portfolio.quarters.selectors import MaturityMove, QuarterAsked, QuarterFacts, QuarterName
from portfolio.standing.selectors.year import YearLine
from tenants.ids import uuid7
from tests.portfolio.board.facts import facts, fullest

LONG = "Ordonnancement des ateliers par les commandes et les gammes, en trois équipes et deux sites"
YEAR = YearLine(
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    envelope=Decimal(80_000),
    spent=Decimal(60_500),
    ordered=Decimal(2_700),
    to_commit=Decimal(19_100),
    left=Decimal(-2_300),
)


def quarter(**more: Any) -> QuarterFacts:
    """A quarter in which little happened."""
    given: dict[str, Any] = {
        "quarter": date(2026, 7, 1),
        "until": date(2026, 9, 30),
        "number": 3,
        "board": facts(),
        "year": YEAR,
        "stopped": (),
        "maturity": None,
        "names": (),
        "asks": (),
    }
    return QuarterFacts(**{**given, **more})


def fullest_quarter() -> QuarterFacts:
    """A quarter in which everything happened, with long words."""
    board = fullest()
    stopped = board.stopped
    assert stopped is not None
    return quarter(
        board=board,
        stopped=(replace(stopped, title=LONG, lesson=LONG * 3),) * 4,
        maturity=MaturityMove(on=date(2026, 9, 1), before=41, now=48),
        names=tuple(QuarterName(id=uuid7(), title=LONG) for _ in range(3)),
        asks=tuple(QuarterAsked(id=uuid7(), text=LONG * 3, owner_id=uuid7()) for _ in range(3)),
    )
