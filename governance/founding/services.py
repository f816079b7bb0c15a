import secrets
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django_tenants.utils import tenant_context

from governance.access.choices import Role
from governance.members.models import Member
from tenants.accounts.models import User
from tenants.companies.models import Domain
from tenants.companies.services import claim_company
from tenants.contributions.rules import label_candidates
from tenants.errors import Refused
from tenants.hosts import Company
from tenants.transactions import use_case


def open_company(
    *, name: str, host: str, founder: User, now: datetime, is_demo: bool = False
) -> Company:
    """A company exists, answers under `host`, and has its founder as its first executive.

    Two transactions, since one never spans two schemas: a crash between leaves a company whose
    founder takes the seat with `seat_founder` at the next sign-in.
    Raises Refused `host_taken`, Unavailable `no_spare_company`.
    """
    company = claim_company(
        name=name,
        host=host,
        founder_id=founder.id,
        language=founder.language,
        now=now,
        is_demo=is_demo,
    )
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


def found_company(*, founder: User, name: str, now: datetime) -> Company:
    """A company of that name answers under the nicest free host; the founder is its executive.

    A host that is taken in the same instant is passed over. Raises Unavailable `no_spare_company`.
    """
    labels = label_candidates(name, spare=secrets.token_hex(4))
    hosts = [f"{label}.{settings.PUBLIC_HOST}" for label in labels]
    taken = set(Domain.objects.filter(domain__in=hosts).values_list("domain", flat=True))
    *nice, last = (one for one in hosts if one not in taken)
    for host in nice:
        with suppress(Refused):
            return open_company(name=name.strip(), host=host, founder=founder, now=now)
    return open_company(name=name.strip(), host=last, founder=founder, now=now)


def welcome_member(*, user: User, now: datetime, language: str = "") -> None:
    """Who signs in to the current company has a seat if the company was still empty, and a name.

    The name is the one known on the other side: the invitation's, or the account's. `language` is
    the one chosen on the way in, if one was.
    """
    with use_case():
        seat_founder(founder=user, now=now)
        member = Member.objects.filter(user_id=user.id, left_at__isnull=True).first()
        if member is None:
            return
        if not user.name and member.name:
            User.objects.filter(id=user.id, name="").update(name=member.name)
        if language and language != member.language:
            Member.objects.filter(id=member.id).update(language=language)
        if user.name and not member.name:
            Member.objects.filter(id=member.id, name="").update(name=user.name)
