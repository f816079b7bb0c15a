"""How far what must not get worse may go, in words."""

from django import template
from django.utils.translation import gettext as _

from portfolio.guards.models import GuardRail
from portfolio.objectives.choices import Direction
from portfolio.standing.selectors.guarding import GuardLine
from tenants.display import quantity

register = template.Library()


@register.filter
def limit_said(guard: GuardRail | GuardLine) -> str:
    """Its limit and, where that was moved, what it was at first."""
    told = _("%(limit)s at most") if guard.direction == Direction.DOWN else _("%(limit)s at least")
    said = told % {"limit": quantity(guard.limit, guard.unit)}
    if guard.first_limit == guard.limit:
        return said
    first = _("at first %(limit)s") % {"limit": quantity(guard.first_limit, guard.unit)}
    return f"{said}, {first}"
