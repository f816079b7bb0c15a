"""What leaves of each list: the headings of its columns, and what they say of a row."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext_lazy

from assessments.roadmap.words import STAGES
from governance.decisions.words import role_word, system_reason, verdict_word
from governance.incidents.words import authority_word, severity_word
from governance.law.words import obligation_text
from governance.register.services.tables import list_columns
from portfolio.exports.choices import ListName
from portfolio.exports.selectors import LogLine, title_of
from portfolio.imports.choices import InitiativeColumn
from portfolio.imports.words import COLUMNS, DIRECTIONS
from portfolio.life.words import AGAIN, BADGES, BENEFITS, SIZES
from portfolio.search.words import hit_note, kind_word
from tenants.tables.rules.writing import Cell, FileForm, ListColumn

register = template.Library()
Value = Callable[[Any], Cell]
CODED: Mapping[str, Mapping[str, Any]] = {
    InitiativeColumn.STATE: {code: badge.word for code, badge in BADGES.items()},
    InitiativeColumn.BENEFIT: BENEFITS,
    InitiativeColumn.VALUE: SIZES,
    InitiativeColumn.EFFORT: SIZES,
    InitiativeColumn.COST: SIZES,
    InitiativeColumn.DIRECTION: DIRECTIONS,
}


def _column(key: str, words: Any, value: Value) -> ListColumn:
    return ListColumn(key=key, words=words, value=value)


def _said(key: InitiativeColumn) -> Value:
    """What a column of initiatives says, its codes in words."""
    known = CODED.get(key)

    def value(line: Any) -> Cell:
        found: Cell = line.said.get(key)
        return str(known[str(found)]) if known is not None and found else found

    return value


def _member(person: Any) -> str:
    return person.display_name if person else ""


def _decider(line: LogLine) -> str:
    entry = line.entry
    if entry.member:
        return str(entry.member.display_name)
    is_system = entry.decision.actor_kind == "system"
    return gettext("Capitaine, by rule") if is_system else gettext("Somebody who was erased")


def _reason(line: LogLine) -> str:
    decision = line.entry.decision
    is_system = decision.actor_kind == "system" and decision.reason
    return system_reason(decision.reason) if is_system else decision.reason


INITIATIVES = tuple(_column(key, COLUMNS[key], _said(key)) for key in InitiativeColumn)
MONEY = (
    _column(
        "reference", pgettext_lazy("column", "Reference"), lambda e: e.external_ref or str(e.id)
    ),
    _column("initiative", pgettext_lazy("column", "Initiative"), lambda e: e.initiative.title),
    _column("on", pgettext_lazy("column", "Date"), lambda e: e.on),
    _column(
        "what",
        pgettext_lazy("column", "Ordered or spent"),
        lambda e: "ordered" if e.is_commitment else "spent",
    ),
    _column("kind", pgettext_lazy("column", "Kind"), lambda e: e.kind),
    _column("label", pgettext_lazy("column", "Label"), lambda e: e.label),
    _column("amount", pgettext_lazy("column", "Amount"), lambda e: e.amount),
    _column("days", pgettext_lazy("column", "Days"), lambda e: e.days),
    _column(
        "cancellable_until",
        pgettext_lazy("column", "Can be cancelled until"),
        lambda e: e.cancellable_until,
    ),
    _column("covers_until", pgettext_lazy("column", "Covers until"), lambda e: e.covers_until),
    _column("corrects", pgettext_lazy("column", "Corrects"), lambda e: str(e.reverses_id or "")),
    _column("reason", pgettext_lazy("column", "Reason"), lambda e: e.reason),
)
MEASUREMENTS = (
    _column("kpi", pgettext_lazy("column", "KPI"), lambda m: m.objective.kpi),
    _column("on", pgettext_lazy("column", "Date"), lambda m: m.on),
    _column("value", pgettext_lazy("column", "Measured value"), lambda m: m.value),
    _column("note", pgettext_lazy("column", "Remark"), lambda m: m.note),
    _column("unit", pgettext_lazy("column", "Unit"), lambda m: m.objective.unit),
    _column(
        "initiative", pgettext_lazy("column", "Initiative"), lambda m: m.objective.initiative.title
    ),
    _column("document", pgettext_lazy("column", "Document"), lambda m: m.document),
    _column("by", pgettext_lazy("column", "Entered by"), lambda m: _member(m.recorded_by)),
    _column(
        "withdrawn",
        pgettext_lazy("column", "Taken back on"),
        lambda m: m.withdrawn_at.date() if m.withdrawn_at else None,
    ),
    _column("reason", pgettext_lazy("column", "Reason"), lambda m: m.reason),
)
DECISIONS = (
    _column("number", pgettext_lazy("column", "Number"), lambda one: one.entry.decision.seq),
    _column("at", pgettext_lazy("column", "Time"), lambda one: one.entry.decision.at.isoformat()),
    _column(
        "verdict",
        pgettext_lazy("column", "Verdict"),
        lambda one: verdict_word(one.entry.decision.verdict),
    ),
    _column("subject", pgettext_lazy("column", "Subject"), title_of),
    _column("by", pgettext_lazy("column", "Decided by"), _decider),
    _column("key", pgettext_lazy("column", "By the key"), lambda one: one.entry.key_name),
    _column(
        "mandate",
        pgettext_lazy("column", "On the mandate of"),
        lambda one: _member(one.entry.holder),
    ),
    _column("reason", pgettext_lazy("column", "Reason"), _reason),
    _column("corrects", pgettext_lazy("column", "Corrects"), lambda one: one.entry.corrects),
    _column(
        "hash", pgettext_lazy("column", "Hash"), lambda one: bytes(one.entry.decision.hash).hex()
    ),
)
ROADMAP = (
    _column("id", pgettext_lazy("column", "Reference"), lambda one: one.id),
    _column("title", pgettext_lazy("column", "Action"), lambda one: one.line.title),
    _column("stage", pgettext_lazy("column", "State"), lambda one: str(STAGES[one.stage][2])),
    _column("owner", pgettext_lazy("column", "Who carries it"), lambda one: _member(one.owner)),
    _column("due", pgettext_lazy("column", "Due on"), lambda one: one.progress.due_on),
    _column("window", pgettext_lazy("column", "Window"), lambda one: one.line.window),
    _column("days", pgettext_lazy("column", "Days"), lambda one: one.line.days),
    _column("cost", pgettext_lazy("column", "Cost"), lambda one: one.line.cost),
    _column("why", pgettext_lazy("column", "Why"), lambda one: one.line.why),
    _column("how", pgettext_lazy("column", "How"), lambda one: one.line.how),
)
LESSONS = (
    _column("title", pgettext_lazy("column", "Name"), lambda one: one.title),
    _column("state", pgettext_lazy("column", "State"), lambda one: str(BADGES[one.state].word)),
    _column("ended_on", pgettext_lazy("column", "Ended on"), lambda one: one.ended_on),
    _column("lesson", pgettext_lazy("column", "What was learned"), lambda one: one.lesson),
    _column("reason", pgettext_lazy("column", "Reason"), lambda one: one.reason),
    _column("gained", pgettext_lazy("column", "What it brought"), lambda one: one.gained),
    _column("kept", pgettext_lazy("column", "What stays"), lambda one: one.kept),
    _column("runs_on", pgettext_lazy("column", "Who runs it"), lambda one: one.runs_on),
    _column(
        "again",
        pgettext_lazy("column", "Do it again"),
        lambda one: str(AGAIN[one.again]) if one.again else "",
    ),
)
HITS = (
    _column("kind", pgettext_lazy("column", "Kind"), lambda one: kind_word(one[0])),
    _column("title", pgettext_lazy("column", "Name"), lambda one: one[1].title),
    _column("state", pgettext_lazy("column", "State"), lambda one: hit_note(*one)),
    _column("on", pgettext_lazy("column", "Date"), lambda one: one[1].on),
    _column("text", pgettext_lazy("column", "Text"), lambda one: one[1].text),
)
LAW = (
    _column(
        "duty",
        pgettext_lazy("column", "Duty"),
        lambda one: obligation_text(one.row.code, get_language() or "fr"),
    ),
    _column("article", pgettext_lazy("column", "Article"), lambda one: one.row.article),
    _column("use", pgettext_lazy("column", "Initiative or use"), lambda one: str(one.row.use)),
    _column("owner", pgettext_lazy("column", "Who sees to it"), lambda one: _member(one.owner)),
    _column("due_on", pgettext_lazy("column", "Due on"), lambda one: one.due_on),
    _column("done_on", pgettext_lazy("column", "Done on"), lambda one: one.row.done_on),
    _column("proof", pgettext_lazy("column", "What was done"), lambda one: one.row.proof),
)
INCIDENTS = (
    _column("reported", pgettext_lazy("column", "Told on"), lambda one: one.reported_at.date()),
    _column("what", pgettext_lazy("column", "What happened"), lambda one: one.what),
    _column("tool", pgettext_lazy("column", "Tool"), lambda one: one.with_what),
    _column("affects", pgettext_lazy("column", "Whom it affects"), lambda one: one.affects),
    _column("done", pgettext_lazy("column", "What was done"), lambda one: one.done),
    _column(
        "severity",
        pgettext_lazy("column", "How much it weighs"),
        lambda one: severity_word(one.severity),
    ),
    _column(
        "authority",
        pgettext_lazy("column", "Authority"),
        lambda one: authority_word(one.authority) if one.personal_data else "",
    ),
    _column("lesson", pgettext_lazy("column", "What was learned"), lambda one: one.lesson),
    _column(
        "closed",
        pgettext_lazy("column", "Closed on"),
        lambda one: one.closed_at.date() if one.closed_at else None,
    ),
)
LITERACY = (
    _column("held", pgettext_lazy("column", "Day"), lambda one: one.row.held_on),
    _column("kind", pgettext_lazy("column", "Kind"), lambda one: one.row.get_kind_display()),
    _column("minutes", pgettext_lazy("column", "Minutes"), lambda one: one.row.duration_min),
    _column(
        "roles",
        pgettext_lazy("column", "Roles"),
        lambda one: ", ".join(role_word(role) for role in one.row.audience),
    ),
    _column("uses", pgettext_lazy("column", "Uses"), lambda one: one.uses),
    _column("expected", pgettext_lazy("column", "For how many"), lambda one: one.expected),
    _column(
        "attended",
        pgettext_lazy("column", "How many were there"),
        lambda one: one.attended if one.row.attended is not None else None,
    ),
    _column("evidence", pgettext_lazy("column", "Proof"), lambda one: one.row.evidence),
)
LISTS: Mapping[ListName, Sequence[ListColumn]] = {
    ListName.IDEAS: INITIATIVES,
    ListName.INITIATIVES: INITIATIVES,
    ListName.PROPOSALS: INITIATIVES,
    ListName.REGISTER: list_columns(),
    ListName.INCIDENTS: INCIDENTS,
    ListName.LITERACY: LITERACY,
    ListName.MONEY: MONEY,
    ListName.MEASUREMENTS: MEASUREMENTS,
    ListName.DECISIONS: DECISIONS,
    ListName.ROADMAP: ROADMAP,
    ListName.LESSONS: LESSONS,
    ListName.SEARCH: HITS,
    ListName.LAW: LAW,
}


@register.inclusion_tag("portfolio/exports/_links.html", takes_context=True)
def export_links(context: template.Context, name: str, **more: object) -> dict[str, Any]:
    """The links by which the list leaves as its filters show it, as Excel and as CSV."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key in ("page", "before"):
        query.pop(key, None)
    for key, value in more.items():
        query[key] = str(value)
    said = f"?{urlencode(list(query.items()))}" if query else ""
    return {
        form.name.lower(): f"{reverse('export', args=[ListName(name), form])}{said}"
        for form in FileForm
    }
