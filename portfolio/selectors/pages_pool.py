"""The ideas pool as a table: searched, filtered, sorted by anything, never by a magic score."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.rules.laws import TriageClass
from portfolio.choices import Benefit, State
from portfolio.models import Initiative
from portfolio.selectors.legal import LegalFacts, legal_facts

UNCHECKED = "triage_needed"


@dataclass(frozen=True, kw_only=True)
class PoolWish:
    """What the reader asks of the table; `sort` is a column, with a minus for descending."""

    search: str = ""
    benefit: str = ""
    legal_class: str = ""
    sort: str = "-value"
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class PoolRow:
    """One idea as the table sorts and filters it."""

    initiative: Initiative
    legal: LegalFacts | None

    @property
    def legal_class(self) -> str:
        """The class of the latest triage, or the code that says there is none."""
        return UNCHECKED if self.legal is None else self.legal.triage_class.value


SORTS: dict[str, Callable[[PoolRow], Any]] = {
    "title": lambda row: row.initiative.title.casefold(),
    "value": lambda row: row.initiative.value_likely,
    "effort": lambda row: row.initiative.days_likely,
    "risk": lambda row: 1 - row.initiative.success_chance,
    "legal": lambda row: row.legal_class,
}


def pool_rows(*, wish: PoolWish, today: date) -> tuple[list[PoolRow], int]:
    """Every idea that the wish keeps, in its order, and how many there are in all; two queries."""
    ideas = Initiative.objects.filter(state__in=[State.BACKLOG, State.PROPOSED])
    rows = list(ideas.select_related("captain", "proposed_by", "next_step_by").order_by("id"))
    legal = legal_facts(rows, today=today)
    found = [PoolRow(initiative=row, legal=legal.get(row.id)) for row in rows]
    kept = [row for row in found if _is_wanted(row, wish)]
    return _sorted(kept, wish.sort), len(rows)


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


def _sorted(rows: list[PoolRow], sort: str) -> list[PoolRow]:
    """Those without a figure come last, whichever way."""
    key = SORTS[sort.removeprefix("-")]
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return sorted(known, key=key, reverse=sort.startswith("-")) + unknown
