from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from tenants.accounts.models import Membership
from tenants.columns import check_columns
from tenants.companies.choices import CompanyState
from tenants.companies.models import Domain, Organization
from tenants.errors import Refused, Unavailable
from tenants.hosts import Company
from tenants.jobs import enqueue
from tenants.transactions import use_case


def claim_company(
    *, name: str, host: str, founder_id: UUID, now: datetime, is_demo: bool = False
) -> Company:
    """A spare schema belongs to this company, which answers under `host`; the founder is listed.

    Raises Refused `host_taken`, Invalid, Unavailable `no_spare_company` (a refill is asked for).
    """
    check_columns(model=Organization, values={"name": name})
    with use_case():
        if Domain.objects.filter(domain=host).exists():
            raise Refused("host_taken", host=host)
        organization = (
            Organization.objects.select_for_update(skip_locked=True)
            .filter(state=CompanyState.SPARE)
            .order_by("created_at")
            .first()
        )
        if organization is None:
            raise Unavailable("no_spare_company")
        organization.name = name
        organization.state = CompanyState.ACTIVE
        organization.is_demo = is_demo
        organization.opened_at = now
        organization.save(update_fields=["name", "state", "is_demo", "opened_at"])
        _take_host(host, organization)
        add_membership(user_id=founder_id, organization_id=organization.id, now=now)
        enqueue("tenants.refill_spares")
    return Company(
        id=organization.id,
        schema_name=organization.schema_name,
        state=organization.state,
        name=name,
        host=host,
        timezone=organization.timezone,
        language=organization.language,
    )


def _take_host(host: str, organization: Organization) -> None:
    """The host is this company's; Refused when another took it in the same instant."""
    try:
        Domain.objects.bulk_create([Domain(domain=host, tenant=organization, is_primary=True)])
    except IntegrityError as error:
        raise Refused("host_taken", host=host) from error


def add_membership(*, user_id: UUID, organization_id: UUID, now: datetime) -> None:
    """The user is listed in the company, once."""
    Membership.objects.bulk_create(
        [Membership(user_id=user_id, organization_id=organization_id, created_at=now)],
        ignore_conflicts=True,
    )


def remove_membership(*, user_id: UUID, organization_id: UUID) -> None:
    """The user is no longer listed in the company."""
    Membership.objects.filter(user_id=user_id, organization_id=organization_id).delete()
