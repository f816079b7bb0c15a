"""Columns of a table of the accounts, and why a cell cannot be taken, in words."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portfolio.life.words import ALL_TEXTS
from portfolio.spending.choices import SpendingColumn
from tenants.tables.words import reason_text

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
    "ahead": _("This day is still to come: only what is paid comes in."),
    "too_far": _("This day is more than ten years away."),
    "odd_day": _("This day is more than a year away from anything known of it."),
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
    return str(text) if text else reason_text(code)
