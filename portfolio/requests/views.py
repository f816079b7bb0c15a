"""A verdict is asked of who has the authority; that person decides it or says why not."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.members.selectors import present_members
from portfolio.decisions.selectors import VerdictOption, authority_of
from portfolio.initiatives.selectors.pages import InitiativePage
from portfolio.life.views import form_view, home_of, page_of
from portfolio.requests.forms import AskForm, DeclineRequestForm
from portfolio.requests.selectors import (
    RequestLine,
    answer_time,
    get_request,
    may_answer,
    open_request,
    requests_of,
)
from portfolio.requests.services import ask_authority, decline_request


@require_safe
def authority_requests(request: Any) -> HttpResponse:
    """What the reader asked and is asked, and how long answers take in the company."""
    authority = authority_of(actor=request.actor, today=request.today)
    lines = requests_of(authority=authority)
    mine = [one for one in lines if one.row.asked_by_id == request.member.id]
    context = {
        "asked_of_me": [one for one in lines if one not in mine],
        "mine": mine,
        "time": answer_time(today=request.today),
    }
    return render(request, "portfolio/requests/page.html", context)


@require_http_methods(["GET", "POST"])
def initiative_ask(request: Any, initiative_id: UUID) -> HttpResponse:
    """Why it is asked for, and whom; who may decide is led there instead."""
    page = page_of(request, initiative_id)
    wanted = request.GET.get("verdict", "")
    option = next((one for one in page.options if one.verdict == wanted and one.denial), None)
    return _ask(request, page, option) if option else redirect("initiative_decide", initiative_id)


def _ask(request: Any, page: InitiativePage, option: VerdictOption) -> HttpResponse:
    form = AskForm(request.POST or None)
    told = _("It is asked. You are told what becomes of it.")
    return form_view(
        request,
        "portfolio/requests/ask.html",
        form,
        context=lambda: _ask_context(page, option),
        save=lambda: ask_authority(
            request.act, initiative_id=page.card.id, verdict=option.verdict, **form.cleaned_data
        ),
        done=lambda _row: (told, home_of(page.card.id)),
        initiative_id=page.card.id,
    )


@require_http_methods(["GET", "POST"])
def authority_request(request: Any, authority_request_id: UUID) -> HttpResponse:
    """What is asked and why: decide it, or say why not; who asked sees what became of it."""
    line = get_request(authority_request_id)
    able, row = _able(request, line), line.row
    form = DeclineRequestForm(request.POST or None)
    return form_view(
        request,
        "portfolio/requests/request.html",
        form,
        context=lambda: {"line": line, "row": row.initiative, "may_answer": able},
        save=lambda: decline_request(request.act, request_id=row.id, **form.cleaned_data),
        done=lambda _row: (
            _("%(name)s is told.") % {"name": row.asked_by.display_name},
            reverse("authority_requests"),
        ),
        initiative_id=row.initiative_id,
    )


def _able(request: Any, line: RequestLine) -> bool:
    """Whether the reader may still answer it; raises NotAllowed for whom it does not concern."""
    row = line.row
    able = may_answer(authority_of(actor=request.actor, today=request.today), row)
    if not able:
        asker = SubjectFacts(named_ids=frozenset({row.asked_by_id}))
        require(request.act, permission="request.read", subject=asker)
    return able and line.settled_on is None


def _ask_context(page: InitiativePage, option: VerdictOption) -> dict[str, Any]:
    return {
        "row": page.card,
        "option": option,
        "names": {one.id: one.display_name for one in present_members()},
        "asked": open_request(initiative_id=page.card.id, verdict=option.verdict),
    }
