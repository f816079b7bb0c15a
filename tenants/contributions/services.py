"""What companies lend to a common purpose: only while they consent, only their own rows."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from tenants.contributions.models import Consent, Contribution, Snapshot
from tenants.jobs import present_company_id
from tenants.transactions import use_case


def give_consent(*, kind: str, member_id: UUID, now: datetime) -> None:
    """The current company lends from now on; while it does, giving again changes nothing."""
    consent = Consent(
        organization_id=present_company_id(), kind=kind, given_by=member_id, given_at=now
    )
    with use_case():
        Consent.objects.bulk_create([consent], ignore_conflicts=True)


def withdraw_consent(*, kind: str, member_id: UUID, now: datetime) -> None:
    """The current company lends nothing any more: its contributions are gone, at once.

    Withdrawing again changes nothing. That it consented, and until when, stays known.
    """
    organization_id = present_company_id()
    with use_case():
        standing = Consent.objects.filter(
            organization_id=organization_id, kind=kind, withdrawn_at__isnull=True
        )
        standing.update(withdrawn_by=member_id, withdrawn_at=now)
        Contribution.objects.filter(organization_id=organization_id, kind=kind).delete()


def contribute(*, kind: str, source: UUID, at: datetime, document: dict[str, Any]) -> bool:
    """Whether the current company consents; then it lends this document, once for each source.

    The consent is locked until the use case ends: a withdrawal under way leaves nothing behind.
    """
    organization_id = present_company_id()
    with use_case():
        standing = Consent.objects.select_for_update().filter(
            organization_id=organization_id, kind=kind, withdrawn_at__isnull=True
        )
        if standing.first() is None:
            return False
        lent = Contribution(
            organization_id=organization_id, kind=kind, source=source, at=at, document=document
        )
        Contribution.objects.bulk_create([lent], ignore_conflicts=True)
    return True


def keep_contributions(*, kind: str, sources: Collection[UUID]) -> None:
    """Of what the current company lends, only what came from these sources stays."""
    with use_case():
        own = Contribution.objects.filter(organization_id=present_company_id(), kind=kind)
        own.exclude(source__in=sources).delete()


def forget_contributions(*, kind: str, before: datetime) -> int:
    """No company's contribution is older than that; returns how many were forgotten."""
    with use_case():
        return Contribution.objects.filter(kind=kind, at__lt=before).delete()[0]


def freeze_snapshot(
    *, kind: str, period: str, document: dict[str, Any], basis: dict[str, Any], now: datetime
) -> None:
    """What is published of that quarter stands for ever; a second one changes nothing."""
    snapshot = Snapshot(kind=kind, period=period, document=document, basis=basis, frozen_at=now)
    with use_case():
        Snapshot.objects.bulk_create([snapshot], ignore_conflicts=True)
