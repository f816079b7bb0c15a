"""A company hands its part over; the person's mail leaves once, when all were heard."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import msgspec
from cryptography.fernet import InvalidToken
from django.db.models import F

from tenants.accounts.models import Membership, User
from tenants.addresses import company_url
from tenants.companies.choices import CompanyState
from tenants.digests.models import DigestPart, SentDigest
from tenants.digests.rules import (
    REMEMBERED,
    WEEK,
    CompanyPart,
    DigestFigures,
    PersonWeek,
    is_week_over,
)
from tenants.digests.selectors import WaitingDigest, waiting_digests
from tenants.jobs import present_company_id
from tenants.seals import seals
from tenants.transactions import use_case

SEALED = "tenants.digests"


def hand_part(*, user_id: UUID, week: date, figures: DigestFigures, leaves_by: datetime) -> None:
    """The current company's part of that person's week waits; once, in its cause's transaction."""
    row = DigestPart(
        user_id=user_id,
        organization_id=present_company_id(),
        week=week,
        sealed=seals(SEALED).encrypt(msgspec.json.encode(figures)),
        leaves_by=leaves_by,
    )
    with use_case():
        DigestPart.objects.bulk_create([row], ignore_conflicts=True)


def drop_parts(*, user_id: UUID) -> None:
    """No part waits for that person any more."""
    with use_case():
        DigestPart.objects.filter(user_id=user_id).delete()


def send_digests(
    *, job: str, now: datetime, today: date, post: Callable[[PersonWeek], None]
) -> int:
    """The weeks that are complete, or whose morning is over, were posted once; how many.

    What was not sent within its week is not sent any more: its links no longer open.
    """
    with use_case():
        DigestPart.objects.filter(week__lte=today - WEEK).delete()
        SentDigest.objects.filter(week__lt=today - REMEMBERED).delete()
    ready = [one for one in waiting_digests(job=job) if one.is_ready(now=now)]
    return sum(_send(one, now=now, today=today, post=post) for one in ready)


def _send(
    waiting: WaitingDigest, *, now: datetime, today: date, post: Callable[[PersonWeek], None]
) -> bool:
    with use_case():
        parts = DigestPart.objects.filter(user_id=waiting.user_id, week=waiting.week)
        # Another sender waits here, and then finds none.
        rows = {one.organization_id: one for one in parts.select_for_update(of=("self",))}
        known = SentDigest.objects.filter(user_id=waiting.user_id, week=waiting.week).exists()
        week = None
        if rows and not known and not is_week_over(waiting.week, today=today):
            week = _person_week(waiting, rows)
        DigestPart.objects.filter(id__in=[one.id for one in rows.values()]).delete()
        if week is None:
            return False
        SentDigest.objects.create(user_id=waiting.user_id, week=waiting.week, sent_at=now)
        post(week)
    return True


def _person_week(waiting: WaitingDigest, rows: dict[UUID, DigestPart]) -> PersonWeek | None:
    """What the mail says, of companies to which the person still belongs; None with nothing."""
    person = User.objects.filter(id=waiting.user_id, is_active=True).first()
    if person is None:
        return None
    belongs = Membership.objects.filter(
        user_id=person.id,
        joined_at__isnull=False,
        organization_id__in=rows,
        organization__state=CompanyState.ACTIVE,
        organization__domains__is_primary=True,
    ).annotate(name=F("organization__name"), host=F("organization__domains__domain"))
    parts = []
    for key, name, host in belongs.order_by("name", "id").values_list(
        "organization_id", "name", "host"
    ):
        figures = _opened(rows[key])
        if figures is not None:
            link = company_url(host, figures.path)
            parts.append(CompanyPart(company=name, link=link, figures=figures))
    if not parts:
        return None
    return PersonWeek(
        user_id=person.id,
        email=person.email,
        language=person.language,
        week=waiting.week,
        parts=tuple(parts),
        away=waiting.awaited,
    )


def _opened(row: DigestPart) -> DigestFigures | None:
    """What was sealed; None where the installation's key has changed meanwhile."""
    try:
        text = seals(SEALED).decrypt(bytes(row.sealed))
    except InvalidToken:
        return None
    return msgspec.json.decode(text, type=DigestFigures)
