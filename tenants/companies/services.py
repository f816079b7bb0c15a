from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.db import IntegrityError

from tenants.accounts.models import Membership
from tenants.builds import own_build
from tenants.columns import check_columns
from tenants.companies.choices import CompanyState
from tenants.companies.models import Domain, Organization
from tenants.errors import Invalid, Refused, Unavailable
from tenants.hosts import Company, forget_hosts
from tenants.jobs import enqueue
from tenants.transactions import use_case

MOST_HOSTS = 5


def claim_company(
    *,
    name: str,
    host: str,
    founder_id: UUID,
    language: str = "fr",
    now: datetime,
    is_demo: bool = False,
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
            .filter(state=CompanyState.SPARE, build=own_build())
            .order_by("created_at")
            .first()
        )
        if organization is None:
            raise Unavailable("no_spare_company")
        organization.name = name
        organization.language = language
        organization.state = CompanyState.ACTIVE
        organization.is_demo = is_demo
        organization.opened_at = now
        organization.save(update_fields=["name", "language", "state", "is_demo", "opened_at"])
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
    """The host is this company's; Refused when it is the installation's own or was just taken."""
    if host in {settings.PUBLIC_HOST, settings.OPERATOR_HOST}:
        raise Refused("host_taken", host=host)
    try:
        Domain.objects.bulk_create([Domain(domain=host, tenant=organization, is_primary=True)])
    except IntegrityError as error:
        raise Refused("host_taken", host=host) from error


def describe_company(*, company_id: UUID, name: str, language: str, timezone: str) -> None:
    """The company has this name, and its papers, mails and dates this language and time zone.

    Raises Invalid.
    """
    values = {"name": name, "language": language, "timezone": timezone}
    check_columns(model=Organization, values=values)
    wrong = {
        "name": [] if name.strip() else ["blank"],
        "language": [] if language in dict(settings.LANGUAGES) else ["invalid_choice"],
        "timezone": [] if timezone in available_timezones() else ["invalid_choice"],
    }
    if any(wrong.values()):
        raise Invalid("invalid_fields", fields={key: one for key, one in wrong.items() if one})
    with use_case():
        Organization.objects.filter(id=company_id).update(**values | {"name": name.strip()})
    forget_hosts()


def move_company(*, company_id: UUID, host: str) -> None:
    """The company answers under `host`; where it answered before leads there.

    One of its earlier hosts may be taken up again. Raises Refused `host_taken`, `hosts_spent`
    after five.
    """
    with use_case():
        organization = Organization.objects.select_for_update().get(id=company_id)
        hosts = Domain.objects.filter(tenant=organization)
        if not hosts.filter(domain=host).exists():
            if Domain.objects.filter(domain=host).exists():
                raise Refused("host_taken", host=host)
            if hosts.count() >= MOST_HOSTS:
                raise Refused("hosts_spent", most=MOST_HOSTS)
            _take_host(host, organization)
        hosts.exclude(domain=host).filter(is_primary=True).update(is_primary=False)
        hosts.filter(domain=host).update(is_primary=True)
    forget_hosts()


def add_membership(*, user_id: UUID, organization_id: UUID, now: datetime) -> None:
    """The user is listed in the company, once."""
    Membership.objects.bulk_create(
        [Membership(user_id=user_id, organization_id=organization_id, created_at=now)],
        ignore_conflicts=True,
    )


def remove_membership(*, user_id: UUID, organization_id: UUID) -> None:
    """The user is no longer listed in the company."""
    Membership.objects.filter(user_id=user_id, organization_id=organization_id).delete()
