"""The words of a decision's facts: states, courses, signals, measures, reviews."""

from collections.abc import Callable, Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext

from governance.decisions.rules import Value
from governance.decisions.words import coded_word, name_in
from portfolio.life.words import BADGES, PROOFS
from portfolio.log.selectors import NamedLog
from portfolio.reviews.words import SIGNALS, review_name
from tenants import display

register = template.Library()
CODES: Mapping[str, str | Promise] = {
    **{code: badge.word for code, badge in BADGES.items()},
    **SIGNALS,
    **PROOFS,
}


@register.filter
def fact_word(code: str) -> str:
    """Whatever a fact holds as a code, in words."""
    return str(CODES.get(code) or coded_word(code))


SAID: Mapping[str, Callable[[Any], str]] = {
    "money": display.money,
    "share": display.percent,
    "number": display.number,
    "date": display.date_long,
    "word": fact_word,
}


@register.filter
def fact_value(item: Value, log: NamedLog) -> str:
    """One value of a fact as a person reads it: “Review of October 2026”, “46 200 €”, “yes”."""
    value = item.value
    match item.kind:
        case "id" if value in log.reviews:
            return review_name(*log.reviews[value])
        case "id":
            return name_in(value, log.names)
        case "measure":
            return display.quantity(value, log.units.get(item.of, "") if item.of else "")
        case "flag":
            return pgettext("fact", "yes") if value else pgettext("fact", "no")
    say = SAID.get(item.kind)
    return say(value) if say else str(value)
