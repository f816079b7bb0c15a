"""Why a cell or a whole table cannot be taken, in words."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

register = template.Library()
REASONS: Mapping[str, Promise] = {
    "column_needed": _("Say which column holds this."),
    "column_unknown": _("The table has no such column."),
    "column_twice": _("Two columns have the same heading."),
    "too_many_rows": _("5,000 rows at most: cut the file in several."),
    "too_many_columns": _("200 columns at most."),
    "too_many_cells": _("This row has more cells than there are headings."),
    "table_empty": _("There is nothing in this table."),
    "table_too_large": _("Five megabytes at most."),
    "unreadable_table": _("This is no table: save it as XLSX or as CSV."),
    "not_a_workbook": _("This is no Excel workbook that can be read: save it anew as XLSX."),
    "quote_unclosed": _("A quotation mark opens a cell here and never closes it."),
    "cell_too_long": _("This cell holds more than 10,000 characters."),
    "workbook_encrypted": _("This workbook is locked by a password: save it without one."),
    "workbook_macros": _("This workbook holds macros: save it as XLSX, without them."),
    "workbook_external": _(
        "This workbook reads other files: copy its values into one that does not."
    ),
    "workbook_entities": _("This workbook holds what no spreadsheet writes: save it anew as XLSX."),
    "workbook_too_heavy": _("This workbook is far too heavy: copy its table into a new one."),
    "required": _("This cell is empty."),
    "max_length": _("This text is too long."),
    "not_a_day": _("This is no day. Write 28/02/2027."),
    "not_a_number": _("This is no number. Write 1 200,50."),
    "not_whole": _("Write a whole number."),
    "number_ambiguous": _("This number can be read in two ways: write its decimals."),
    "out_of_range": _("This number is too small or too large."),
    "max_decimal_places": _("This number has too many decimals."),
    "unknown_code": _("This word is none of those known here."),
    "member_unknown": _("Nobody here has this name or this address."),
    "member_ambiguous": _("Several people have this name: write the address."),
}


@register.filter
def reason_text(code: str) -> str:
    """Why a cell, or a table, cannot be taken."""
    found = REASONS.get(code)
    return str(found) if found else gettext("This cell cannot be taken as it is.")
