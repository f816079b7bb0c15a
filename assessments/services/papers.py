"""The result of a diagnostic on paper: two pages made from the report that the page shows."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from assessments.selectors.drafted_report import DraftedReport
from assessments.selectors.reports import Report
from governance.services.paper import Sheet, set_sheet

TEMPLATE = "assessments/paper/result"
LONGEST_NAME = 60


def result_sheet(report: Report, *, company: str) -> Sheet:
    """The two pages of a company's completed assessment, in the active language."""
    one, before = report.assessment, report.before
    return _sheet(
        report,
        company=company,
        at=one.completed_at or one.started_at,
        before=before.completed_at if before else None,
        version=one.questionnaire_version,
    )


def drafted_sheet(report: DraftedReport, *, at: datetime, version: str) -> Sheet:
    """The two pages of a result that no company keeps yet, in the active language."""
    return _sheet(report, company="", at=at, before=None, version=version)


def file_name(*, company: str, at: datetime, suffix: str) -> str:
    """What the file is called on the reader's disk: “Diagnostic IA - Morel - 2026-11-22.pdf”."""
    named = " ".join(company.translate(str.maketrans('/\\:*?"<>|', " " * 9)).split())
    parts = [gettext("AI diagnostic"), named[:LONGEST_NAME].strip(), f"{at:%Y-%m-%d}"]
    return " - ".join(part for part in parts if part) + suffix


def _sheet(
    report: Report | DraftedReport,
    *,
    company: str,
    at: datetime,
    before: datetime | None,
    version: str,
) -> Sheet:
    known = {"report": report, "company": company, "at": at, "before": before, "version": version}
    return set_sheet(template=TEMPLATE, context=known, at=at)
