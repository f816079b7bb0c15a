"""The words of a result, for what is written without a request: papers and mails."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise

from assessments.selectors.result_page import ResultPage
from assessments.views.words import WORDS, headline

register = template.Library()


@register.filter(name="headline")
def headline_of(page: ResultPage) -> str:
    """The result in one sentence: the level and what limits it."""
    return headline(page)


@register.simple_tag
def result_words() -> Mapping[str, Mapping[str, Promise | str]]:
    """The words for the codes of a result."""
    return WORDS


@register.filter
def clipped(text: str, most: int) -> str:
    """At most that many characters: a longer text ends after a word, with an ellipsis."""
    if len(text) <= most:
        return text
    whole, space, _ = text[:most].rpartition(" ")
    return f"{(whole if space else text[: most - 1]).rstrip(' ,;:.')}…"
