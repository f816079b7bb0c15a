"""The quarter's page: of today, every earlier one as it was, and what it asks."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.views import may
from governance.members.selectors import present_members
from governance.papers.views import paper_file
from portfolio.life.views import form_view
from portfolio.quarters.forms import AnswerAskForm, QuarterAskForm
from portfolio.quarters.models import QuarterAsk
from portfolio.quarters.rules import MOST_ASKS
from portfolio.quarters.selectors import (
    QuarterPage,
    ask_line,
    get_ask,
    kept_quarter,
    kept_quarters,
    present_quarter,
)
from portfolio.quarters.services import (
    answer_ask,
    quarter_file,
    quarter_sheet,
    write_ask,
)
from portfolio.standing.services import read_true


@require_http_methods(["GET", "POST"])
def quarter_paper(request: Any) -> HttpResponse:
    """The page as it stands now, the list of those that were made, and what is asked next."""
    form = QuarterAskForm(
        request.POST if request.method == "POST" else None, members=present_members()
    )
    return form_view(
        request,
        "portfolio/quarters/page.html",
        form,
        context=lambda: _context(request, _present(request)),
        save=lambda: write_ask(request.act, **form.said()),
        done=lambda _row: (_("It stands on the next page."), reverse("quarter_paper")),
    )


@require_safe
def quarter_paper_pdf(request: Any) -> HttpResponse:
    """The page as it stands now, on one sheet."""
    page = _present(request)
    return paper_file(request, quarter_sheet(page), name=quarter_file(page.made_at))


@require_safe
def quarter_paper_kept(request: Any, quarter_paper_id: UUID) -> HttpResponse:
    """A page as it was made."""
    context = _context(request, kept_quarter(quarter_paper_id))
    return render(request, "portfolio/quarters/page.html", context)


@require_safe
def quarter_paper_kept_pdf(request: Any, quarter_paper_id: UUID) -> HttpResponse:
    """A page as it was made, on one sheet."""
    page = kept_quarter(quarter_paper_id)
    return paper_file(request, quarter_sheet(page), name=quarter_file(page.made_at))


@require_http_methods(["GET", "POST"])
def quarter_ask(request: Any, quarter_ask_id: UUID) -> HttpResponse:
    """One ask, and its answer."""
    row, form = get_ask(quarter_ask_id), AnswerAskForm(request.POST or None)
    return form_view(
        request,
        "portfolio/quarters/ask.html",
        form,
        context=lambda: {"line": ask_line(row)},
        save=lambda: answer_ask(request.act, ask_id=row.id, **form.said()),
        done=lambda _row: (_("Your answer stands in the log."), _page_of(row)),
    )


def _page_of(row: QuarterAsk) -> str:
    """The page on which it stands."""
    if row.paper_id is None:
        return reverse("quarter_paper")
    return reverse("quarter_paper_kept", args=[row.paper_id])


def _present(request: Any) -> QuarterPage:
    asked = {"company": request.company.name, "today": request.today, "now": request.now}
    return read_true(lambda: present_quarter(**asked), today=request.today)


def _context(request: Any, page: QuarterPage) -> dict[str, Any]:
    return {
        "page": page,
        "facts": page.facts,
        "board": page.facts.board,
        "papers": kept_quarters(),
        "may_ask": page.id is None and len(page.asks) < MOST_ASKS and may(request, "quarter.ask"),
        "may_answer": may(request, "quarter.answer"),
    }
