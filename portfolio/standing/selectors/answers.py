"""What the company's one row says: what the API answers of it, and its columns."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct

from governance.access.rules.authority import MandateFacts
from governance.mandates.selectors import facts_of_mandate
from portfolio.reliability.rules import Promises
from portfolio.standing.choices import Health
from portfolio.standing.selectors.cards import Gain, whole_gain
from portfolio.standing.selectors.company import RollupFacts
from portfolio.standing.selectors.figures import FigureLine, MeasuredIn
from portfolio.standing.selectors.load import Load
from portfolio.standing.selectors.overview import Blockage, MonthSums, Overview, overview
from portfolio.standing.selectors.pending import PendingLine
from portfolio.standing.selectors.stored import text
from portfolio.standing.selectors.year import YearLine
from portfolio.standing.selectors.year_end import YearEnd


class DashboardAnswer(Struct, frozen=True, kw_only=True):
    """The five answers: course, gains, cost, blockage, decisions."""

    course: dict[Health, int]
    gain: Gain
    net_gain: int
    measured_apart: int
    full_cost: int
    budget: Decimal
    spent: Decimal
    committed: Decimal
    to_commit: Decimal
    given_back: Decimal
    to_spend: Decimal
    year: YearLine
    year_end: YearEnd
    coverage: MeasuredIn
    figures: tuple[FigureLine, ...]
    blockage: Blockage | None
    pending: tuple[PendingLine, ...]
    series: tuple[MonthSums, ...]
    next_review_on: date | None
    load: Load
    promises: Promises


class SlotAnswer(Struct, frozen=True, kw_only=True):
    """One seat and who sits in it; `until` is the end of an exception."""

    no: int
    until: date | None
    initiative: msgspec.Raw | None


class PortfolioAnswer(Struct, frozen=True, kw_only=True):
    """The cap, the seats, how many are paused, and how many ideas wait in the pool."""

    cap: int
    active_count: int
    paused_count: int
    pool_count: int
    pool_cap: int
    has_exception: bool
    slots: tuple[SlotAnswer, ...]
    next_review_on: date | None


def dashboard_answer(found: Overview) -> DashboardAnswer:
    """The dashboard as the API answers it."""
    return DashboardAnswer(
        course=found.course,
        gain=whole_gain(found.gain),
        net_gain=found.net_gain,
        measured_apart=found.measured_apart,
        full_cost=found.full_cost,
        budget=found.budget,
        spent=found.spent,
        committed=found.committed,
        to_commit=found.to_commit,
        given_back=found.given_back,
        to_spend=found.to_spend,
        year=found.year,
        year_end=found.year_end,
        coverage=found.coverage,
        figures=found.figures,
        blockage=found.blockage,
        pending=tuple(one.line for one in found.pending),
        series=found.series,
        next_review_on=found.next_review_on,
        load=found.load,
        promises=found.promises,
    )


def portfolio_answer(known: RollupFacts, found: Overview) -> PortfolioAnswer:
    """The portfolio as the API answers it."""
    held = {one.slot: msgspec.Raw(one.card.encode()) for one in known.engaged if one.slot}
    return PortfolioAnswer(
        cap=found.cap,
        active_count=found.active_count,
        paused_count=found.paused_count,
        pool_count=found.pool_count,
        pool_cap=found.pool_cap,
        has_exception=found.exception_until is not None,
        slots=tuple(
            SlotAnswer(no=seat.no, until=seat.until, initiative=held.get(seat.no))
            for seat in known.seats
        ),
        next_review_on=found.next_review_on,
    )


def rollup_columns(known: RollupFacts, *, today: date) -> dict[str, Any]:
    """What the company's one row says that day, by column; no query."""
    found = overview(known, today=today)
    return {
        "dashboard": text(dashboard_answer(found)),
        "portfolio": text(portfolio_answer(known, found)),
        "page": text(found),
        # A set of verdicts has no order of its own, and would be written otherwise each time.
        "letters": msgspec.json.encode(letters(known), order="deterministic").decode(),
    }


def letters(known: RollupFacts) -> list[MandateFacts]:
    """Every mandate that was not revoked, with what it engaged."""
    return [facts_of_mandate(mandate) for mandate, _ in known.mandates]
