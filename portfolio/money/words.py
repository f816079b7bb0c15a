"""The kinds of money lines, in words."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portfolio.money.choices import PAID, ExpenseKind
from portfolio.standing.selectors.ahead import Ahead
from tenants import display

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


@register.simple_tag
def completion_text(ahead: Ahead) -> str:
    """What it will have cost: “31 500 €, de 30 500 à 33 000 €”."""
    if ahead.cash_low == ahead.cash_high:
        return display.money(ahead.cash_likely)
    return gettext("%(likely)s, from %(low)s to %(high)s") % {
        "likely": display.money(ahead.cash_likely),
        "low": display.money(ahead.cash_low),
        "high": display.money(ahead.cash_high),
    }


@register.filter
def kind_word(kind: str) -> str | Promise:
    """The kind as the list shows it."""
    return KINDS[ExpenseKind(kind)]
