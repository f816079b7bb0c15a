"""Who belongs to several companies, and whose mail of the week is complete."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core import signing
from django.db.models import Min

from tenants.accounts.models import Membership, User
from tenants.companies.choices import CompanyState
from tenants.digests.models import DigestPart, SentDigest
from tenants.due_work.models import DueWork
from tenants.errors import NotFound

OFF = "tenants.digest_off"
BATCH = 200


def zones_of(user_ids: Collection[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    """The time zones of the companies of each who belongs to several that are open."""
    rows = Membership.objects.filter(
        user_id__in=user_ids, joined_at__isnull=False, organization__state=CompanyState.ACTIVE
    )
    found: dict[UUID, list[str]] = {}
    for user_id, zone in rows.values_list("user_id", "organization__timezone"):
        found.setdefault(user_id, []).append(zone)
    return {key: tuple(zones) for key, zones in found.items() if len(zones) > 1}


def sent_digests(user_ids: Collection[UUID], *, week: date) -> Mapping[UUID, datetime]:
    """When that week's mail left, of each to whom it has."""
    rows = SentDigest.objects.filter(user_id__in=user_ids, week=week)
    return dict(rows.values_list("user_id", "sent_at"))


@dataclass(frozen=True, kw_only=True)
class WaitingDigest:
    """A person's week of which parts wait; `awaited` are companies that are still to be heard."""

    user_id: UUID
    week: date
    leaves_by: datetime
    awaited: tuple[str, ...]

    def is_ready(self, *, now: datetime) -> bool:
        """Whether it leaves now: everybody was heard, or its morning is over."""
        return not self.awaited or self.leaves_by <= now


def waiting_digests(*, job: str) -> Iterator[WaitingDigest]:
    """Every week of which parts wait; `job` is the job by which a company hands one over.

    Three statements for each batch of people.
    """
    found = DigestPart.objects.values_list("user_id", "week").annotate(by=Min("leaves_by"))
    rows = list(found.order_by("user_id", "week"))
    for begin in range(0, len(rows), BATCH):
        yield from _with_awaited(rows[begin : begin + BATCH], job=job)


def _with_awaited(
    rows: Collection[tuple[UUID, date, datetime]], *, job: str
) -> Iterator[WaitingDigest]:
    people = {user_id for user_id, _week, _by in rows}
    parts = DigestPart.objects.filter(user_id__in=people)
    heard = set(parts.values_list("user_id", "week", "organization_id"))
    belongs = Membership.objects.filter(
        user_id__in=people, joined_at__isnull=False, organization__state=CompanyState.ACTIVE
    ).order_by("organization__name", "organization_id")
    where: dict[UUID, list[tuple[UUID, str]]] = {}
    named = belongs.values_list("user_id", "organization_id", "organization__name")
    for user_id, company_id, name in named:
        where.setdefault(user_id, []).append((company_id, name))
    due_of = dict(
        DueWork.objects.filter(
            job=job, organization_id__in={key for found in where.values() for key, _ in found}
        ).values_list("organization_id", "due_at")
    )
    for user_id, week, by in rows:
        awaited = tuple(
            name
            for key, name in where.get(user_id, ())
            if (user_id, week, key) not in heard and key in due_of and due_of[key] <= by
        )
        yield WaitingDigest(user_id=user_id, week=week, leaves_by=by, awaited=awaited)


def off_token(user_id: UUID) -> str:
    """What the address that ends these mails is made of; it does not grow old."""
    return signing.Signer(salt=OFF).sign(user_id.hex)


def person_behind(token: str) -> User:
    """Whose mails that address ends; raises NotFound `link_not_found`."""
    try:
        user_id = UUID(hex=signing.Signer(salt=OFF).unsign(token))
        return User.objects.get(id=user_id, is_active=True)
    except (signing.BadSignature, ValueError, User.DoesNotExist):
        raise NotFound("link_not_found") from None
