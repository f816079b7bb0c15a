"""The words of a decision's facts: states, courses, signals, measures, reviews."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from governance.decisions.words import coded_word
from portfolio.reviews.words import SIGNALS

register = template.Library()
CODES: Mapping[str, Promise] = {
    "on_course": pgettext_lazy("health", "On course"),
    "drifting": pgettext_lazy("health", "Drifting"),
    "stalled": pgettext_lazy("health", "Stuck"),
    "unknown": pgettext_lazy("health", "Not enough facts"),
    "proposed": pgettext_lazy("state", "Proposed"),
    "backlog": pgettext_lazy("state", "In the ideas pool"),
    "active": pgettext_lazy("state", "Active"),
    "paused": pgettext_lazy("state", "Paused"),
    "completed": pgettext_lazy("state", "Done"),
    "stopped": pgettext_lazy("state", "Stopped"),
    "rejected": pgettext_lazy("state", "Rejected"),
    "archived": pgettext_lazy("state", "Archived"),
    **SIGNALS,
}


@register.filter
def fact_word(code: str) -> str:
    """Whatever a fact holds as a code, in words."""
    return str(CODES.get(code) or coded_word(code))


@register.filter
def known_in(identifier: UUID, known: Mapping[UUID, Any]) -> Any:
    """What is known of that id: the unit of an objective, the first day of a review; or None."""
    return known.get(identifier)
