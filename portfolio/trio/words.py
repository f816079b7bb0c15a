"""Why a name is one, and why not the others: one sentence each, one word for a badge."""

from collections.abc import Mapping
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
NEXT = _("Just behind %(instead)s. The next open slot is for it.")
LATER = _("%(gain)s to gain for %(cost)s and %(days)s: it comes after %(instead)s.")
SENTENCES: Mapping[Why, str | Promise] = {
    Why.CAP: LATER,
    Why.CAPTAIN: _("%(captain)s would already carry %(instead)s."),
    Why.DUPLICATE: _("The same use as %(instead)s: one is enough."),
    Why.BUDGET: _("%(cost)s to spend: with the others, the budget would not hold."),
    Why.DAYS: _("%(days)s of work: with the others, the days would run out."),
    Why.GAIN: _("%(cost)s to spend for %(gain)s to gain: it may well cost more than it brings."),
    Why.RISK: _("%(gain)s to gain: what may be lost weighs more than what it would add."),
    Why.LAW: _("Before it starts: %(missing)s."),
    Why.DATA: _("The diagnostic says that the data this use needs are not there yet."),
    Why.PREREQUISITE: _("The diagnostic says that what this use builds on is not in place yet."),
    Why.SKILL: _("Nobody in the company has the skill it needs yet."),
    Why.TRIAL: _("Its trial answers by %(until)s."),
    Why.UNESTIMATED: _("Gain, cost or days are not estimated yet."),
    Why.BEYOND: _("Twelve are compared at most, and others promise more."),
}
ACTIVE: Mapping[Health, str | Promise] = {
    Health.ON_COURSE: _("It is on course, and what is left costs less than it should bring."),
    Health.STALLED: _("It is stuck, yet what is left should bring more than it costs."),
}
GOING_ON = _("Going on would cost %(cost)s for %(gain)s more than stopping now.")
STILL_WORTH = _("What is left should bring more than it costs.")


@register.filter
def why_label(why: Why) -> str:
    """The reason in a word or two."""
    return str(LABELS[why])


@register.simple_tag
def why_text(other: Other, answer: TrioAnswer) -> str:
    """Why this one is not among the names, in one sentence."""
    titles = {one.id: one.title for one in answer.names}
    one = other.one
    said: dict[str, Any] = {
        "instead": display.quoted(titles.get(other.instead, "")) if other.instead else "",
        "captain": display.named(one.captain.name if one.captain else ""),
        "until": display.date_long(other.until),
        "missing": ", ".join(_inside(line_text(code)) for code in other.missing),
        "cost": display.money_short(one.cost),
        "days": work(one.days),
        "gain": gain_text(one),
    }
    if other.why is Why.LAW and not other.missing:
        return gettext("Prohibited: it cannot start.")
    text = NEXT if other.is_next else SENTENCES[other.why]
    if other.why is Why.GAIN and one.is_active:
        text = GOING_ON
    return str(text) % said


@register.filter
def name_text(one: Compared) -> str:
    """Why this one is named, in one sentence."""
    if one.is_active:
        return str(ACTIVE.get(one.health, STILL_WORTH))
    if one.captain is None:
        return gettext(
            "%(days)s of work should bring more than they cost; nobody carries it yet."
        ) % {"days": work(one.days)}
    return gettext(
        "%(days)s of work should bring more than they cost; %(captain)s would carry it."
    ) % {
        "days": work(one.days),
        "captain": display.named(one.captain.name),
    }


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


def _inside(text: str) -> str:
    """The words as they go on in a sentence."""
    return text[:1].lower() + text[1:]
