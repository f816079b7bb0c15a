"""The kinds of money lines, in words."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portfolio.money.choices import PAID, ExpenseKind

register = template.Library()

KINDS: Mapping[ExpenseKind, str | Promise] = {
    ExpenseKind.LICENCE: _("Licence"),
    ExpenseKind.SERVICE: _("Service"),
    ExpenseKind.METERED: _("Metered use"),
    ExpenseKind.EQUIPMENT: _("Equipment"),
    ExpenseKind.TRAINING: _("Training"),
    ExpenseKind.RUN: _("Running"),
    ExpenseKind.UNSORTED: pgettext_lazy("a kind of expense", "Not sorted"),
    ExpenseKind.INTERNAL_DAYS: _("Internal days"),
}


def kind_choices() -> list[tuple[str, str | Promise]]:
    """What a form offers; without a choice the label says it."""
    return [("", _("As its words say")), *((kind.value, KINDS[kind]) for kind in PAID)]


@register.filter
def kind_word(kind: str) -> str | Promise:
    """The kind as the list shows it."""
    return KINDS[ExpenseKind(kind)]
