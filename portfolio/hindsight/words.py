"""What of an earlier day is not kept, in words."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.decisions.rules import Fact, read_facts
from portfolio.hindsight.rules import NotKept
from portfolio.hindsight.selectors import KnownInitiative

register = template.Library()
NOT_KEPT: Mapping[NotKept, Promise] = {
    NotKept.FORECAST: _("Chances and health between two decisions or reviews: the last are shown."),
    NotKept.EDITED: _("An entry that was edited before anything used it: its last text is shown."),
    NotKept.TITLES: _("Titles, names and units as they were then: today’s are shown."),
}


@register.filter
def not_kept_word(one: NotKept) -> str:
    """What nobody can tell any more."""
    return str(NOT_KEPT[one])


@register.filter
def frozen(one: KnownInitiative) -> list[Fact]:
    """Its frozen facts, in their order."""
    return read_facts(one.facts)
