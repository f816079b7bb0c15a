"""What a person takes home: the result on two pages, the answers as a table."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.core.internal.ratelimit import consume
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from assessments.answers.selectors import completed_assessment
from assessments.open_door.services import keepable_draft_of
from assessments.open_door.views import drafted_page, unlisted
from assessments.papers.forms import SendResultForm
from assessments.papers.selectors import answer_sheet, report_of
from assessments.papers.services import (
    answers_table,
    drafted_sheet,
    file_name,
    result_sheet,
    send_result,
)
from governance.members.selectors import present_members
from governance.papers.services import (
    MEDIA_TYPE,
    Sheet,
    kept_paper,
    print_for_anybody,
    print_sheet,
)
from tenants.tables.rules import writing as tables


@require_safe
def assessment_pdf(request: Any, assessment_id: UUID) -> HttpResponse:
    """The result on two pages, in the reader's language."""
    one = completed_assessment(assessment_id)
    report = report_of(one, language=request.LANGUAGE_CODE)
    return _printed(request, result_sheet(report, company=request.company.name))


@require_safe
@unlisted
def open_pdf(request: Any, token: str) -> HttpResponse:
    """The result behind a private link on two pages; an address has a few new ones an hour."""
    one = keepable_draft_of(token=token, now=request.now)
    report = drafted_page(one, language=request.LANGUAGE_CODE)
    at = one.completed_at or one.started_at
    sheet = drafted_sheet(report, at=at, version=one.questionnaire.version)
    kept = kept_paper(sheet)
    if kept is None and not may_print(request):
        return render(request, "errors/429.html", status=429)
    return _printed(request, sheet, paper=lambda one: kept or print_for_anybody(one))


@require_safe
def assessment_answers(request: Any, assessment_id: UUID) -> HttpResponse:
    """The firm's answers, one row per question, for a spreadsheet."""
    sheet = answer_sheet(assessment_id, language=request.LANGUAGE_CODE)
    at = sheet.assessment.completed_at or sheet.assessment.started_at
    name = file_name(company=request.company.name, at=at, suffix=".csv")
    response = HttpResponse(answers_table(sheet), content_type=tables.CONTENT_TYPE)
    response.headers["Content-Disposition"] = _as_file(name)
    return response


def may_print(request: HttpRequest) -> bool:
    """One more paper is within what an address without an account may ask for in an hour."""
    return bool(consume(request, app="allauth.account", action="draft_paper", limit_get=True))


def _printed(
    request: HttpRequest, sheet: Sheet, *, paper: Callable[[Sheet], bytes] = print_sheet
) -> HttpResponse:
    """The sheet as a file; who has it already is told so before anything is printed."""
    if get_conditional_response(request, etag=sheet.etag) is not None:
        return HttpResponseNotModified(headers={"ETag": sheet.etag})
    company = getattr(request, "company", None)
    name = file_name(company=company.name if company else "", at=sheet.at, suffix=".pdf")
    headers = {"ETag": sheet.etag, "Content-Disposition": _as_file(name)}
    return HttpResponse(paper(sheet), content_type=MEDIA_TYPE, headers=headers)


def _as_file(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


@require_http_methods(["GET", "POST"])
def assessment_send(request: Any, assessment_id: UUID) -> HttpResponse:
    """Who receives the result by mail; POST sends it."""
    one = completed_assessment(assessment_id)
    people = present_members()
    given = request.POST if request.method == "POST" else None
    form = SendResultForm(given, members=people, myself=request.member.id)
    if request.method == "POST" and form.is_valid():
        return _send(request, assessment_id, form.cleaned_data["members"])
    status = 422 if form.is_bound else 200
    context = {"assessment": one, "form": form}
    return render(request, "assessments/papers/page.html", context, status=status)


def _send(request: Any, assessment_id: UUID, members: list[UUID]) -> HttpResponse:
    count = send_result(request.act, assessment_id=assessment_id, member_ids=members)
    text = ngettext(
        "The result is on its way to %(count)s person.",
        "The result is on its way to %(count)s people.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("assessment_result", assessment_id)
