"""What did not leave: of the company that is entered, and of every company for an operator."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from governance.outbox.models import OutboxMessage
from governance.undelivered.rules import MOST_SHOWN, error_code
from governance.webhooks.models import Webhook, WebhookDelivery
from tenants.canary import TABLE
from tenants.companies.selectors import open_companies
from tenants.connections import connection
from tenants.hosts import Company
from tenants.mail.rules import MOST_ATTEMPTS
from tenants.operators.rules import DeadLetter, LetterKind


@dataclass(frozen=True, kw_only=True)
class UnsentMail:
    """A mail that reached nobody: to which address, since when, with which error."""

    id: UUID
    address: str
    at: datetime
    attempts: int
    error: str


@dataclass(frozen=True, kw_only=True)
class Undeliverables:
    """What of the company did not leave, and the addresses outside that are told nothing."""

    mails: tuple[UnsentMail, ...]
    deliveries: tuple[WebhookDelivery, ...]
    paused: tuple[Webhook, ...]

    @property
    def is_any(self) -> bool:
        return bool(self.mails or self.deliveries or self.paused)


def undeliverables() -> Undeliverables:
    """The newest of each; three statements."""
    mails = unsent_mails().select_related("recipient").order_by("-given_up_at", "id")
    deliveries = unsent_deliveries().select_related("webhook").order_by("-given_up_at", "id")
    return Undeliverables(
        mails=tuple(
            UnsentMail(
                id=one.id,
                address=one.recipient.email if one.recipient else one.address,
                at=one.given_up_at or one.created_at,
                attempts=one.attempts,
                error=error_code(one.last_error),
            )
            for one in mails[:MOST_SHOWN]
        ),
        deliveries=tuple(deliveries[:MOST_SHOWN]),
        paused=tuple(Webhook.objects.exclude(paused_at=None).order_by("id")),
    )


def unsent_mails() -> QuerySet[OutboxMessage]:
    """Mails given up and not let go; none of somebody who left, whom nobody misses there."""
    rows = OutboxMessage.objects.filter(given_up_at__isnull=False, let_go_at=None)
    rows = rows.filter(Q(recipient=None) | Q(recipient__left_at=None))
    return rows.filter(~Q(last_error="") | Q(attempts__gte=MOST_ATTEMPTS))


def unsent_deliveries() -> QuerySet[WebhookDelivery]:
    """Deliveries given up and not let go."""
    return WebhookDelivery.objects.filter(given_up_at__isnull=False, let_go_at=None)


# Of each company; the canary says whose rows they are, and of an error only its class leaves.
LISTED = f"""
(SELECT (SELECT organization_id FROM "{{schema}}".{TABLE} WHERE id = 1),
  '{LetterKind.MAIL}', m.id, m.attempts, m.created_at, m.given_up_at,
  coalesce(substring(m.last_error from '^\\w+'), '')
 FROM "{{schema}}".governance_outboxmessage m
 LEFT JOIN "{{schema}}".governance_member r ON r.id = m.recipient_id
 WHERE m.given_up_at IS NOT NULL AND m.let_go_at IS NULL AND r.left_at IS NULL
  AND (m.last_error <> '' OR m.attempts >= {MOST_ATTEMPTS}))
UNION ALL
(SELECT (SELECT organization_id FROM "{{schema}}".{TABLE} WHERE id = 1),
  '{LetterKind.WEBHOOK}', d.id, d.attempts, d.created_at, d.given_up_at,
  coalesce(nullif(substring(d.last_error from '^\\w+'), ''), d.status::text, '')
 FROM "{{schema}}".governance_webhookdelivery d
 WHERE d.given_up_at IS NOT NULL AND d.let_go_at IS NULL)
"""


def company_letters(*, most: int = 500, batch: int = 50) -> list[DeadLetter]:
    """What was given up in open companies, the newest first; one statement a batch of them."""
    found: list[DeadLetter] = []
    for companies, listed in _batches(batch):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({listed}) x ORDER BY 6 DESC, 3 LIMIT %s", [most])
            found += [_letter(companies, row) for row in cursor.fetchall()]
    return sorted(found, key=lambda one: (one.last_at or one.first_at, one.id), reverse=True)[:most]


def company_letter_counts(*, batch: int = 50) -> Mapping[LetterKind, int]:
    """How much was given up in open companies, by kind; one statement a batch of them."""
    counts: Counter[LetterKind] = Counter()
    for _, listed in _batches(batch):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT x.kind, count(*) FROM ({listed}) x (a, kind) GROUP BY 1")
            for kind, count in cursor.fetchall():
                counts[LetterKind(kind)] += count
    return counts


def _batches(batch: int) -> Iterator[tuple[Mapping[UUID, Company], str]]:
    after: UUID | None = None
    while companies := open_companies(after=after, most=batch):
        parts = [LISTED.format(schema=one.schema_name) for one in companies]
        yield {one.id: one for one in companies}, " UNION ALL ".join(parts)
        after = companies[-1].id


def _letter(companies: Mapping[UUID, Company], row: tuple[object, ...]) -> DeadLetter:
    owner, kind, letter_id, attempts, first_at, last_at, error = row
    company = companies[owner]  # type: ignore[index]
    return DeadLetter(
        kind=LetterKind(str(kind)),
        id=letter_id,  # type: ignore[arg-type]
        attempts=attempts,  # type: ignore[arg-type]
        first_at=first_at,  # type: ignore[arg-type]
        last_at=last_at,  # type: ignore[arg-type]
        error=error_code(str(error)),
        organization_id=company.id,
        company=company.name,
        host=company.host,
    )
