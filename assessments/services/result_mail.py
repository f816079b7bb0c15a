"""The result of a diagnostic by mail: who is told, and what the mail says when it leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from assessments.selectors.completed import completed_assessment
from assessments.selectors.reports import report_of
from assessments.services.papers import file_name, result_sheet
from governance.models import Member
from governance.rules.actors import Actor
from governance.selectors.links import current_company
from governance.services.authority import require
from governance.services.mail import Enclosure, Letter
from governance.services.outbox import tell
from governance.services.paper import MEDIA_TYPE, print_sheet
from tenants.errors import Invalid, NotFound
from tenants.transactions import use_case

TEMPLATE = "assessment_result"


def send_result(
    *,
    actor: Actor,
    assessment_id: UUID,
    member_ids: Collection[UUID],
    today: date,
    now: datetime,
) -> int:
    """Each of these members is sent the result, at most once a day; returns how many they are.

    NotAllowed; NotFound `assessment_not_found`, `member_not_found` (nobody is told then);
    Refused `no_result`; Invalid `nobody_chosen`.
    """
    require(actor=actor, permission="assessment.send", today=today)
    with use_case():
        one = completed_assessment(assessment_id)
        wanted = set(member_ids)
        if not wanted:
            raise Invalid("nobody_chosen", fields={"members": ["required"]})
        members = list(Member.objects.filter(id__in=wanted, left_at__isnull=True).order_by("id"))
        if len(members) != len(wanted):
            raise NotFound("member_not_found")
        for member in members:
            tell(
                member=member,
                template=TEMPLATE,
                context={"assessment_id": one.id, "sender_id": actor.member_id},
                now=now,
                dedup_key=f"{TEMPLATE}:{one.id}:{member.id}:{today}",
            )
    return len(members)


def write_result_mail(ids: Mapping[str, Any]) -> Letter:
    """The level, three actions and the two pages, as they are when the mail leaves."""
    one = completed_assessment(UUID(ids["assessment_id"]))
    report = report_of(one, language=get_language() or "fr")
    company = current_company().name
    sheet = result_sheet(report, company=company)
    name = file_name(company=company, at=sheet.at, suffix=".pdf")
    sender = Member.objects.filter(id=ids["sender_id"]).first()
    known = {"report": report, "sender": sender}
    return Letter(known, (Enclosure(name, print_sheet(sheet), MEDIA_TYPE),))
