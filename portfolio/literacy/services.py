"""What of literacy goes to paper: the sheet to sign, the evidence of a year."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext

from governance.literacy.models import LiteracyMeasure
from governance.literacy.selectors import expected
from governance.members.selectors import present_members
from governance.papers.services import Sheet, set_sheet
from portfolio.literacy.selectors import LiteracyFile, measure_lines

INK, BLANKS = "governance/papers/list", 6


def attendance_sheet(row: LiteracyMeasure, *, company: str) -> Sheet:
    """One page with a line to sign for each person expected, and some for others."""
    members = present_members()
    (line,) = measure_lines([row], members)
    context = {
        "measure": row,
        "people": expected(row, members),
        "blanks": range(BLANKS),
        "uses": line.uses,
        "company": company,
    }
    words = set_sheet(template="portfolio/literacy/sheet", context=context, at=row.recorded_at)
    return replace(words, ink=f"{INK}.typ")


def evidence_file(found: LiteracyFile, *, company: str, now: datetime) -> Sheet:
    """The measures of twelve months, whom they reached by role, in totals."""
    context = {"file": found, "company": company}
    words = set_sheet(template="portfolio/literacy/year", context=context, at=now)
    return replace(words, ink=f"{INK}.typ")


def file_name(title: str, at: datetime) -> str:
    """What the file is called on the reader's disk."""
    return f"{title} - {at:%Y-%m-%d}.pdf"


def sheet_name(at: datetime) -> str:
    """The name of an attendance sheet."""
    return file_name(gettext("Attendance sheet"), at)


def year_name(at: datetime) -> str:
    """The name of the evidence of a year."""
    return file_name(gettext("AI literacy"), at)
