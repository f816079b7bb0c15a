from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.db import IntegrityError

from tenants.accounts.models import Membership, User
from tenants.builds import own_build
from tenants.columns import check_columns
from tenants.companies.choices import CompanyState
from tenants.companies.models import Domain, Founding, Organization
from tenants.companies.selectors import company_by_id
from tenants.errors import Invalid, NotAllowed, NotFound, Refused, Unavailable
from tenants.hosts import Company, forget_hosts
from tenants.jobs import enqueue
from tenants.tokens import token_digest
from tenants.transactions import use_case

MOST_HOSTS = 5
MOST_FOUNDINGS, FOUNDINGS_WITHIN = 5, timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a company is opened from, once: a mailed link, an open diagnostic, both or neither."""

    link: str = ""
    draft_id: UUID | None = None


NOTHING = Origin()


def claim_company(
    *,
    name: str,
    host: str,
    founder_id: UUID,
    language: str = "fr",
    now: datetime,
    is_demo: bool = False,
    origin: Origin = NOTHING,
) -> Company:
    """A spare schema belongs to this company, which answers under `host`; the founder is listed.

    Its origin is spent in the same transaction. Raises NotAllowed `link_spent`, Refused
    `draft_claimed`, `foundings_spent` (five within a day), `host_taken`, Invalid, Unavailable
    `no_spare_company` (a refill is asked for).
    """
    check_columns(model=Organization, values={"name": name})
    with use_case():
        _check_origin(founder_id=founder_id, origin=origin, now=now, is_demo=is_demo)
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
        add_membership(user_id=founder_id, organization_id=organization.id, now=now, joined_at=now)
        _note_founding(organization, founder_id=founder_id, origin=origin, now=now)
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


def _check_origin(*, founder_id: UUID, origin: Origin, now: datetime, is_demo: bool) -> None:
    """One after the other by account: two clicks on one link open one company."""
    list(User.objects.select_for_update().filter(id=founder_id).values_list("id"))
    digest = token_digest(origin.link)
    if origin.link and Founding.objects.filter(link_digest=digest).exists():
        raise NotAllowed("link_spent")
    if origin.draft_id and Founding.objects.filter(draft_id=origin.draft_id).exists():
        raise Refused("draft_claimed")
    recent = Founding.objects.filter(founder_id=founder_id, created_at__gt=now - FOUNDINGS_WITHIN)
    if not is_demo and recent.count() >= MOST_FOUNDINGS:
        raise Refused("foundings_spent", most=MOST_FOUNDINGS)


def _note_founding(
    organization: Organization, *, founder_id: UUID, origin: Origin, now: datetime
) -> None:
    """What it was opened from is spent; Refused when another took it in the same instant."""
    noted = Founding(
        founder_id=founder_id,
        organization=organization,
        link_digest=token_digest(origin.link) if origin.link else None,
        draft_id=origin.draft_id,
        created_at=now,
    )
    try:
        noted.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("draft_claimed") from error


def founded_from_draft(*, draft_id: UUID, founder_id: UUID) -> Company | None:
    """The company that this account opened from that draft, finished or not."""
    row = Founding.objects.filter(draft_id=draft_id, founder_id=founder_id).first()
    return company_by_id(row.organization_id) if row else None


def _take_host(host: str, organization: Organization) -> None:
    """The host is this company's; Refused when it is the installation's own or was just taken."""
    if host in {settings.PUBLIC_HOST, settings.OPERATOR_HOST}:
        raise Refused("host_taken", host=host)
    try:
        Domain.objects.bulk_create([Domain(domain=host, tenant=organization, is_primary=True)])
    except IntegrityError as error:
        raise Refused("host_taken", host=host) from error


def describe_company(
    *, company_id: UUID, name: str, language: str, timezone: str, postal_address: str
) -> None:
    """The company has this name and postal address, its papers and dates this language and zone.

    Raises Invalid.
    """
    values = {
        "name": name.strip(),
        "language": language,
        "timezone": timezone,
        "postal_address": _lines(postal_address),
    }
    check_columns(model=Organization, values=values)
    wrong = {
        "name": [] if values["name"] else ["blank"],
        "language": [] if language in dict(settings.LANGUAGES) else ["invalid_choice"],
        "timezone": [] if timezone in available_timezones() else ["invalid_choice"],
    }
    if any(wrong.values()):
        raise Invalid("invalid_fields", fields={key: one for key, one in wrong.items() if one})
    with use_case():
        Organization.objects.filter(id=company_id).update(**values)
    forget_hosts()


def _lines(typed: str) -> str:
    """What was typed, without blank lines and blanks at their ends."""
    return "\n".join(filter(None, map(str.strip, typed.splitlines())))


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


def add_membership(
    *, user_id: UUID, organization_id: UUID, now: datetime, joined_at: datetime | None = None
) -> None:
    """The user is listed in the company, once; as invited only while `joined_at` is None."""
    new = Membership(
        user_id=user_id, organization_id=organization_id, created_at=now, joined_at=joined_at
    )
    Membership.objects.bulk_create([new], ignore_conflicts=True)


def accept_membership(*, user_id: UUID, organization_id: UUID, now: datetime) -> None:
    """The person belongs to the company that invited; accepting again changes nothing.

    Raises NotFound `company_not_found` for who is not invited.
    """
    with use_case():
        mine = Membership.objects.filter(user_id=user_id, organization_id=organization_id)
        if not mine.exists():
            raise NotFound("company_not_found")
        mine.filter(joined_at=None).update(joined_at=now)


def remove_membership(*, user_id: UUID, organization_id: UUID) -> None:
    """The user is no longer listed in the company."""
    Membership.objects.filter(user_id=user_id, organization_id=organization_id).delete()
