import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from tenants.accounts.models import Membership
from tenants.builds import own_build
from tenants.companies.choices import CompanyState
from tenants.companies.models import Organization
from tenants.hosts import Company, company_of
from tenants.texts import folded

LIVING = (CompanyState.ACTIVE, CompanyState.SUSPENDED)


def company_by_id(organization_id: UUID) -> Company | None:
    """The company of that id, read now; None when there is none or it is not opened yet."""
    row = (
        Organization.objects.filter(id=organization_id, domains__is_primary=True)
        .exclude(state__in=[CompanyState.SPARE, CompanyState.TEMPLATE])
        .annotate(host=F("domains__domain"))
        .values_list("id", "schema_name", "state", "name", "host", "timezone", "language", "build")
        .first()
    )
    return company_of(row) if row else None


def open_companies(*, after: UUID | None = None, most: int) -> list[Company]:
    """The open companies in the order of their ids, those that follow *after*."""
    rows = Organization.objects.filter(state=CompanyState.ACTIVE, build=own_build())
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [Company(*row) for row in _routed(rows).order_by("id")[:most]]


def living_companies() -> list[Company]:
    """Every company that has its schema, open or suspended, in the order of their ids."""
    rows = Organization.objects.filter(state__in=LIVING)
    return [Company(*row) for row in _routed(rows).order_by("id")]


def companies_of_user(user_id: UUID) -> list[Company]:
    """The open companies a user belongs to, by name."""
    rows = Organization.objects.filter(
        memberships__user_id=user_id,
        memberships__joined_at__isnull=False,
        state=CompanyState.ACTIVE,
    )
    return _by_name(Company(*row) for row in _routed(rows))


def _routed(rows: QuerySet[Organization]) -> QuerySet[Any, tuple[Any, ...]]:
    """What makes a Company of each row, under the host where it answers now."""
    found: QuerySet[Any, tuple[Any, ...]] = (
        rows.filter(domains__is_primary=True)
        .annotate(host=F("domains__domain"))
        .values_list("id", "schema_name", "state", "name", "host", "timezone", "language")
    )
    return found


def invitations_of_user(user_id: UUID) -> list[Company]:
    """The open companies that invited a user who has not accepted yet, by name."""
    rows = Membership.objects.filter(user_id=user_id, joined_at=None).values("organization_id")
    found = (company_by_id(row["organization_id"]) for row in rows)
    return _by_name(one for one in found if one is not None and one.is_open)


# The companies of a user as part of a statement that reads more, as one JSON value; `{user}` names
# the user's id.
COMPANIES_OF_USER = """
(SELECT json_agg(json_build_array(o.id, o.schema_name, o.state, o.name, d.domain, o.timezone,
                                  o.language))
 FROM tenants_membership m
 JOIN tenants_organization o ON o.id = m.organization_id AND o.state = 'active'
 JOIN tenants_domain d ON d.tenant_id = o.id AND d.is_primary
 WHERE m.user_id = {user} AND m.joined_at IS NOT NULL)::text
"""


def companies_from(told: str | None) -> tuple[Company, ...]:
    """The companies that such a value tells of, by name."""
    return tuple(_by_name(Company(UUID(key), *rest) for key, *rest in json.loads(told or "[]")))


def _by_name(companies: Iterable[Company]) -> list[Company]:
    return sorted(companies, key=lambda one: (folded(one.name), one.name, one.id))


def is_sample_company(organization_id: UUID) -> bool:
    """Whether that company is a sample of a demo, which counts nowhere."""
    return bool(Organization.objects.filter(id=organization_id, is_demo=True).exists())
