"""The board's page of a month is made once, kept, and sent to the executives."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from governance.access.rules.actors import Act
from governance.outbox.services import Enclosure, LetterContent
from governance.papers.services import MEDIA_TYPE, Sheet, print_sheet, set_sheet
from portfolio.board.models import BoardPaper
from portfolio.board.rules import BOARD_PAPER, due_after, month_of
from portfolio.board.selectors import BoardFacts, BoardPage, kept_page
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.services.messages import executives, tell
from portfolio.rhythm.services import expect_quarter, morning_of
from tenants.due_work.services import set_due
from tenants.shapes import encode
from tenants.transactions import use_case

TEMPLATE = "portfolio/papers/board"
MAIL = "board_paper"


def make_board_paper(act: Act, *, facts: BoardFacts) -> BoardPaper | None:
    """This month's page is kept with today's facts, executives are told, the next one is due.

    None where the month has its page already: a second run makes none and tells nobody. A month
    over which this did not run has none: its facts are gone.
    """
    month = month_of(act.today)
    with use_case():
        portfolio = lock_portfolio()
        calendar = portfolio.calendar
        made = None
        if not BoardPaper.objects.filter(month=month).exists():
            made = BoardPaper.objects.create(
                month=month, made_at=act.now, facts=encode(facts).decode()
            )
            tell(
                member_ids=executives(),
                template=MAIL,
                key=f"{MAIL}:{month:%Y-%m}",
                context={"board_paper_id": made.id, "month": month},
                now=act.now,
            )
        set_due(job=BOARD_PAPER, due_at=morning_of(due_after(act.today, calendar)))
        # A company that began before there was a page of the quarter has one from now on.
        expect_quarter(portfolio=portfolio, today=act.today)
    return made


def board_sheet(page: BoardPage) -> Sheet:
    """The page to be printed, in the active language."""
    return set_sheet(
        template=TEMPLATE, context={"page": page, "facts": page.facts}, at=page.made_at
    )


def board_file(at: datetime) -> str:
    """What the file is called on the reader's disk: “Page du conseil - 2026-11-02.pdf”."""
    return f"{gettext('Board paper')} - {at:%Y-%m-%d}.pdf"


def write_board_mail(ids: Mapping[str, Any]) -> LetterContent:
    """The facts of the page that the message names, with its PDF."""
    page = kept_page(UUID(ids["board_paper_id"]))
    printed = Enclosure(board_file(page.made_at), print_sheet(board_sheet(page)), MEDIA_TYPE)
    return LetterContent({"page": page, "facts": page.facts}, (printed,))
