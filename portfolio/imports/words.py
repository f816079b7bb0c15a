"""Columns of a table of initiatives, and why a cell is in the way, in words."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portfolio.imports.choices import ImportState
from portfolio.imports.choices import InitiativeColumn as Column
from portfolio.life.words import ALL_TEXTS
from tenants.tables.words import REASONS, reason_text

register = template.Library()
COLUMNS: Mapping[str, Promise] = {
    Column.REFERENCE: pgettext_lazy("column", "Reference"),
    Column.TITLE: pgettext_lazy("column", "Name"),
    Column.STATE: pgettext_lazy("column", "State"),
    Column.CAPTAIN: pgettext_lazy("column", "Captain"),
    Column.SUMMARY: pgettext_lazy("column", "Summary"),
    Column.SITUATION: pgettext_lazy("column", "Today"),
    Column.BENEFIT: pgettext_lazy("column", "Gain aimed at"),
    Column.BENEFICIARIES: pgettext_lazy("column", "Beneficiaries"),
    Column.VALUE: pgettext_lazy("column", "Value (size)"),
    Column.EFFORT: pgettext_lazy("column", "Effort (size)"),
    Column.COST: pgettext_lazy("column", "Cost (size)"),
    Column.BUDGET: pgettext_lazy("column", "Budget"),
    Column.KPI: pgettext_lazy("column", "KPI"),
    Column.UNIT: pgettext_lazy("column", "Unit"),
    Column.DIRECTION: pgettext_lazy("column", "Direction"),
    Column.BASELINE: pgettext_lazy("column", "Baseline"),
    Column.BASELINE_ON: pgettext_lazy("column", "Measured on"),
    Column.TARGET: pgettext_lazy("column", "Target"),
    Column.TARGET_ON: pgettext_lazy("column", "Target date"),
    Column.MONTHLY_VALUE: pgettext_lazy("column", "Gain a month"),
}
DIRECTIONS: Mapping[str, Promise] = {"down": _("Less is better"), "up": _("More is better")}
OWN: Mapping[str, Promise] = {
    "row_twice": _("Two rows of this file have this name or this reference."),
    "initiative_ambiguous": _("Several initiatives have this name: use their reference."),
    "stands_otherwise": _("It stands here already and says something else: change it on its page."),
    "state_by_decision": _("It stands here already: its state changes by a decision, on its page."),
    "state_not_imported": _("Ideas, the pool and what runs come in: this state is none of these."),
    "import_failed": _("This file could not be read: save it anew, as XLSX or as CSV."),
    "does_not_improve": _("This target is no better than the baseline."),
    "not_ahead": _("This day is over: a target lies ahead."),
    "ahead": _("This day is still to come: what is measured lies behind."),
    "too_far": _("This day is more than ten years away."),
    "cap_reached": _("No slot is left for this one: take it into the pool, or free a slot first."),
    "pool_full": _("The pool is full before this one: take it in as an idea, or make room first."),
    "not_in_role": _("Only an executive takes over what runs: take it in as an idea."),
    "mandate_missing": _("You have no mandate for this state: take it in as an idea."),
    "min_length": _("This cell is empty."),
}
ENDS: Mapping[str, Promise] = {
    ImportState.READING: pgettext_lazy("import", "being read"),
    ImportState.TRYING: pgettext_lazy("import", "being tried"),
    ImportState.TRIED: pgettext_lazy("import", "tried"),
    ImportState.WRITING: pgettext_lazy("import", "being written"),
    ImportState.WRITTEN: pgettext_lazy("import", "written"),
    ImportState.FAILED: pgettext_lazy("import", "not taken"),
}
STATES: Mapping[str, Promise] = {
    ImportState.READING: _("The file is being read."),
    ImportState.TRYING: _("The rows are being tried: nothing is written."),
    ImportState.WRITING: _("The rows are being written, all or none."),
}


@register.filter
def import_column(key: str) -> str:
    """What a column holds."""
    return str(COLUMNS.get(key, key))


@register.filter
def import_reason(code: str) -> str:
    """Why a cell is in the way."""
    text = OWN.get(code) or REASONS.get(code) or ALL_TEXTS.get(code)
    return str(text) if text else reason_text(code)


@register.filter
def import_waits(state: str) -> str:
    """What is done at this moment, empty where nothing is."""
    return str(STATES.get(state, ""))


@register.filter
def import_state(state: str) -> str:
    """How far it has come, in a word."""
    return str(ENDS.get(state, state))
