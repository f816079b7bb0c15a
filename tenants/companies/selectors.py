from uuid import UUID

from django.db.models import F

from tenants.companies.choices import CompanyState
from tenants.companies.models import Organization
from tenants.hosts import Company


def company_by_id(organization_id: UUID) -> Company | None:
    """The company of that id, read now; None when there is none or it is not opened yet."""
    row = (
        Organization.objects.filter(id=organization_id, domains__is_primary=True)
        .exclude(state__in=[CompanyState.SPARE, CompanyState.TEMPLATE])
        .annotate(host=F("domains__domain"))
        .values_list("id", "schema_name", "state", "name", "host", "timezone", "language")
        .first()
    )
    return Company(*row) if row else None


def open_companies(*, after: UUID | None = None, most: int) -> list[Company]:
    """The open companies in the order of their ids, those that follow *after*."""
    rows = Organization.objects.filter(state=CompanyState.ACTIVE, domains__is_primary=True)
    if after is not None:
        rows = rows.filter(id__gt=after)
    columns = ("id", "schema_name", "state", "name", "host", "timezone", "language")
    found = rows.annotate(host=F("domains__domain")).order_by("id").values_list(*columns)
    return [Company(*row) for row in found[:most]]


def companies_of_user(user_id: UUID) -> list[Company]:
    """The open companies a user belongs to, by name."""
    rows = (
        Organization.objects.filter(
            memberships__user_id=user_id, state=CompanyState.ACTIVE, domains__is_primary=True
        )
        .annotate(host=F("domains__domain"))
        .order_by("name")
        .values_list("id", "schema_name", "state", "name", "host", "timezone", "language")
    )
    return [Company(*row) for row in rows]


def is_sample_company(organization_id: UUID) -> bool:
    """Whether that company is a sample of a demo, which counts nowhere."""
    return bool(Organization.objects.filter(id=organization_id, is_demo=True).exists())
