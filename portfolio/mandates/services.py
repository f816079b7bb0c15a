"""The letter is printed on one page."""

from django.utils.translation import gettext

from governance.papers.services import Sheet, set_sheet
from portfolio.mandates.selectors import LetterPaper

TEMPLATE = "portfolio/papers/mandate"


def letter_sheet(paper: LetterPaper) -> Sheet:
    """The page to be printed, in the active language."""
    return set_sheet(template=TEMPLATE, context={"paper": paper}, at=paper.at)


def letter_file(paper: LetterPaper) -> str:
    """What the file is called on the reader's disk: “Mandate letter - 2026-11-02.pdf”."""
    return f"{gettext('Mandate letter')} - {paper.at:%Y-%m-%d}.pdf"
