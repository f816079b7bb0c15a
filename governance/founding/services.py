import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django_tenants.utils import tenant_context

from governance.access.choices import Role
from governance.duties.rules import WEEKLY_MAIL
from governance.members.models import Member
from tenants.accounts.models import User
from tenants.companies.models import Domain
from tenants.companies.services import NOTHING, Origin, claim_company
from tenants.contributions.rules import label_candidates
from tenants.drafts.services import claim_draft
from tenants.due_work.services import bring_forward
from tenants.errors import Refused
from tenants.hosts import Company
from tenants.transactions import use_case


def open_company(
    *,
    name: str,
    host: str,
    founder: User,
    now: datetime,
    is_demo: bool = False,
    origin: Origin = NOTHING,
) -> Company:
    """A company exists, answers under `host`, and has its founder as its first executive.

    Two transactions, since one never spans two schemas: a crash between leaves a company whose
    founder takes the seat with `seat_founder` at the next sign-in. What it is opened from is
    spent and claimed in the first one. Raises as `claim_company`, `claim_draft`.
    """
    with use_case():
        company = claim_company(
            name=name,
            host=host,
            founder_id=founder.id,
            language=founder.language,
            now=now,
            is_demo=is_demo,
            origin=origin,
        )
        if origin.draft_id is not None:
            claim_draft(draft_id=origin.draft_id, organization_id=company.id, now=now)
    with tenant_context(company):
        seat_founder(founder=founder, now=now)
    return company


def seat_founder(*, founder: User, now: datetime) -> None:
    """The current company, if it has no member at all, has this user as its executive.

    Whoever asks in the same instant finds the seat taken by the same account.
    """
    with use_case():
        if Member.objects.exists():
            return
        executive = Member(
            user_id=founder.id,
            email=founder.email,
            name=founder.name,
            role=Role.EXECUTIVE,
            language=founder.language,
            joined_at=now,
        )
        Member.objects.bulk_create([executive], ignore_conflicts=True)
        bring_forward(job=WEEKLY_MAIL, due_at=now + timedelta(days=1))


def found_company(*, founder: User, name: str, now: datetime, origin: Origin = NOTHING) -> Company:
    """A company of that name answers under the nicest free host; the founder is its executive.

    A host that is taken in the same instant is passed over. Otherwise raises as `claim_company`.
    """
    name = name.strip()
    labels = label_candidates(name, spare=secrets.token_hex(4))
    hosts = [f"{label}.{settings.PUBLIC_HOST}" for label in labels]
    taken = set(Domain.objects.filter(domain__in=hosts).values_list("domain", flat=True))
    *nice, last = (one for one in hosts if one not in taken)
    for host in nice:
        try:
            return open_company(name=name, host=host, founder=founder, now=now, origin=origin)
        except Refused as error:
            if error.code != "host_taken":
                raise
    return open_company(name=name, host=last, founder=founder, now=now, origin=origin)


def welcome_member(*, user: User, now: datetime, language: str = "") -> None:
    """Who signs in to the current company has joined it, with a name and a language.

    An empty company seats its founder. The name is the one known on the other side: the
    invitation's, or the account's; before, the company knew nothing of the account. `language` is
    the one chosen on the way in, if one was.
    """
    with use_case():
        seat_founder(founder=user, now=now)
        member = Member.objects.filter(user_id=user.id, left_at__isnull=True).first()
        if member is None:
            return
        if member.joined_at is None:
            Member.objects.filter(id=member.id).update(joined_at=now)
            language = language or user.language
        if not user.name and member.name:
            User.objects.filter(id=user.id, name="").update(name=member.name)
        if language and language != member.language:
            Member.objects.filter(id=member.id).update(language=language)
        if user.name and not member.name:
            Member.objects.filter(id=member.id, name="").update(name=user.name)
