"""The ideas pool as a table: searched, filtered, sorted by anything, never by a magic score."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from governance.rules.laws import TriageClass
from portfolio.choices import Benefit, SizeTap, State
from portfolio.models import Initiative
from portfolio.rules.readiness import Line
from portfolio.selectors.facts import readiness_lines
from portfolio.selectors.legal import LegalFacts, legal_facts
from portfolio.selectors.records import Record

LOW_RISK_FROM, MIDDLE_RISK_FROM = Decimal("0.60"), Decimal("0.45")
RISKS = tuple(SizeTap)
UNCHECKED = "triage_needed"


@dataclass(frozen=True, kw_only=True)
class PoolWish:
    """What the reader asks of the table; `sort` is a column, with a minus for descending."""

    search: str = ""
    benefit: str = ""
    legal_class: str = ""
    sort: str = "-value"
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether something is filtered out."""
        return bool(self.search or self.benefit or self.legal_class)


@dataclass(frozen=True, kw_only=True)
class PoolRow:
    """One idea in the pool; `readiness` is filled in for the rows that are shown."""

    initiative: Initiative
    legal: LegalFacts | None
    readiness: tuple[Line, ...] = ()

    @property
    def legal_class(self) -> str:
        """The class of the latest triage, or the code that says there is none."""
        return UNCHECKED if self.legal is None else self.legal.triage_class.value

    @property
    def risk(self) -> SizeTap:
        """The risk of missing the target, from the chance of success: small, medium or large."""
        chance = Decimal(str(self.initiative.success_chance))
        if chance >= LOW_RISK_FROM:
            return SizeTap.SMALL
        return SizeTap.MEDIUM if chance >= MIDDLE_RISK_FROM else SizeTap.LARGE

    @property
    def missing(self) -> tuple[Line, ...]:
        """The lines of *ready to start* that are not met."""
        return tuple(line for line in self.readiness if not line.met)

    @property
    def is_ready(self) -> bool:
        """Whether it could start now, given a slot."""
        return self.initiative.state == State.BACKLOG and not self.missing

    def with_record(self, record: Record, today: date) -> "PoolRow":
        """The row with its readiness."""
        return replace(self, readiness=readiness_lines(record=record, today=today))


class Pool(list[PoolRow]):
    """The rows asked for, and how many ideas there are in all."""

    total = 0


def pool_rows(*, wish: PoolWish) -> Pool:
    """Every idea that the wish keeps, in its order; two queries."""
    rows = list(
        Initiative.objects.filter(state__in=[State.BACKLOG, State.PROPOSED])
        .select_related("captain", "proposed_by")
        .order_by("created_at")
    )
    legal = legal_facts([row.id for row in rows])
    found = [PoolRow(initiative=row, legal=legal.get(row.id)) for row in rows]
    pool = Pool(_sorted([row for row in found if _is_wanted(row, wish)], wish.sort))
    pool.total = len(rows)
    return pool


def classes_offered() -> tuple[str, ...]:
    """The classes that the filter offers."""
    return (*(one.value for one in TriageClass), UNCHECKED)


def benefits_offered() -> tuple[str, ...]:
    """The benefits that the filter offers."""
    return tuple(one.value for one in Benefit)


def _is_wanted(row: PoolRow, wish: PoolWish) -> bool:
    text = f"{row.initiative.title} {row.initiative.summary} {row.initiative.beneficiaries}"
    return (
        wish.search.strip().casefold() in text.casefold()
        and wish.benefit in ("", row.initiative.benefit)
        and wish.legal_class in ("", row.legal_class)
    )


SORTS: dict[str, Callable[[PoolRow], object]] = {
    "title": lambda row: row.initiative.title.casefold(),
    "value": lambda row: row.initiative.value_likely,
    "effort": lambda row: row.initiative.days_likely,
    "risk": lambda row: RISKS.index(row.risk),
    "legal": lambda row: row.legal_class,
}


def _sorted(rows: list[PoolRow], sort: str) -> list[PoolRow]:
    """Those without a figure come last, whichever way."""
    key = SORTS.get(sort.lstrip("-"), SORTS["value"])
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return sorted(known, key=key, reverse=sort.startswith("-")) + unknown  # type: ignore[arg-type]
