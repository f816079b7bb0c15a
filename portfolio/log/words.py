"""The words of a decision's facts: states, courses, signals, measures, reviews."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext

from governance.access.choices import ActorKind
from governance.decisions.rules import Fact, Value
from governance.decisions.selectors import LogEntry
from governance.decisions.words import coded_word, name_in
from governance.incidents.choices import AuthorityAnswer, Severity
from portfolio.life.words import BADGES, PROOFS
from portfolio.log.selectors import NamedLog
from portfolio.reviews.words import SIGNALS, review_name
from tenants import display

register = template.Library()
CODES: Mapping[str, str | Promise] = {
    **{code: badge.word for code, badge in BADGES.items()},
    **SIGNALS,
    **PROOFS,
    **{one.value: one.label for one in (*Severity, *AuthorityAnswer) if one.value},
}


@register.filter
def fact_word(code: str) -> str:
    """Whatever a fact holds as a code, in words."""
    return str(CODES.get(code) or coded_word(code))


SHOWN = 4


@dataclass(frozen=True, slots=True)
class Run:
    """Entries that follow each other; those by rule are `quiet` and shown folded."""

    quiet: bool
    entries: tuple[LogEntry, ...]


@dataclass(frozen=True, slots=True)
class LogDay:
    """The entries of one day of the company, the newest first."""

    day: date
    runs: tuple[Run, ...]


@register.filter
def by_day(log: NamedLog) -> list[LogDay]:
    """The page's entries under the days on which they were taken."""
    days = groupby(log.page.entries, key=lambda one: timezone.localtime(one.decision.at).date())
    return [LogDay(day, tuple(_runs(entries))) for day, entries in days]


def _runs(entries: Iterable[LogEntry]) -> Iterator[Run]:
    for quiet, run in groupby(entries, key=lambda one: one.decision.actor_kind == ActorKind.SYSTEM):
        yield Run(quiet, tuple(run))


@register.filter
def first_facts(facts: list[Fact]) -> list[Fact]:
    """Those that stand in the open."""
    return facts[:SHOWN]


@register.filter
def more_facts(facts: list[Fact]) -> list[Fact]:
    """Those behind a fold."""
    return facts[SHOWN:]


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
