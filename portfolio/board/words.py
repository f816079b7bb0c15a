"""The board's page in words: what awaits it, who carries what, how likely it is."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from portfolio.board.selectors import BoardAsked, BoardClosed, BoardFacts, BoardPage, BoardPriority
from portfolio.forecast.choices import ForecastWord, Promise
from portfolio.life.words import BADGES
from portfolio.standing import words as standing
from portfolio.standing.selectors.attention import Awaiting
from tenants import display

register = template.Library()
CHANCES: Mapping[ForecastWord, Text] = {
    ForecastWord.LIKELY: pgettext_lazy("chances", "Likely"),
    ForecastWord.UNCERTAIN: pgettext_lazy("chances", "Uncertain"),
    ForecastWord.UNLIKELY: pgettext_lazy("chances", "Unlikely"),
}


@register.filter
def asked_text(one: BoardAsked) -> str:
    """What awaits: a title, “2 proposals to answer”."""
    return standing.awaited_text(
        Awaiting(kind=one.kind, id=one.id, title=one.title, count=one.count)
    )


@register.filter
def decisions_beyond(facts: BoardFacts, listed: int) -> int:
    """How many decisions stand in the log beyond those listed."""
    return facts.decision_count - min(listed, len(facts.decisions))


@register.filter
def kept_text(one: BoardClosed) -> str:
    """What became of its promise, and the share of the gain: “Kept, 104 % of the gain”."""
    word = standing.promise_word(Promise(one.promise)) if one.promise else ""
    if one.share is None:
        return word
    share = display.percent(one.share)
    return _("%(word)s, %(share)s of the promised gain") % {"word": word, "share": share}


@register.simple_tag
def captain_of(one: BoardPriority, page: BoardPage) -> str:
    """Who carries it; that nobody does."""
    if one.captain_id is None:
        return _("nobody carries it")
    return display.named(page.captains.get(one.captain_id, ""))


@register.simple_tag
def chances_of(one: BoardPriority) -> str:
    """How likely its target is; before that can be told, how it stands."""
    return str(BADGES[one.health].word if one.word is None else CHANCES[one.word])
