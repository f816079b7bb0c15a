"""Components that need a word, a shape and a tone for a code, or a Django form field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portfolio.life.words import BADGES, Badge

register = template.Library()


ALIASES = {"high": "high_risk", "limited": "transparency", "free": "open_slot"}


@dataclass(frozen=True)
class Series:
    """How a chart draws one series: line, area, bar or tick, its class, its name."""

    mark: str
    css: str
    name: "str | Promise"


SERIES: Mapping[str, Series] = {
    "measured": Series("line", "l1", pgettext_lazy("series", "Measured")),
    "forecast": Series("line", "fc", pgettext_lazy("series", "Forecast")),
    "band": Series("area", "a1", _("8 chances in 10")),
    "target": Series("line", "tg", pgettext_lazy("series", "Target")),
    "baseline": Series("line", "lp", pgettext_lazy("series", "Baseline")),
    "spent": Series("line", "l2", pgettext_lazy("series", "Spent")),
    "gained": Series("line", "l3", pgettext_lazy("series", "Gained")),
    "confirmed": Series("line", "l3", pgettext_lazy("series", "Confirmed")),
    "gain_forecast": Series("line", "fc g3", _("Expected gains")),
    "gain_band": Series("area", "a3", _("8 chances in 10")),
    "spend_ahead": Series("line", "lp", _("Expected spending")),
    "budget": Series("line", "tg", _("Approved budget")),
    "path": Series("bar", "f1", _("Progress")),
    "arrival": Series("area", "a1", _("Expected arrival (8 chances in 10)")),
    "cost": Series("bar", "f2", pgettext_lazy("series", "Spending")),
    "elapsed": Series("tick", "ax", _("Time elapsed")),
    "now": Series("line", "l1", pgettext_lazy("series", "Now")),
    "before": Series("line", "tg", pgettext_lazy("series", "Before")),
    "peers": Series("line", "lp", _("Comparable companies")),
}


@register.inclusion_tag("components/_legend.html")
def legend(keys: str, **names: str) -> dict[str, list[Series]]:
    """A chart's series by their codes, separated by spaces; names replace the usual words."""
    chosen = ((key, SERIES[key]) for key in keys.split())
    return {"series": [replace(one, name=names.get(key) or one.name) for key, one in chosen]}


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """A symbol of the sprite, hidden from screen readers."""
    drawn = '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>'
    return format_html(drawn, f"i {css}".strip(), static("icons.svg"), name)


@register.inclusion_tag("components/_badge.html")
def badge(code: str, *, dense: bool = False, text: str = "") -> dict[str, object]:
    """A state by its code; dense keeps the word for screen readers only, text replaces it."""
    known = BADGES.get(ALIASES.get(code, code))
    shown = known or Badge("mute", "info", code)
    word = text or shown.word
    return {"tone": shown.tone, "icon": shown.icon, "word": word, "dense": dense}


@register.filter
def tone_of(code: str) -> str:
    """The tone class of a state's code: ok, warn, bad, info or mute."""
    known = BADGES.get(ALIASES.get(code, code))
    return known.tone.split()[0] if known else "mute"


@register.filter
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """What stands in the tag of a form's control, a space before each."""
    kept = ((name, value) for name, value in attrs.items() if value is not False)
    return SafeString(
        "".join(
            format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
            for name, value in kept
        )
    )


@register.filter
def options(groups: Iterable[tuple[str | None, Iterable[Mapping[str, Any]], int]]) -> SafeString:
    """What a list offers, in its groups: a list of time zones has hundreds."""
    drawn = []
    for group, choices, _index in groups:
        told = ((one["value"], attributes(one["attrs"]), one["label"]) for one in choices)
        inside = format_html_join("", '<option value="{}"{}>{}</option>', told)
        whole = format_html('<optgroup label="{}">{}</optgroup>', group, inside)
        drawn.append(whole if group else inside)
    return SafeString("".join(drawn))


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field's own control with the class of our inputs, ids of help and errors kept."""
    widget = field.field.widget
    own = str(widget.attrs.get("class", ""))
    css = own if isinstance(widget, CheckboxInput) else f"input {own}".strip()
    return field.as_widget(attrs={"class": css} if css else None)


@register.filter
def control_kind(field: BoundField) -> str:
    """How a field is laid out: choices (cards), check (one box) or plain (label above)."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "check" if isinstance(widget, CheckboxInput) else "plain"


@register.filter
def must_answer(field: BoundField) -> bool:
    """The reader has to fill it: required, and not a list that begins with an answer."""
    widget = field.field.widget
    fixed = isinstance(widget, CheckboxSelectMultiple)
    return field.field.required and (fixed or widget.use_required_attribute(field.initial))


@register.filter
def of(mapping: Mapping[Any, object] | None, key: object) -> object:
    """The entry of a mapping for a key, whether the key is kept as itself or as text."""
    if not mapping:
        return ""
    return mapping.get(key, mapping.get(str(key), ""))


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: object) -> str:
    """The page's query string with some parameters changed; an empty value takes one away."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_page(context: template.Context, name: str, page: int) -> str:
    """The query string of another page of the same list."""
    return query_with(context, **{name: page})
