from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from governance.access.services import require
from governance.decisions.forms import LogFilterForm
from governance.decisions.selectors import verdicts_in_log
from governance.incidents.selectors import incidents
from governance.members.selectors import present_members
from governance.register.forms import RegisterFilterForm
from governance.register.selectors import entries
from portfolio.exports.choices import ListName
from portfolio.exports.selectors import (
    MOST,
    expense_rows,
    idea_lines,
    initiative_lines,
    list_asked,
    log_lines,
    measurement_rows,
    proposal_lines,
    roadmap_actions,
)
from portfolio.exports.words import LISTS
from portfolio.lessons.forms import LessonsForm
from portfolio.lessons.selectors import lessons_page
from portfolio.literacy.selectors import all_lines
from portfolio.obligations.selectors import legal_page
from portfolio.portfolio.forms import pool_wish
from portfolio.search.forms import search_wish
from portfolio.search.selectors import readable, search_answer
from portfolio.standing.services import read_true
from tenants.errors import NotFound
from tenants.tables.views import download


@require_safe
def export(request: Any, list_name: str, form: str) -> HttpResponse:
    """A list as its filters show it, all of its pages, as a file."""
    wanted, file_form = list_asked(list_name, form)
    rows = ROWS[wanted](request)
    return download(request, LISTS[wanted], rows, name=wanted, form=file_form)


def _register(request: Any) -> Iterable[Any]:
    require(request.act, permission="register.read")
    return entries(RegisterFilterForm(request.GET).wanted())


def _decisions(request: Any) -> Iterable[Any]:
    asked = request.GET.copy()
    asked.pop("before", None)
    form = LogFilterForm(asked, verdicts=verdicts_in_log(), members=present_members())
    return log_lines(form.wanted())


def _roadmap(request: Any) -> Iterable[Any]:
    return roadmap_actions(
        today=request.today,
        language=request.LANGUAGE_CODE,
        reader_id=request.member.id,
        mine=request.GET.get("who") == "mine",
    )


def _lessons(request: Any) -> Iterable[Any]:
    today, asked = request.today, {**LessonsForm(request.GET).asked(), "number": 1}
    return read_true(lambda: lessons_page(**asked, today=today, size=MOST), today=today).lines


def _search(request: Any) -> Iterable[Any]:
    found = search_answer(
        search_wish(request.GET),
        may_read=readable(request.actor, today=request.today),
        language=request.LANGUAGE_CODE,
        zone=request.company.timezone,
        most=MOST,
    )
    return [(group.kind, hit) for group in found.groups for hit in group.hits]


def _law(request: Any) -> Iterable[Any]:
    page = legal_page(today=request.today)
    return (*page.open, *page.done)


def _of(request: Any) -> UUID | None:
    """The one initiative that is asked for; nonsense finds nothing."""
    told = request.GET.get("initiative", "")
    try:
        return UUID(told) if told else None
    except ValueError as error:
        raise NotFound("initiative_not_found") from error


ROWS: Mapping[ListName, Callable[[Any], Iterable[Any]]] = {
    ListName.IDEAS: lambda request: idea_lines(pool_wish(request.GET)),
    ListName.INITIATIVES: lambda request: initiative_lines(),
    ListName.PROPOSALS: lambda request: proposal_lines(),
    ListName.REGISTER: _register,
    ListName.LITERACY: lambda request: all_lines(),
    ListName.INCIDENTS: lambda request: incidents()[:MOST],
    ListName.MONEY: lambda request: expense_rows(_of(request)),
    ListName.MEASUREMENTS: lambda request: measurement_rows(_of(request)),
    ListName.DECISIONS: _decisions,
    ListName.ROADMAP: _roadmap,
    ListName.LESSONS: _lessons,
    ListName.SEARCH: _search,
    ListName.LAW: _law,
}
