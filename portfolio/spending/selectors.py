from collections.abc import Iterable, Mapping
from uuid import UUID

from portfolio.initiatives.models import Initiative
from portfolio.spending.choices import SpendingColumn
from portfolio.spending.models import SpendingMapping
from portfolio.spending.rules import USUAL
from tenants.tables.rules.sheets import TableSheet, guessed
from tenants.texts import folded


def columns_for(table: TableSheet) -> dict[SpendingColumn, str]:
    """Which heading holds what: as it was last time, else as is usual; one statement."""
    known = SpendingMapping.objects.filter(headings=table.key).first()
    if known is None:
        found = guessed(table.headings, usual={str(one): names for one, names in USUAL.items()})
        return {SpendingColumn(name): heading for name, heading in found.items()}
    stored = {SpendingColumn(name): heading for name, heading in known.columns.items()}
    return {column: one for column, one in stored.items() if one in table.headings}


def initiatives_named(names: Iterable[str]) -> Mapping[str, tuple[UUID, ...]]:
    """The initiatives of each of those references or names, as typed; one statement."""
    by_ref: dict[str, list[UUID]] = {}
    by_title: dict[str, list[UUID]] = {}
    for key, title, reference in Initiative.objects.values_list("id", "title", "external_ref"):
        by_title.setdefault(folded(title), []).append(key)
        if reference:
            by_ref.setdefault(reference, []).append(key)
    found: dict[str, tuple[UUID, ...]] = {}
    for name in set(names):
        found[name] = tuple(by_ref.get(name, ())) or tuple(by_title.get(folded(name), ()))
    return found


def may_take_spending() -> list[tuple[UUID, str]]:
    """The initiatives that were started, by title: where lines without a name may go."""
    rows = Initiative.objects.filter(started_on__isnull=False).order_by("title", "id")
    return list(rows.values_list("id", "title"))
