"""The consultations of the works council: what was presented, for which uses, what was answered."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer

from governance.api.operations import Reply, operation
from governance.api.pagination import Page, whole
from governance.api.renderers import FILE, PdfRenderer
from governance.api.views import ApiView
from governance.council.choices import Opinion
from governance.council.rules import CouncilState
from governance.council.services import ConsultationInput
from governance.papers.services import MEDIA_TYPE, print_sheet
from portfolio.consultations.selectors import (
    ConsultationLine,
    consultation_line,
    consultation_lines,
    dossier,
)
from portfolio.consultations.services import ask_council, change_consultation, dossier_sheet
from tenants.shapes import Shape


class ConsultationAnswer(Shape, frozen=True, kw_only=True):
    """`state` is awaited, given, or silent: after `silent_on` the opinion counts as negative."""

    id: UUID
    version: int
    about: str
    asked_on: date
    with_expert: bool
    silent_on: date
    state: CouncilState
    opinion: Opinion
    opinion_on: date | None
    initiative_ids: tuple[UUID, ...]


class Consultations(ApiView):
    @operation(
        "Consultations of the works council, newest first",
        Page[ConsultationAnswer],
        name="list_consultations",
    )
    def get(self) -> Page[ConsultationAnswer]:
        """What it was asked and what it answered, with the date."""
        return whole(tuple(map(_answer, consultation_lines(today=self.today))))

    @operation(
        "Consult the works council for a list of uses",
        ConsultationAnswer,
        name="ask_council",
        body=ConsultationInput,
        status=201,
        writes_version=True,
    )
    def post(self, body: ConsultationInput) -> Reply:
        """The legal check of each use points to the consultation."""
        row = self.perform(ask_council, given=body)
        return _reply(self, row.id)


class ConsultationDetail(ApiView):
    renderer_classes = (JSONRenderer, PdfRenderer)

    @operation(
        "One consultation",
        ConsultationAnswer,
        name="get_consultation",
        writes_version=True,
        media={MEDIA_TYPE: FILE},
    )
    def get(self, consultation_id: UUID) -> Reply | HttpResponse:
        """What was presented, for which uses, and what was answered.

        With `Accept: application/pdf` the file that is handed over, in the language asked for.
        """
        if isinstance(self.request.accepted_renderer, PdfRenderer):
            file = dossier(consultation_id, today=self.today)
            company = self.company.name
            sheet = dossier_sheet(file, company=company, today=self.today, now=self.now)
            return HttpResponse(print_sheet(sheet), content_type=MEDIA_TYPE)
        return _reply(self, consultation_id)

    @operation(
        "Note the opinion, or change the list of uses",
        ConsultationAnswer,
        name="change_consultation",
        body=ConsultationInput,
        known=get,
        reads_version=True,
        writes_version=True,
    )
    def put(self, body: ConsultationInput, consultation_id: UUID) -> Reply:
        """The consultation is as given. If-Match."""
        self.perform(
            change_consultation,
            consultation_id=consultation_id,
            given=body,
            expected_version=self.expected_version(),
        )
        return _reply(self, consultation_id)


def _reply(view: ApiView, consultation_id: UUID) -> Reply:
    line = consultation_line(consultation_id, today=view.today)
    return Reply(_answer(line), line.version)


def _answer(line: ConsultationLine) -> ConsultationAnswer:
    told = line.stands
    return ConsultationAnswer(
        id=line.id,
        version=line.version,
        about=told.about,
        asked_on=told.asked_on,
        with_expert=told.with_expert,
        silent_on=told.silent_on,
        state=told.answer,
        opinion=told.opinion,
        opinion_on=told.opinion_on,
        initiative_ids=tuple(one.id for one in line.uses),
    )
