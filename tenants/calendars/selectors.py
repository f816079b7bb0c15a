"""Whose calendar stands behind an address, and the companies that it is read from."""

from uuid import UUID

from django.db.models import F

from tenants.calendars.models import PersonCalendar
from tenants.companies.choices import CompanyState
from tenants.companies.models import Organization
from tenants.errors import NotFound
from tenants.hosts import Company, company_of
from tenants.tokens import token_digest


def calendar_of(user_id: UUID) -> PersonCalendar | None:
    """That person's calendar, where there is one."""
    return PersonCalendar.objects.filter(user_id=user_id).first()


def person_behind(token: str) -> PersonCalendar:
    """The calendar of that address with its person, who can still sign in.

    Raises NotFound `calendar_not_found` after the same one query, whatever is wrong with it.
    """
    rows = PersonCalendar.objects.select_related("user")
    found = rows.filter(token_hash=token_digest(token), user__is_active=True).first()
    if found is None:
        raise NotFound("calendar_not_found")
    return found


def companies_now(user_id: UUID) -> list[Company]:
    """The companies that person belongs to, those whose upgrade is awaited included, by name."""
    rows = Organization.objects.filter(
        memberships__user_id=user_id,
        memberships__joined_at__isnull=False,
        state=CompanyState.ACTIVE,
        domains__is_primary=True,
    ).annotate(host=F("domains__domain"))
    columns = ("id", "schema_name", "state", "name", "host", "timezone", "language", "build")
    return [company_of(row) for row in rows.order_by("name", "id").values_list(*columns)]
