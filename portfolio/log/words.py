"""The words of a decision's facts: states, courses, signals, measures, reviews."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import template
from django.utils.functional import Promise

from governance.decisions.words import coded_word
from portfolio.life.words import BADGES
from portfolio.reviews.words import SIGNALS

register = template.Library()
CODES: Mapping[str, str | Promise] = {
    **{code: badge.word for code, badge in BADGES.items()},
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
