"""What a person takes home: the result on two pages, the answers as a table."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from assessments.selectors.answer_rows import answer_sheet
from assessments.selectors.completed import completed_assessment
from assessments.selectors.reports import report_of
from assessments.services.answer_tables import answers_table
from assessments.services.drafts import keepable_draft_of
from assessments.services.papers import drafted_sheet, file_name, result_sheet
from assessments.views.open_door import drafted_page, unlisted
from governance.rules import tables
from governance.services.paper import MEDIA_TYPE, Sheet, print_sheet
from governance.views.access import member_required


@require_safe
@member_required
def assessment_pdf(request: Any, assessment_id: UUID) -> HttpResponse:
    """The result on two pages, in the reader's language."""
    one = completed_assessment(assessment_id)
    report = report_of(one, language=request.LANGUAGE_CODE)
    return _printed(request, result_sheet(report, company=request.company.name))


@require_safe
@unlisted
def open_pdf(request: Any, token: str) -> HttpResponse:
    """The result behind a private link on two pages."""
    one = keepable_draft_of(token=token, now=request.now)
    report = drafted_page(one, language=request.LANGUAGE_CODE)
    at = one.completed_at or one.started_at
    return _printed(request, drafted_sheet(report, at=at, version=one.questionnaire.version))


@require_safe
@member_required
def assessment_answers(request: Any, assessment_id: UUID) -> HttpResponse:
    """The firm's answers, one row per question, for a spreadsheet."""
    sheet = answer_sheet(assessment_id, language=request.LANGUAGE_CODE)
    at = sheet.assessment.completed_at or sheet.assessment.started_at
    name = file_name(company=request.company.name, at=at, suffix=".csv")
    response = HttpResponse(answers_table(sheet), content_type=tables.CONTENT_TYPE)
    response.headers["Content-Disposition"] = _as_file(name)
    return response


def _printed(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The sheet as a file; who has it already is told so before anything is printed."""
    if get_conditional_response(request, etag=sheet.etag) is not None:
        return HttpResponseNotModified(headers={"ETag": sheet.etag})
    company = getattr(request, "company", None)
    name = file_name(company=company.name if company else "", at=sheet.at, suffix=".pdf")
    headers = {"ETag": sheet.etag, "Content-Disposition": _as_file(name)}
    return HttpResponse(print_sheet(sheet), content_type=MEDIA_TYPE, headers=headers)


def _as_file(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
