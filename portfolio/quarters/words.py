"""The quarter's page in words."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from tenants.display import date_long

register = template.Library()


@register.simple_tag
def quarter_name(first: date, last: date, number: int) -> str:
    """“Quarter 3, 1 July 2026 to 30 September 2026”."""
    said = {"number": number, "first": date_long(first), "last": date_long(last)}
    return _("Quarter %(number)s, %(first)s to %(last)s") % said
