"""In which orders a list of initiatives is offered."""

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from portfolio.models import Initiative

# What is sorted by, and the column; where figures are unknown they count as nothing.
LIST_ORDERS = {
    "created": "id",
    "title": "title",
    "state_since": "state_since",
    "value": "value_likely",
    "days": "days_likely",
    "cost": "cost_likely",
}
FIGURES = frozenset({"value", "days", "cost"})


def in_order(
    rows: QuerySet[Initiative], *, sort: str
) -> tuple[QuerySet[Initiative], tuple[str, ...]]:
    """The rows with a column to sort by that is never empty, and the names to sort by.

    `sort` is a key of LIST_ORDERS, with a minus for descending; equals stand newest last.
    """
    name = sort.removeprefix("-")
    sign = sort[: len(sort) - len(name)]
    column = LIST_ORDERS[name]
    if name not in FIGURES:
        return rows, (f"{sign}{column}", f"{sign}id")
    return rows.annotate(sorted_by=Coalesce(F(column), 0)), (f"{sign}sorted_by", f"{sign}id")
