"""The words of a decision's facts: states, courses, signals, measures, reviews."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from governance.decisions.choices import SubjectKind
from governance.decisions.rules import Fact, Value
from governance.decisions.selectors import LogEntry
from governance.decisions.words import coded_word, fact_label, name_in
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
@display.once_a_language
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
    for quiet, run in groupby(entries, key=lambda one: one.is_by_rule):
        yield Run(quiet, tuple(run))


class Subject(NamedTuple):
    """What a decision is about, and its page where it has one."""

    text: str
    url: str = ""


PAGES = {SubjectKind.INITIATIVE, SubjectKind.MANDATE, SubjectKind.STATEMENT, SubjectKind.INCIDENT}
NAMELESS: Mapping[str, Promise] = {
    SubjectKind.CHARTER: _("the charter"),
    SubjectKind.STATEMENT: _("a statement"),
    SubjectKind.INCIDENT: _("an incident"),
    SubjectKind.PORTFOLIO: _("the portfolio"),
}


@register.filter
def subject(entry: LogEntry, log: NamedLog) -> Subject:
    """What the entry is about."""
    kind, key = entry.decision.subject_kind, entry.decision.subject_id
    text = str(NAMELESS[kind]) if kind in NAMELESS else name_in(key, log.names)
    if kind == SubjectKind.CHARTER:
        return Subject(text, reverse("charter"))
    return Subject(text, reverse(kind, args=[key]) if kind in PAGES else "")


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


@register.filter
def fact_pairs(facts: Iterable[Fact], log: NamedLog) -> SafeString:
    """What each fact is about and its values, as the pairs of a list: a page has hundreds."""
    said = (
        (fact_label(fact.keys), ", ".join(fact_value(item, log) for item in fact.values))
        for fact in facts
    )
    return format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", said)
