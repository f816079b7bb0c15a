"""Columns of a table of the accounts, and why a cell cannot be taken, in words."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portfolio.life.words import ALL_TEXTS
from portfolio.spending.choices import SpendingColumn

register = template.Library()
COLUMNS: Mapping[SpendingColumn, Any] = {
    SpendingColumn.ON: _("Date"),
    SpendingColumn.LABEL: _("What for"),
    SpendingColumn.AMOUNT: _("Amount before VAT"),
    SpendingColumn.DEBIT: _("Debit"),
    SpendingColumn.CREDIT: _("Credit"),
    SpendingColumn.INITIATIVE: _("Initiative: its reference or its name"),
    SpendingColumn.KIND: _("Kind of expense"),
    SpendingColumn.REFERENCE: _("Reference: invoice or entry"),
}
REASONS: Mapping[str, Promise] = {
    "column_needed": _("Say which column holds this."),
    "column_unknown": _("The table has no such column."),
    "column_twice": _("Two columns have the same heading."),
    "too_many_rows": _("5,000 rows and 60 columns at most."),
    "table_empty": _("There is nothing in this table."),
    "table_too_large": _("Two megabytes at most."),
    "unreadable_table": _("This is no table of text: save it as CSV."),
    "required": _("This cell is empty."),
    "max_length": _("This text is too long."),
    "not_a_day": _("This is no day. Write 28/02/2027."),
    "ahead": _("This day is still to come: only what is paid comes in."),
    "too_far": _("This day is more than ten years away."),
    "odd_day": _("This day is more than a year away from anything known of it."),
    "not_a_number": _("This is no number. Write 1 200,50."),
    "number_ambiguous": _("This number can be read in two ways: write its decimals."),
    "out_of_range": _("This number is too large, or has more than cents."),
    "zero": _("A line of zero says nothing."),
    "unknown_code": _("No such kind of expense."),
    "initiative_unknown": _("No initiative has this reference or this name."),
    "initiative_ambiguous": _("Several initiatives have this name: use their reference."),
    "reference_differs": _("This reference came in before with another amount."),
}


@register.filter
def spending_column(name: str) -> str:
    """A column by its name, or the heading as it stands."""
    known = {str(one) for one in SpendingColumn}
    return str(COLUMNS[SpendingColumn(name)]) if name in known else name


@register.filter
def cell_reason(code: str) -> str:
    """Why a cell cannot be taken."""
    text = REASONS.get(code) or ALL_TEXTS.get(code)
    return str(text) if text else gettext("This cell cannot be taken as it is.")
