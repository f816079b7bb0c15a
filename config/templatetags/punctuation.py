from django import template
from django.utils.translation import pgettext

register = template.Library()


@register.simple_tag
def colon() -> str:
    """Between a label and its text, as the reader's language sets it."""
    return pgettext("between a label and its text", ": ")


@register.simple_tag
def semicolon() -> str:
    """Between clauses."""
    return pgettext("between clauses", "; ")
