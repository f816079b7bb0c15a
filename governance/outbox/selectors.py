from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q, Value
from django.db.models.functions import Coalesce, NullIf

from governance.outbox.choices import HELD
from governance.outbox.models import OutboxMessage
from tenants.addresses import company_url
from tenants.canary import TABLE
from tenants.companies.selectors import company_by_id, open_companies
from tenants.connections import connection
from tenants.hosts import Company
from tenants.jobs import current_company_id


def current_company() -> Company:
    """The company this connection works in, under its primary domain; LookupError outside."""
    organization_id = current_company_id()
    company = company_by_id(organization_id) if organization_id else None
    if company is None:
        raise LookupError("no company is entered")
    return company


def newest_of(*, template: str) -> dict[UUID, OutboxMessage]:
    """The newest message of that template to each recipient, by the recipient's id."""
    rows = OutboxMessage.objects.filter(template=template, recipient__isnull=False)
    rows = rows.order_by("created_at")
    return {row.recipient_id: row for row in rows if row.recipient_id}


RECENT = timedelta(days=30)
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Mails of the last thirty days that reached nobody at that address, and the last of them."""

    address: str
    count: int
    last_at: datetime


def undelivered(*, now: datetime) -> tuple[Undelivered, ...]:
    """Where mails do not arrive, the newest failure first; who left is not told of."""
    lost = OutboxMessage.objects.filter(given_up_at__gt=now - RECENT, let_go_at=None)
    lost = lost.filter(Q(recipient__isnull=True) | Q(recipient__left_at__isnull=True))
    to = Coalesce(NullIf("address", Value("")), "recipient__email")
    rows = lost.annotate(to=to).values("to").annotate(count=Count("id"), at=Max("given_up_at"))
    found = rows.order_by("-at", "to").values_list("to", "count", "at")[:MOST_SHOWN]
    return tuple(Undelivered(*row) for row in found)


@dataclass(frozen=True, slots=True)
class HeldMail:
    """Mails to that address that wait for the next day, as it has had its measure of this one."""

    address: str
    count: int


def held(*, now: datetime) -> tuple[HeldMail, ...]:
    """Where mails wait for tomorrow, most first."""
    late = OutboxMessage.objects.filter(sent_at__isnull=True, given_up_at__isnull=True)
    late = late.filter(last_error=HELD, not_before__gt=now)
    to = Coalesce(NullIf("address", Value("")), "recipient__email")
    rows = late.annotate(to=to).values("to").annotate(count=Count("id"))
    found = rows.order_by("-count", "to").values_list("to", "count")[:MOST_SHOWN]
    return tuple(HeldMail(*row) for row in found)


def outbox_figures() -> Mapping[str, object]:
    """How many mails wait, since when, how many were given up, and with which error the last."""
    waits = Q(sent_at__isnull=True, given_up_at__isnull=True)
    counts = OutboxMessage.objects.aggregate(
        waiting=Count("id", filter=waits),
        oldest=Min("created_at", filter=waits),
        given_up=Count("id", filter=Q(given_up_at__isnull=False)),
    )
    failed = OutboxMessage.objects.exclude(last_error="").order_by(
        F("given_up_at").desc(nulls_last=True)
    )
    return {**counts, "last_error": failed.values_list("last_error", flat=True).first() or ""}


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many mails of a company wait, since when, and how many were given up."""

    company: Company
    waiting: int
    oldest: datetime | None
    given_up: int


# One branch a company; the canary says whose rows they are.
COUNTED = """
SELECT (SELECT organization_id FROM "{schema}".{canary} WHERE id = 1),
       count(*) FILTER (WHERE sent_at IS NULL AND given_up_at IS NULL),
       min(created_at) FILTER (WHERE sent_at IS NULL AND given_up_at IS NULL),
       count(*) FILTER (WHERE given_up_at IS NOT NULL AND let_go_at IS NULL)
FROM "{schema}".{table} WHERE sent_at IS NULL OR given_up_at IS NOT NULL
"""


def stuck_outboxes(*, batch: int = 50) -> list[Outbox]:
    """The open companies whose mails wait or were given up, most given up first.

    One statement for each batch of companies.
    """
    found: list[Outbox] = []
    after: UUID | None = None
    while companies := open_companies(after=after, most=batch):
        found += _counted({one.id: one for one in companies})
        after = companies[-1].id
    stuck = [one for one in found if one.waiting or one.given_up]
    return sorted(stuck, key=lambda one: (-one.given_up, -one.waiting, one.company.host))


def _counted(companies: Mapping[UUID, Company]) -> list[Outbox]:
    table = OutboxMessage._meta.db_table
    parts = [
        COUNTED.format(schema=one.schema_name, table=table, canary=TABLE)
        for one in companies.values()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return [Outbox(companies[row[0]], *row[1:]) for row in cursor.fetchall()]


def company_address(company: Company) -> str:
    """The company's address, scheme to port, without a last slash; never a request's host."""
    return company_url(company.host, "")
