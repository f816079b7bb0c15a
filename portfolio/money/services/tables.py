"""The lines of money of an initiative as a table."""

from collections.abc import Iterable

from portfolio.money.models import Expense
from tenants.tables.rules.writing import Cell, table

COLUMNS = (
    *("reference", "on", "what", "kind", "label", "amount", "days"),
    *("cancellable_until", "covers_until", "corrects", "reason"),
)


def exported(lines: Iterable[Expense], *, language: str) -> str:
    """Those lines as CSV: codes, days and figures, one line each, corrections included."""
    return table([COLUMNS, *map(_line, lines)], language=language)


def _line(one: Expense) -> list[Cell]:
    days = (
        "" if day is None else day.isoformat() for day in (one.cancellable_until, one.covers_until)
    )
    return [
        one.external_ref or str(one.id),
        one.on.isoformat(),
        "ordered" if one.is_commitment else "spent",
        one.kind,
        one.label,
        one.amount,
        one.days,
        *days,
        str(one.reverses_id or ""),
        one.reason,
    ]
