"""The log is printed, as its filters show it."""

from datetime import date, datetime

from django.utils.translation import gettext

from governance.papers.services import Sheet, set_sheet
from portfolio.log.selectors import PaperLog

TEMPLATE = "portfolio/papers/log"


def log_sheet(paper: PaperLog, *, at: datetime) -> Sheet:
    """The pages to be printed, in the active language."""
    return set_sheet(template=TEMPLATE, context={"paper": paper, "log": paper.log}, at=at)


def log_file(day: date) -> str:
    """What the file is called on the reader's disk: “Decision log - 2026-11-02.pdf”."""
    return f"{gettext('Decision log')} - {day:%Y-%m-%d}.pdf"
