"""What the register's codes say: lights, data, history; every light has a shape and a word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from governance.error_texts import TEXTS
from governance.register.choices import (
    Account,
    DataClass,
    EntryKind,
    Happening,
    Light,
    Oversight,
    SwitchedOn,
)
from governance.register.models import RegisterEntry
from governance.register.rules.entries import Summary
from tenants.display import date_long, money
from tenants.tables.words import reason_text

register = template.Library()


@dataclass(frozen=True)
class Sign:
    """A light's tone, shape and word: never colour alone."""

    tone: str
    icon: str
    word: "str | Promise"


LIGHTS: Mapping[str, Sign] = {
    Light.GREEN: Sign("ok", "done", Light.GREEN.label),
    Light.ORANGE: Sign("warn", "warning", Light.ORANGE.label),
    Light.RED: Sign("bad", "no", Light.RED.label),
    Light.NONE: Sign("mute", "question", Light.NONE.label),
}
LABELS: Mapping[str, Promise] = {
    "tool": _("Tool"),
    "purpose": _("What for"),
    "kind": _("Kind"),
    "light": _("Light"),
    "condition": _("Condition"),
    "data": _("Data allowed"),
    "data_note": _("Data, in your words"),
    "account": _("Account"),
    "vendor": _("Vendor"),
    "place": _("Where the vendor is"),
    "owner_id": _("Answers for it"),
    "contact_id": _("Whom to ask"),
    "checker_id": _("Who checks"),
    "oversight": _("How it is checked"),
    "users_count": _("People who use it"),
    "users_of": _("People it is for"),
    "users_on": _("Counted on"),
    "cost_year": _("Cost a year, before VAT (€)"),
    "seats": _("Seats paid"),
    "contract_ends": _("Contract ends on"),
    "notice_on": _("Give notice by"),
    "vendor_assessed_on": _("Vendor assessed on"),
    "access_reviewed_on": _("Access reviewed on"),
    "exit_note": _("How to leave"),
    "reads": _("It may read"),
    "writes": _("It may write"),
    "sends": _("It may send"),
    "spends_up_to": _("It may spend up to (€)"),
    "never": _("It may never"),
    "stop_by_id": _("Who stops it"),
    "stop_address": _("Who stops it, outside the company"),
    "stop_how": _("How to stop it"),
    "stop_tried_on": _("Stop last tried on"),
    "stopped_on": _("Stopped on"),
    "switched_on": _("Who switched it on"),
}
CHOICES: Mapping[str, Any] = {
    "kind": EntryKind,
    "light": Light,
    "account": Account,
    "oversight": Oversight,
    "switched_on": SwitchedOn,
}
PEOPLE = frozenset({"owner_id", "contact_id", "checker_id", "stop_by_id"})
DAYS = frozenset(
    {
        *("users_on", "contract_ends", "notice_on", "vendor_assessed_on", "access_reviewed_on"),
        *("stop_tried_on", "stopped_on"),
    }
)
SUMS = frozenset({"cost_year", "spends_up_to"})


@register.filter
def light_sign(light: str) -> Sign:
    """The shape, tone and word of a light."""
    return LIGHTS[light]


@register.filter
def data_words(data: Iterable[str]) -> str:
    """The classes of data, as a list in one sentence."""
    return ", ".join(str(DataClass(one).label) for one in data)


@register.filter
def entry_data(entry: RegisterEntry) -> str:
    """Which data may go in, as the company says it; else by class."""
    return entry.data_note or data_words(entry.data)


@register.filter
def can_do(entry: RegisterEntry) -> list[str]:
    """What it may do, one line each."""
    spends = entry.spends_up_to
    lines = (
        (gettext("read: %(what)s"), entry.reads),
        (gettext("write: %(what)s"), entry.writes),
        (gettext("send: %(what)s"), entry.sends),
        (gettext("spend up to %(what)s"), money(spends) if spends else ""),
    )
    return [text % {"what": what} for text, what in lines if what]


@register.filter
def cannot_do(entry: RegisterEntry) -> list[str]:
    """What it may not do: what nobody gave it, and what is never allowed."""
    lines = (
        (gettext("read anything"), entry.reads),
        (gettext("write"), entry.writes),
        (gettext("send"), entry.sends),
        (gettext("spend money"), entry.spends_up_to),
    )
    return [*(text for text, what in lines if not what), *entry.never_lines]


@register.filter
def in_days(day: date, today: date) -> str:
    """How far away a day is: today, tomorrow, in so many days, or that it is over."""
    count = (day - today).days
    if count < 0:
        return gettext("over")
    if count == 0:
        return gettext("today")
    return ngettext("in %(count)d day", "in %(count)d days", count) % {"count": count}


@register.filter
def lights_sentence(figures: Summary) -> str:
    """How many uses, and of which light: the parts make the whole."""
    parts = (
        (ngettext("%(n)d green", "%(n)d green", figures.green), figures.green),
        (ngettext("%(n)d orange", "%(n)d orange", figures.orange), figures.orange),
        (ngettext("%(n)d red", "%(n)d red", figures.red), figures.red),
        (ngettext("%(n)d undecided", "%(n)d undecided", figures.undecided), figures.undecided),
    )
    whole = ngettext("%(n)d use", "%(n)d uses", figures.total) % {"n": figures.total}
    told = [text % {"n": count} for text, count in parts if count]
    return whole + pgettext("between a label and its text", ": ") + ", ".join(told)


@register.filter
def fault_text(code: str) -> str:
    """Why a cell of a table cannot be taken."""
    return str(TEXTS[code]) if code in TEXTS else reason_text(code)


@register.filter
def happening(what: str) -> str:
    """What happened, in a few words."""
    return str(Happening(what).label)


@register.simple_tag
def fact_lines(facts: Mapping[str, Any], names: Mapping[str, str]) -> list[dict[str, str]]:
    """What a fact of the history changed: label, before, after, in the reader's words."""
    return [
        {"label": str(LABELS[name]), "was": _said(name, pair[0], names), "now": now}
        for name, pair in facts.items()
        if name in LABELS and isinstance(pair, list) and len(pair) == 2
        for now in [_said(name, pair[1], names)]
    ]


def _said(name: str, value: Any, names: Mapping[str, str]) -> str:
    if value in (None, "", []):
        return gettext("nothing")
    if name in PEOPLE:
        return names.get(value, gettext("somebody who left"))
    if name in DAYS:
        return date_long(date.fromisoformat(value))
    if name in SUMS:
        return money(Decimal(value))
    if name == "data":
        return data_words(value)
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    return str(value)


def options(ids: Iterable[tuple[UUID, str]]) -> list[tuple[str, str]]:
    """Members as choices of a list, nobody first."""
    return [("", gettext("Nobody")), *((str(one), name) for one, name in ids)]
