from datetime import datetime

from django_tenants.utils import tenant_context

from governance.choices import Role
from governance.models import Member
from tenants.hosts import Company
from tenants.models import User
from tenants.services.organizations import claim_company
from tenants.transactions import use_case


def open_company(
    *, name: str, host: str, founder: User, now: datetime, is_demo: bool = False
) -> Company:
    """A company exists, answers under `host`, and has its founder as its first executive.

    Two transactions, since one never spans two schemas: a crash between leaves a company whose
    founder takes the seat with `seat_founder` at the next sign-in.
    Raises Refused `host_taken`, Unavailable `no_spare_company`.
    """
    company = claim_company(name=name, host=host, founder_id=founder.id, now=now, is_demo=is_demo)
    with tenant_context(company):
        seat_founder(founder=founder, now=now)
    return company


def seat_founder(*, founder: User, now: datetime) -> None:
    """The current company, if it has no member at all, has this user as its executive."""
    with use_case():
        if not Member.objects.exists():
            Member.objects.create(
                user_id=founder.id,
                email=founder.email,
                name=founder.name,
                role=Role.EXECUTIVE,
                language=founder.language,
                joined_at=now,
            )
