"""The firm's answers as a table in the reader's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy

from assessments.answers.selectors import completed_assessment
from assessments.papers.selectors import AnswerRow, AnswerSheet, Report, report_of
from assessments.voices.choices import RespondentRole
from governance.access.rules.actors import Act
from governance.access.services import require
from governance.members.models import Member
from governance.outbox.selectors import current_company
from governance.outbox.services import Enclosure, LetterContent, tell
from governance.papers.services import MEDIA_TYPE, Sheet, print_sheet, set_sheet
from tenants.errors import Invalid, NotFound
from tenants.tables.rules.writing import Cell, table
from tenants.texts import cleaned
from tenants.transactions import use_case

HEADS: tuple[str | Promise, ...] = (
    gettext_lazy("Question no."),
    gettext_lazy("Version"),
    gettext_lazy("Dimension"),
    gettext_lazy("Question"),
    gettext_lazy("Anchor (0 to 4)"),
    pgettext_lazy("noun", "Answer"),
    gettext_lazy("State"),
    gettext_lazy("Answered by"),
    gettext_lazy("Date"),
)
STATES: Mapping[str, str | Promise] = {
    "known": pgettext_lazy("answer", "known"),
    "dont_know": pgettext_lazy("answer", "don't know"),
    "unanswered": pgettext_lazy("answer", "no answer"),
}


def answers_table(sheet: AnswerSheet) -> str:
    """The rows as CSV, in the active language and time zone."""
    lines: list[list[Cell]] = [[str(head) for head in HEADS]]
    lines += [_line(row) for row in sheet.rows]
    return table(lines, language=get_language() or "fr")


def _line(row: AnswerRow) -> list[Cell]:
    return [
        row.item_id,
        row.revision,
        row.dimension,
        row.question,
        row.anchor,
        row.text,
        str(STATES[row.state]),
        str(RespondentRole(row.role).label if row.role else ""),
        localtime(row.answered_at).date().isoformat() if row.answered_at else "",
    ]


TEMPLATE = "assessments/papers/result"
LONGEST_NAME = 120
"""Bytes of a company's name in the name of a file: a disk takes 255 for the whole."""


def result_sheet(report: Report, *, company: str) -> Sheet:
    """The two pages of a company's completed assessment, in the active language."""
    one, before = report.assessment, report.before
    if one is None:
        raise TypeError("a company keeps this result")
    return _sheet(
        report,
        company=company,
        at=one.completed_at or one.started_at,
        before=before.completed_at if before else None,
        version=one.questionnaire_version,
    )


def drafted_sheet(report: Report, *, at: datetime, version: str) -> Sheet:
    """The two pages of a result that no company keeps yet, in the active language."""
    return _sheet(report, company="", at=at, before=None, version=version)


def file_name(*, company: str, at: datetime, suffix: str) -> str:
    """What the file is called on the reader's disk: “Diagnostic IA - Morel - 2026-11-22.pdf”."""
    named = " ".join(cleaned(company).translate(str.maketrans('/\\:*?"<>|', " " * 9)).split())
    short = named.encode()[:LONGEST_NAME].decode(errors="ignore").strip()
    parts = [gettext("AI diagnostic"), short, f"{at:%Y-%m-%d}"]
    return " - ".join(part for part in parts if part) + suffix


def _sheet(
    report: Report,
    *,
    company: str,
    at: datetime,
    before: datetime | None,
    version: str,
) -> Sheet:
    known = {"report": report, "company": company, "at": at, "before": before, "version": version}
    return set_sheet(template=TEMPLATE, context=known, at=at)


MAIL_TEMPLATE = "assessment_result"


def send_result(act: Act, *, assessment_id: UUID, member_ids: Collection[UUID]) -> int:
    """Each of these members is sent the result, at most once a day; returns how many they are.

    NotAllowed; NotFound `assessment_not_found`, `member_not_found` (nobody is told then);
    Refused `no_result`; Invalid `nobody_chosen`.
    """
    require(act, permission="assessment.send")
    with use_case():
        one = completed_assessment(assessment_id)
        wanted = set(member_ids)
        if not wanted:
            raise Invalid("nobody_chosen", fields={"members": ["required"]})
        members = list(Member.objects.filter(id__in=wanted, left_at__isnull=True).order_by("id"))
        if len(members) != len(wanted):
            unknown = wanted - {member.id for member in members}
            raise NotFound("member_not_found", named=min(unknown))
        for member in members:
            tell(
                member=member,
                template=MAIL_TEMPLATE,
                context={"assessment_id": one.id, "sender_id": act.actor.member_id},
                now=act.now,
                dedup_key=f"{MAIL_TEMPLATE}:{one.id}:{member.id}:{act.today}",
            )
    return len(members)


def write_result_mail(ids: Mapping[str, Any]) -> LetterContent:
    """The level, three actions and the two pages, as they are when the mail leaves."""
    one = completed_assessment(UUID(ids["assessment_id"]))
    report = report_of(one, language=get_language() or "fr")
    company = current_company().name
    sheet = result_sheet(report, company=company)
    name = file_name(company=company, at=sheet.at, suffix=".pdf")
    sender = Member.objects.filter(id=ids["sender_id"]).first()
    known = {"report": report, "sender": sender}
    return LetterContent(known, (Enclosure(name, print_sheet(sheet), MEDIA_TYPE),))
