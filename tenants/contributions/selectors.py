"""What companies lend, and what was published of it; read from public tables only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from tenants.companies.choices import CompanyState
from tenants.contributions.models import Consent, Contribution, Snapshot
from tenants.jobs import present_company_id


@dataclass(frozen=True, slots=True)
class Lent:
    """One contribution of one company."""

    organization_id: UUID
    source: UUID
    at: datetime
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StandingConsent:
    """A consent that stands, with the newest snapshot's quarter and document where there is one."""

    given_by: UUID
    given_at: datetime
    period: str | None
    document: dict[str, Any]


def lent(*, kind: str) -> list[Lent]:
    """All contributions by company, the oldest first.

    Only of companies that are open, that consent now, and that are no sample of a demo.
    """
    consents = _standing(kind).filter(organization_id=OuterRef("organization_id"))
    rows = Contribution.objects.filter(
        Exists(consents),
        kind=kind,
        organization__state=CompanyState.ACTIVE,
        organization__is_demo=False,
    )
    columns = ("organization_id", "source", "at", "document")
    return [Lent(*row) for row in rows.order_by("organization_id", "at").values_list(*columns)]


def own_contributions(*, kind: str) -> dict[UUID, datetime]:
    """Sources and moments of what the current company lends, the oldest first."""
    rows = Contribution.objects.filter(organization_id=present_company_id(), kind=kind)
    return dict(rows.order_by("at").values_list("source", "at"))


def standing(*, kind: str) -> StandingConsent | None:
    """The current company's consent and what it may read for it, in one query; None without."""
    newest = Snapshot.objects.filter(kind=kind).order_by("-period")
    found = newest.values(json=JSONObject(period="period", document="document"))[:1]
    row = (
        _standing(kind)
        .filter(organization_id=present_company_id())
        .annotate(snapshot=Subquery(found, output_field=JSONField()))
        .first()
    )
    if row is None:
        return None
    snapshot = row.snapshot or {"period": None, "document": {}}
    return StandingConsent(row.given_by, row.given_at, snapshot["period"], snapshot["document"])


def snapshots(*, kind: str, since: str = "") -> list[Snapshot]:
    """The snapshots from that quarter on, the oldest first."""
    return list(Snapshot.objects.filter(kind=kind, period__gte=since).order_by("period"))


def is_frozen(*, kind: str, period: str) -> bool:
    """Whether that quarter has its snapshot."""
    return Snapshot.objects.filter(kind=kind, period=period).exists()


def _standing(kind: str) -> QuerySet[Consent]:
    return Consent.objects.filter(kind=kind, withdrawn_at__isnull=True)
