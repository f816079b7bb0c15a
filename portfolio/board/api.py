"""The board's page as an object and as a file."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer

from governance.api.operations import operation
from governance.api.renderers import FILE, PdfRenderer
from governance.api.views import ApiView
from governance.papers.services import MEDIA_TYPE, print_sheet
from portfolio.board.selectors import BoardFacts, BoardPage, kept_page, kept_papers, present_page
from portfolio.board.services import board_sheet
from portfolio.standing.services import read_true
from tenants.shapes import LocalTime, Shape, local_time, shaped


class BoardPaperAnswer(Shape, frozen=True, kw_only=True):
    """A page for the board: kept under its `id`, or as it stands now without one."""

    id: UUID | None
    month: date
    made_at: LocalTime
    facts: BoardFacts


class BoardPaperLine(Shape, frozen=True, kw_only=True):
    """A page that was made."""

    id: UUID
    month: date
    made_at: LocalTime


class BoardPapersAnswer(Shape, frozen=True, kw_only=True):
    """Every page that was made, the newest first."""

    papers: tuple[BoardPaperLine, ...]


class _Paper(ApiView):
    renderer_classes = (JSONRenderer, PdfRenderer)

    def _answer(self, page: BoardPage) -> BoardPaperAnswer | HttpResponse:
        if isinstance(self.request.accepted_renderer, PdfRenderer):
            return HttpResponse(print_sheet(board_sheet(page)), content_type=MEDIA_TYPE)
        return BoardPaperAnswer(
            id=page.id, month=page.month, made_at=local_time(page.made_at), facts=page.facts
        )


class BoardPaperDetail(_Paper):
    @operation(
        "The board's page as it stands now",
        BoardPaperAnswer,
        name="get_board_paper",
        media={MEDIA_TYPE: FILE},
    )
    def get(self) -> BoardPaperAnswer | HttpResponse:
        """An object, or one sheet in the language asked for with `Accept: application/pdf`."""
        company, today, now = self.company.name, self.today, self.now
        page = read_true(lambda: present_page(company=company, today=today, now=now), today=today)
        return self._answer(page)


class KeptBoardPaper(_Paper):
    @operation(
        "A page of the board as it was made",
        BoardPaperAnswer,
        name="get_kept_board_paper",
        media={MEDIA_TYPE: FILE},
    )
    def get(self, board_paper_id: UUID) -> BoardPaperAnswer | HttpResponse:
        """An object, or one sheet in the language asked for with `Accept: application/pdf`."""
        return self._answer(kept_page(board_paper_id))


class BoardPapers(ApiView):
    @operation("Every page of the board", BoardPapersAnswer, name="list_board_papers")
    def get(self) -> BoardPapersAnswer:
        """One a month, the newest first."""
        return BoardPapersAnswer(papers=tuple(shaped(one, BoardPaperLine) for one in kept_papers()))
