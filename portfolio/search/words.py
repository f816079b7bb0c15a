"""What the search page calls its kinds, where a hit leads, and what stands beside it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from governance.decisions.words import role_word, verdict_word
from governance.register.choices import EntryStatus
from portfolio.life.choices import State
from portfolio.life.words import BADGES
from portfolio.search.choices import SearchKind
from portfolio.search.selectors import Hit

register = template.Library()

KINDS: Mapping[SearchKind, str | Promise] = {
    SearchKind.INITIATIVE: pgettext_lazy("search", "Initiatives"),
    SearchKind.DECISION: pgettext_lazy("search", "Decisions"),
    SearchKind.PERSON: pgettext_lazy("search", "People"),
    SearchKind.USE: pgettext_lazy("search", "Uses of the register"),
    SearchKind.ACTION: pgettext_lazy("search", "Roadmap actions"),
}
STEPS: Mapping[str, str | Promise] = {
    "taken": pgettext_lazy("search", "Taken"),
    "done": pgettext_lazy("search", "Done"),
    "refused": pgettext_lazy("search", "Set aside"),
}


@register.filter
def kind_word(kind: SearchKind) -> str:
    """A kind as its heading says it: “Initiatives”."""
    return str(KINDS[kind])


@register.filter
def state_of(state: State) -> str:
    """An initiative's state in a word."""
    return str(BADGES[state].word)


@register.filter
def everywhere(text: str) -> str:
    """The address that looks for it without filters."""
    return f"{reverse('search')}?{urlencode({'q': text})}"


@register.simple_tag
def hit_url(kind: SearchKind, hit: Hit) -> str:
    """The page that a hit leads to."""
    match kind:
        case SearchKind.INITIATIVE:
            return reverse("initiative", args=[hit.id])
        case SearchKind.DECISION:
            before = (hit.number or 0) + 1
            return f"{reverse('decision_log')}?before={before}#d{hit.number}"
        case SearchKind.PERSON:
            return f"{reverse('settings_members')}#m{hit.id}"
        case SearchKind.USE:
            return reverse("register_entry", args=[hit.id])
        case SearchKind.ACTION:
            return reverse("roadmap_action", args=[hit.id])


@register.simple_tag
def hit_note(kind: SearchKind, hit: Hit) -> str:
    """What is told of a hit in a word or two; empty where there is nothing."""
    match kind:
        case SearchKind.INITIATIVE:
            return state_of(State(hit.state))
        case SearchKind.DECISION:
            return verdict_word(hit.state)
        case SearchKind.PERSON:
            return role_word(hit.state)
        case SearchKind.USE:
            return str(EntryStatus(hit.state).label)
        case SearchKind.ACTION:
            return str(STEPS.get(hit.state, ""))
