"""Why a name is one, and why not the others: one sentence each, one word for a badge."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portfolio.life.words import line_text
from portfolio.standing.choices import Health
from portfolio.trio.selectors.candidates import Compared, Other, Why
from portfolio.trio.selectors.trio import TrioAnswer
from tenants import display

register = template.Library()

LABELS: Mapping[Why, str | Promise] = {
    Why.CAP: _("Cap"),
    Why.VACANT: _("Captain"),
    Why.CRITERION: _("Stop criterion"),
    Why.UNFINISHED: _("Unfinished"),
    Why.STUCK: _("Stuck"),
    Why.OVER_BUDGET: _("Over budget"),
    Why.CAPTAIN: _("Captain’s time"),
    Why.DUPLICATE: _("Duplicate"),
    Why.BUDGET: _("Budget"),
    Why.DAYS: _("Days"),
    Why.GAIN: _("Gain"),
    Why.RISK: _("Risk"),
    Why.LAW: _("Law"),
    Why.DATA: _("Data"),
    Why.PREREQUISITE: _("Prerequisite"),
    Why.SKILL: _("Skill"),
    Why.TRIAL: _("Trial under way"),
    Why.UNESTIMATED: _("To estimate"),
    Why.BEYOND: _("Not compared"),
}
NEXT = _("Just behind %(instead)s: the first to look at when a slot opens.")
LATER = _("%(gain)s to gain for %(cost)s and %(days)s: it comes after %(instead)s.")
SENTENCES: Mapping[Why, str | Promise] = {
    Why.CAP: LATER,
    Why.VACANT: _("Nobody carries it any more."),
    Why.CRITERION: _("Its stop criterion has been met since %(since)s: to be decided first."),
    Why.UNFINISHED: _("Taken over, and still missing: %(missing)s."),
    Why.STUCK: _("It has been stuck since %(since)s: to be decided first."),
    Why.OVER_BUDGET: _("More is spent and ordered than was voted: to be decided first."),
    Why.CAPTAIN: _("%(captain)s would already carry %(instead)s."),
    Why.DUPLICATE: _("The same use as %(instead)s: one is enough."),
    Why.BUDGET: _("%(cost)s to spend: with the others, the budget would not hold."),
    Why.DAYS: _("%(days)s of work: with the others, the days would run out."),
    Why.GAIN: _("%(cost)s to spend for %(gain)s to gain: it may well cost more than it brings."),
    Why.RISK: _("%(gain)s to gain: what may be lost weighs more than what it would add."),
    Why.LAW: _("Before it starts: %(missing)s."),
    Why.DATA: _("It would come in if its data were there; the diagnostic says they are not."),
    Why.PREREQUISITE: _(
        "It would come in if what it builds on were in place; the diagnostic says it is not."
    ),
    Why.SKILL: _("Nobody in the company has the skill it needs yet."),
    Why.TRIAL: _("Its trial answers by %(until)s."),
    Why.UNESTIMATED: _("Gain, cost or days are not estimated yet."),
    Why.BEYOND: _("Twelve are compared at most, and others promise more."),
}
ACTIVE: Mapping[Health, str | Promise] = {
    Health.ON_COURSE: _("It is on course, and what is left costs less than it should bring."),
}
GOING_ON = _("Going on would cost %(cost)s and %(days)s for %(gain)s more than stopping now.")
VACANT_SINCE = _("Nobody has carried it since %(since)s.")
STUCK = _("It is stuck: to be decided first.")
UNANSWERED = _("Its trial ended on %(until)s and has no answer yet.")
LACKS = {
    Why.DATA: _("Its chance is counted lower, as the diagnostic misses the data it needs."),
    Why.PREREQUISITE: _("Its chance is counted lower, as the diagnostic misses what it builds on."),
}
STILL_WORTH = _("What is left should bring more than it costs.")
NOBODY_YET = _("%(days)s of work should bring more than they cost; nobody carries it yet.")
CARRIED = _("%(days)s of work should bring more than they cost; %(captain)s would carry it.")
PROHIBITED = _("Prohibited: it cannot start.")
FORBIDDEN = _("Prohibited: it is to be stopped.")
LAW_OF_ACTIVE = _("What the law asks is not answered yet: %(missing)s.")
HALF = 5
TIMES = _("%(count)s times in 10")
PLACES = (_("First place left empty"), _("Second place left empty"), _("Third place left empty"))


@register.filter
def why_label(why: Why) -> str:
    """The reason in a word or two."""
    return str(LABELS[why])


@register.simple_tag
def why_text(other: Other, answer: TrioAnswer) -> str:
    """Why this one is not among the names, in one sentence."""
    told = (*answer.names, *(known.one for known in answer.others))
    titles = {one.id: one.title for one in told}
    one = other.one
    said: dict[str, Any] = {
        "instead": display.quoted(titles.get(other.instead, "")) if other.instead else "",
        "captain": display.named(one.captain.name if one.captain else ""),
        "since": display.date_long(other.since),
        "until": display.date_long(other.until),
        "missing": ", ".join(_inside(line_text(code)) for code in other.missing),
        "cost": display.money_short(one.cost),
        "days": work(one.days),
        "gain": gain_text(one),
    }
    return str(_sentence(other, today=answer.computed_at.date())) % said


def _sentence(other: Other, *, today: date) -> str | Promise:
    """The sentence that fits what is known of it."""
    is_active = other.one.is_active
    if other.why is Why.LAW and not other.missing:
        return FORBIDDEN if is_active else PROHIBITED
    if other.why is Why.LAW and is_active:
        return LAW_OF_ACTIVE
    if other.is_next:
        return NEXT
    if other.why is Why.GAIN and is_active:
        return GOING_ON
    if other.why is Why.VACANT and other.since:
        return VACANT_SINCE
    if other.why is Why.STUCK and other.since is None:
        return STUCK
    if other.why is Why.TRIAL and other.until and other.until < today:
        return UNANSWERED
    return SENTENCES[other.why]


@register.filter
def name_text(one: Compared) -> str:
    """Why this one is named, in one sentence."""
    if one.is_active:
        return str(ACTIVE.get(one.health, STILL_WORTH))
    name = display.named(one.captain.name) if one.captain else ""
    text = CARRIED if one.captain else NOBODY_YET
    lacks = LACKS.get(one.lacks) if one.lacks else None
    sentence = str(text) % {"days": work(one.days), "captain": name}
    return sentence if lacks is None else f"{sentence} {lacks}"


@register.filter
def gain_text(one: Compared) -> str:
    """What it is to bring, as a range: “3 à 20 k€”."""
    if one.gain is None:
        return display.money_short(None)
    return display.money_range(one.gain.low, one.gain.high)


@register.filter
def gain_sentence(one: Compared) -> str:
    """What it is to bring and until when: “3 à 20 k€ sur 24 mois, sans doute 9 k€”."""
    if one.gain is None:
        return display.money_short(None)
    said = {
        "range": gain_text(one),
        "likely": display.money_short(one.gain.likely),
        "until": display.date_month(one.until) if one.until else "",
    }
    if one.gain.low == one.gain.high:
        return gettext("about %(likely)s until %(until)s") % said
    if one.until:
        return gettext("%(range)s until %(until)s, likely %(likely)s") % said
    return gettext("%(range)s over 24 months, likely %(likely)s") % said


@register.filter
def work(days: float | None) -> str:
    """Person-days as they are planned: whole, one at least where there is any."""
    return display.days(None if days is None else max(round(days), int(days > 0)))


@register.filter
def of_ten(tenths: int | None) -> str:
    """How often: “5 in 10”."""
    return gettext("%(count)s in 10") % {"count": tenths or 0}


@register.filter
def left_empty(answer: TrioAnswer) -> list[tuple[str, int]]:
    """The places that the best set leaves empty now and then, and how often, in tenths."""
    rows = zip(PLACES, answer.empty_tenths, strict=False)
    return [(str(name), tenths) for name, tenths in rows if tenths]


@register.filter
def once_in(tenths: int) -> str:
    """How often, in words: “une fois sur deux”."""
    return gettext("half of the time") if tenths == HALF else str(TIMES) % {"count": tenths}


def _inside(text: str) -> str:
    """The words as they go on in a sentence."""
    return text[:1].lower() + text[1:]
