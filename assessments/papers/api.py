"""What leaves as a file or a mail: the result on two pages, the answers as a table."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from msgspec import Meta
from rest_framework.renderers import JSONRenderer

from assessments.answers.selectors import completed_assessment
from assessments.papers.selectors import answer_sheet, report_of
from assessments.papers.services import answers_table, result_sheet, send_result
from assessments.results.rules.results import DONT_KNOW, KNOWN, UNANSWERED
from governance.api.codec import Body
from governance.api.operations import operation
from governance.api.renderers import FILE, TEXT, CsvRenderer, PdfRenderer
from governance.api.views import ApiView
from governance.papers.services import MEDIA_TYPE, print_sheet
from tenants.bounds import one_of
from tenants.shapes import LocalTime, Shape, shaped
from tenants.tables.rules import writing as tables


class AnswerRowAnswer(Shape, frozen=True, kw_only=True):
    """One question and the firm's answer; *anchor* 0 to 4 where the answer is one."""

    item_id: str
    revision: int
    dimension: str
    question: str
    state: Annotated[str, one_of((KNOWN, DONT_KNOW, UNANSWERED))]
    anchor: int | None
    value: Any
    text: str
    role: str
    answered_at: LocalTime | None


class AnswersAnswer(Shape, frozen=True, kw_only=True):
    """The firm's answers, one row per question that is asked."""

    assessment_id: UUID
    questionnaire_version: str
    rows: tuple[AnswerRowAnswer, ...]


class MailBody(Body, frozen=True, kw_only=True):
    """Members who receive the result, each at most once a day."""

    members: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=200)]


class MailsAnswer(Shape, frozen=True, kw_only=True):
    """How many members are told."""

    members: int


class AssessmentPdf(ApiView):
    renderer_classes = (PdfRenderer, JSONRenderer)

    @operation(
        "The result on two pages, in the language asked for",
        None,
        name="get_assessment_pdf",
        may_refuse=True,
        media={MEDIA_TYPE: FILE},
    )
    def get(self, assessment_id: UUID) -> HttpResponseBase:
        """A tagged PDF; its ETag stays as long as its words do."""
        one = completed_assessment(assessment_id)
        report = report_of(one, language=self.language)
        sheet = result_sheet(report, company=self.company.name)
        known = get_conditional_response(self.door, etag=sheet.etag)
        headers = {"ETag": sheet.etag}
        return known or HttpResponse(print_sheet(sheet), content_type=MEDIA_TYPE, headers=headers)


class AssessmentAnswers(ApiView):
    renderer_classes = (JSONRenderer, CsvRenderer)

    @operation(
        "The firm's answers, as objects or as a table",
        AnswersAnswer,
        name="list_assessment_answers",
        media={tables.MEDIA_TYPE: TEXT},
    )
    def get(self, assessment_id: UUID) -> AnswersAnswer | HttpResponse:
        """One row per question asked, in the language asked for; CSV with `Accept: text/csv`."""
        sheet = answer_sheet(assessment_id, language=self.language)
        if isinstance(self.request.accepted_renderer, CsvRenderer):
            return HttpResponse(answers_table(sheet).encode(), content_type=tables.CONTENT_TYPE)
        one = sheet.assessment
        return AnswersAnswer(
            assessment_id=one.id,
            questionnaire_version=one.questionnaire_version,
            rows=tuple(shaped(row, AnswerRowAnswer) for row in sheet.rows),
        )


class AssessmentMails(ApiView):
    @operation(
        "Send the result by mail to members",
        MailsAnswer,
        name="send_assessment_result",
        body=MailBody,
        status=202,
    )
    def post(self, body: MailBody, assessment_id: UUID) -> MailsAnswer:
        """Each in his or her language, at most once a day, with the two pages enclosed."""
        count = self.perform(send_result, assessment_id=assessment_id, member_ids=body.members)
        return MailsAnswer(members=count)
