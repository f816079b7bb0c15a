"""Whom a company is compared with, and since when, in words."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.peers.selectors import PeerGroup

register = template.Library()
QUARTERS: Mapping[str, Promise] = {
    "1": gettext_lazy("1st quarter %(year)s"),
    "2": gettext_lazy("2nd quarter %(year)s"),
    "3": gettext_lazy("3rd quarter %(year)s"),
    "4": gettext_lazy("4th quarter %(year)s"),
}
SIZES: Mapping[str, Promise] = {
    "micro": gettext_lazy("1 to 9 people"),
    "small": gettext_lazy("10 to 49 people"),
    "medium": gettext_lazy("50 people or more"),
}


@register.filter
def quarter(period: str) -> str:
    """A quarter in words: “3rd quarter 2026”."""
    year, _mark, number = period.partition("Q")
    return str(QUARTERS[number]) % {"year": year}


@register.filter
def group_words(group: PeerGroup) -> str:
    """Whom one is compared with: “At least 10 companies (Industry, 10 to 49 people)”."""
    count = ngettext(
        "At least %(count)s company", "At least %(count)s companies", group.at_least
    ) % {"count": group.at_least}
    parts = [group.sector_name] if group.sector_name else []
    parts += [str(SIZES.get(group.size, group.size))] if group.size else []
    if not parts:
        return _("%(count)s of all sectors and sizes") % {"count": count}
    return f"{count} ({', '.join(parts)})"
