"""Which company answers under which host: the only thing cached about companies."""

import time
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from tenants.builds import own_build
from tenants.companies.choices import CompanyState
from tenants.companies.models import Domain

LIFETIME_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Company:
    """A company as far as routing needs it; can stand wherever a tenant is expected."""

    id: UUID
    schema_name: str
    state: str
    name: str
    host: str
    timezone: str
    language: str
    # Whether its schema is the one that this version reads and writes.
    is_current: bool = True

    @property
    def is_open(self) -> bool:
        return self.state == CompanyState.ACTIVE and self.is_current

    @property
    def is_awaited(self) -> bool:
        """Open, but for the upgrade of its schema."""
        return self.state == CompanyState.ACTIVE and not self.is_current


_cache: dict[str, tuple[float, Company | None]] = {}
_LIMIT = 10_000


def find_company(host: str) -> Company | None:
    """The company of `host` (lower case, no port), at most five seconds old.

    Its own `host` is where it answers now; it once answered under `host` where they differ.
    """
    now = time.monotonic()
    known = _cache.get(host)
    if known is not None and now - known[0] < LIFETIME_SECONDS:
        return known[1]
    company = _read(host)
    if len(_cache) >= _LIMIT:
        _cache.clear()
    _cache[host] = (now, company)
    return company


def forget_hosts() -> None:
    """The next look-up reads the database."""
    _cache.clear()


def _read(host: str) -> Company | None:
    row = (
        Domain.objects.filter(is_primary=True, tenant__domains__domain=host)
        .values_list(
            "tenant_id",
            "tenant__schema_name",
            "tenant__state",
            "tenant__name",
            "domain",
            "tenant__timezone",
            "tenant__language",
            "tenant__build",
        )
        .first()
    )
    return company_of(row) if row else None


def company_of(row: tuple[Any, ...]) -> Company:
    """The company of its columns, of which the last is its build."""
    *columns, build = row
    return replace(Company(*columns), is_current=build == own_build())
