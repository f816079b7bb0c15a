"""The board's page: of today, and every earlier one as it was."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.papers.views import paper_file
from portfolio.board.selectors import BoardPage, kept_page, kept_papers, present_page
from portfolio.board.services import board_file, board_sheet
from portfolio.standing.services import read_true


@require_safe
def board_paper(request: Any) -> HttpResponse:
    """The page as it stands now, and the list of those that were made."""
    return _shown(request, _present(request))


@require_safe
def board_paper_pdf(request: Any) -> HttpResponse:
    """The page as it stands now, on one sheet."""
    return _printed(request, _present(request))


@require_safe
def board_paper_kept(request: Any, board_paper_id: UUID) -> HttpResponse:
    """A page as it was made."""
    return _shown(request, kept_page(board_paper_id))


@require_safe
def board_paper_kept_pdf(request: Any, board_paper_id: UUID) -> HttpResponse:
    """A page as it was made, on one sheet."""
    return _printed(request, kept_page(board_paper_id))


def _present(request: Any) -> BoardPage:
    asked = {"company": request.company.name, "today": request.today, "now": request.now}
    return read_true(lambda: present_page(**asked), today=request.today)


def _shown(request: Any, page: BoardPage) -> HttpResponse:
    context = {"page": page, "facts": page.facts, "papers": kept_papers()}
    return render(request, "portfolio/board/page.html", context)


def _printed(request: Any, page: BoardPage) -> HttpResponse:
    """The sheet as a file."""
    return paper_file(request, board_sheet(page), name=board_file(page.made_at))
