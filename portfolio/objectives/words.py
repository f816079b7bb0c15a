"""A measured figure in words, with what was counted."""

from django import template
from django.utils.translation import pgettext

from portfolio.objectives.rules import Ratio, Told, figure_of
from tenants import display

register = template.Library()


@register.filter
def ratio_text(counted: Ratio) -> str:
    """What was counted: “12 of 240”."""
    facts = {"part": display.number(counted.part), "whole": display.number(counted.whole)}
    return pgettext("counted", "%(part)s of %(whole)s") % facts


@register.filter
def told_text(told: Told, unit: str) -> str:
    """A figure as it was told: “5%”, “5% (12 of 240)”."""
    figure = display.quantity(figure_of(told, unit), unit)
    return f"{figure} ({ratio_text(told)})" if isinstance(told, Ratio) else figure
