"""The quarter's page as an object and as a file; what it asks, and what is answered."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer

from governance.api.codec import Body
from governance.api.operations import act, operation
from governance.api.renderers import FILE, PdfRenderer
from governance.api.views import ApiView
from governance.papers.services import MEDIA_TYPE, print_sheet
from portfolio.quarters.choices import AskAnswer
from portfolio.quarters.models import QuarterAsk
from portfolio.quarters.selectors import (
    QuarterFacts,
    QuarterPage,
    get_ask,
    kept_quarter,
    kept_quarters,
    present_quarter,
)
from portfolio.quarters.services import answer_ask, quarter_sheet, write_ask
from portfolio.standing.services import read_true
from tenants.bounds import text
from tenants.shapes import LocalTime, Shape, local_time, shaped


class QuarterAskAnswer(Shape, frozen=True, kw_only=True):
    """What is asked of the executives; `answer` is empty until one is given."""

    id: UUID
    text: str
    owner_id: UUID
    asked_at: LocalTime
    answer: str
    sentence: str
    answered_by_id: UUID | None
    answered_at: LocalTime | None


class QuarterPaperAnswer(Shape, frozen=True, kw_only=True):
    """The executives' page: kept under its `id`, or as it stands now without one."""

    id: UUID | None
    made_at: LocalTime
    facts: QuarterFacts
    asks: tuple[QuarterAskAnswer, ...]


class QuarterPaperLine(Shape, frozen=True, kw_only=True):
    """A page that was made, of the quarter that begins that day."""

    id: UUID
    quarter: date
    made_at: LocalTime


class QuarterPapersAnswer(Shape, frozen=True, kw_only=True):
    """Every page that was made, the newest first."""

    papers: tuple[QuarterPaperLine, ...]


class QuarterAskBody(Body, frozen=True, kw_only=True):
    """What is asked, and who carries it."""

    text: Annotated[str, text(300)]
    owner_id: UUID


class QuarterReplyBody(Body, frozen=True, kw_only=True):
    """Yes, no or later, and why."""

    answer: AskAnswer
    sentence: Annotated[str, text(600)]


class _QuarterSheet(ApiView):
    renderer_classes = (JSONRenderer, PdfRenderer)

    def _answer(self, page: QuarterPage) -> QuarterPaperAnswer | HttpResponse:
        if isinstance(self.request.accepted_renderer, PdfRenderer):
            return HttpResponse(print_sheet(quarter_sheet(page)), content_type=MEDIA_TYPE)
        return QuarterPaperAnswer(
            id=page.id,
            made_at=local_time(page.made_at),
            facts=page.facts,
            asks=tuple(shaped(one.row, QuarterAskAnswer) for one in page.asks),
        )


class QuarterPaperDetail(_QuarterSheet):
    @operation(
        "The executives' page of the quarter as it stands now",
        QuarterPaperAnswer,
        name="get_quarter_paper",
        media={MEDIA_TYPE: FILE},
    )
    def get(self) -> QuarterPaperAnswer | HttpResponse:
        """An object, or one sheet in the language asked for with `Accept: application/pdf`."""
        company, today, now = self.company.name, self.today, self.now
        page = read_true(
            lambda: present_quarter(company=company, today=today, now=now),
            today=today,
        )
        return self._answer(page)


class KeptQuarterPaper(_QuarterSheet):
    @operation(
        "The executives' page of a quarter as it was made",
        QuarterPaperAnswer,
        name="get_kept_quarter_paper",
        media={MEDIA_TYPE: FILE},
    )
    def get(self, quarter_paper_id: UUID) -> QuarterPaperAnswer | HttpResponse:
        """An object, or one sheet in the language asked for with `Accept: application/pdf`."""
        return self._answer(kept_quarter(quarter_paper_id))


class QuarterPapers(ApiView):
    @operation("Every page of a quarter", QuarterPapersAnswer, name="list_quarter_papers")
    def get(self) -> QuarterPapersAnswer:
        """One a quarter, the newest first."""
        lines = tuple(shaped(one, QuarterPaperLine) for one in kept_quarters())
        return QuarterPapersAnswer(papers=lines)


def ask_told(_view: ApiView, row: QuarterAsk, **_path: object) -> QuarterAskAnswer:
    """The ask as it stands."""
    return shaped(get_ask(row.id), QuarterAskAnswer)


class QuarterAsks(ApiView):
    post = act(
        write_ask,
        "Ask something on the next page of a quarter (never by key: 403 not_for_keys)",
        QuarterAskAnswer,
        body=QuarterAskBody,
        status=201,
        answer=ask_told,
        writes_version=False,
    )


class QuarterAskReply(ApiView):
    post = act(
        answer_ask,
        "Answer what a quarter's page asks (never by key: 403 not_for_keys)",
        QuarterAskAnswer,
        body=QuarterReplyBody,
        answer=ask_told,
        names={"quarter_ask_id": "ask_id"},
        writes_version=False,
    )
