"""What leaves as a file or a mail: the result on two pages, the answers as a table."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.answers.selectors import completed_assessment
from assessments.diagnostic.serializers import AnswersSerializer, MailInput, MailsSerializer
from assessments.papers.selectors import answer_sheet, report_of
from assessments.papers.services import answers_table, result_sheet, send_result
from governance.api.views import ApiView
from governance.papers import rules as tables
from governance.papers.services import MEDIA_TYPE, print_sheet


class FileRenderer(BaseRenderer):
    """A file as its view wrote it; an error as the problem document it is."""

    charset = None
    render_style = "binary"

    def render(self, data: Any, *_accepted: Any, **_context: Any) -> bytes:
        if isinstance(data, bytes):
            return data
        written: bytes = JSONRenderer().render(data)
        return written


class PdfRenderer(FileRenderer):
    media_type = MEDIA_TYPE
    format = "pdf"


class CsvRenderer(FileRenderer):
    media_type = tables.MEDIA_TYPE
    format = "csv"


class AssessmentPdf(ApiView):
    renderer_classes = (PdfRenderer, JSONRenderer)

    @extend_schema(
        operation_id="get_assessment_pdf",
        summary="The result on two pages, in the language asked for",
        responses={(200, MEDIA_TYPE): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, assessment_id: UUID) -> HttpResponseBase:
        """A tagged PDF; its ETag stays as long as its words do."""
        door: Any = request._request
        one = completed_assessment(assessment_id)
        report = report_of(one, language=door.LANGUAGE_CODE)
        sheet = result_sheet(report, company=door.company.name)
        known = get_conditional_response(door, etag=sheet.etag)
        headers = {"ETag": sheet.etag}
        return known or HttpResponse(print_sheet(sheet), content_type=MEDIA_TYPE, headers=headers)


class AssessmentAnswers(ApiView):
    renderer_classes = (JSONRenderer, CsvRenderer)

    @extend_schema(
        operation_id="list_assessment_answers",
        summary="The firm's answers, as objects or as a table",
        responses={
            (200, "application/json"): AnswersSerializer,
            (200, tables.MEDIA_TYPE): OpenApiTypes.STR,
        },
    )
    def get(self, request: Request, assessment_id: UUID) -> Response:
        """One row per question asked, in the language asked for; CSV with `Accept: text/csv`."""
        door: Any = request._request
        sheet = answer_sheet(assessment_id, language=door.LANGUAGE_CODE)
        if isinstance(request.accepted_renderer, CsvRenderer):
            written = answers_table(sheet).encode()
            return Response(written, content_type=tables.CONTENT_TYPE)
        one = sheet.assessment
        known = {"assessment_id": one.id, "questionnaire_version": one.questionnaire_version}
        return Response(AnswersSerializer({**known, "rows": sheet.rows}).data)


class AssessmentMails(ApiView):
    @extend_schema(
        operation_id="send_assessment_result",
        summary="Send the result by mail to members",
        request=MailInput,
        responses={202: MailsSerializer},
    )
    def post(self, request: Request, assessment_id: UUID) -> Response:
        """Each in his or her language, at most once a day, with the two pages enclosed."""
        given = MailInput(data=request.data)
        given.is_valid(raise_exception=True)
        door: Any = request._request
        count = send_result(
            door.act, assessment_id=assessment_id, member_ids=given.validated_data["members"]
        )
        return Response({"members": count}, status=202)
