from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from governance.webhooks.models import Webhook, WebhookDelivery
from tenants.errors import NotFound

MOST_SHOWN = 50
# Part of the statement that notes changes: whether there is anybody to tell.
IS_HEARD = "EXISTS (SELECT FROM governance_webhook WHERE paused_at IS NULL)"


@dataclass(frozen=True, slots=True)
class WebhookLine:
    """An address with how many deliveries wait and how many were given up."""

    webhook: Webhook
    waiting: int
    given_up: int


def webhook_lines() -> list[WebhookLine]:
    """The addresses of the company, the oldest first."""
    rows = Webhook.objects.order_by("id").annotate(
        waiting=Count("deliveries", filter=_of("deliveries", delivered=False, given_up=False)),
        given_up=Count(
            "deliveries",
            filter=_of("deliveries", delivered=False, given_up=True)
            & Q(deliveries__let_go_at=None),
        ),
    )
    return [WebhookLine(row, row.waiting, row.given_up) for row in rows]


def _of(name: str, *, delivered: bool, given_up: bool) -> Q:
    return Q(
        **{
            f"{name}__id__isnull": False,
            f"{name}__delivered_at__isnull": not delivered,
            f"{name}__given_up_at__isnull": not given_up,
        }
    )


def get_webhook(webhook_id: UUID) -> Webhook:
    """The address of that id; raises NotFound `webhook_not_found`."""
    found = Webhook.objects.filter(id=webhook_id).first()
    if found is None:
        raise NotFound("webhook_not_found", named=webhook_id)
    return found


def newest_deliveries(webhook_id: UUID) -> list[WebhookDelivery]:
    """The newest deliveries to that address."""
    rows = WebhookDelivery.objects.filter(webhook_id=webhook_id)
    return list(rows.order_by("-created_at", "-id")[:MOST_SHOWN])


def listening() -> list[Webhook]:
    """The addresses that are told of what happens now."""
    return list(Webhook.objects.filter(paused_at=None).order_by("id"))
