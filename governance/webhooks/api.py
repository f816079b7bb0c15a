from typing import Annotated
from uuid import UUID

from governance.access.services import require
from governance.api.codec import PageQuery
from governance.api.operations import act, operation
from governance.api.pagination import Page, whole
from governance.api.views import ApiView
from governance.webhooks.choices import TESTED, PauseReason, WebhookEvent
from governance.webhooks.models import WebhookDelivery
from governance.webhooks.selectors import get_webhook, webhook_lines
from governance.webhooks.services.addresses import resend_delivery
from tenants.bounds import one_of
from tenants.shapes import LocalTime, Shape, all_shaped, shaped


class WebhookAnswer(Shape, frozen=True, kw_only=True):
    """An address outside without its secret; `paused_why` says why nothing leaves for it."""

    id: UUID
    url: str
    events: tuple[Annotated[str, one_of(WebhookEvent)], ...]
    created_at: LocalTime
    failing_since: LocalTime | None
    paused_at: LocalTime | None
    paused_why: Annotated[str, one_of(PauseReason.values, [""])]


class DeliveryAnswer(Shape, frozen=True, kw_only=True):
    """One event for one address; `message_id` is its webhook-id, the same at every attempt."""

    id: UUID
    webhook_id: UUID
    message_id: str
    event: Annotated[str, one_of(WebhookEvent, [TESTED])]
    created_at: LocalTime
    not_before: LocalTime
    attempts: int
    delivered_at: LocalTime | None
    given_up_at: LocalTime | None
    status: int | None
    duration_ms: int | None
    last_error: str


class WebhookList(ApiView):
    @operation("Webhooks", Page[WebhookAnswer], name="list_webhooks")
    def get(self) -> Page[WebhookAnswer]:
        """The addresses outside, by the key of an executive; made and changed by a person."""
        require(self.act, permission="webhook.read")
        return whole(tuple(shaped(line.webhook, WebhookAnswer) for line in webhook_lines()))


class WebhookDeliveries(ApiView):
    @operation(
        "Deliveries to one webhook, newest first",
        Page[DeliveryAnswer],
        name="list_webhook_deliveries",
        query=PageQuery,
    )
    def get(self, query: PageQuery, webhook_id: UUID) -> Page[DeliveryAnswer]:
        """What one address was told, with status, attempts and duration; kept thirty days."""
        require(self.act, permission="webhook.read")
        rows = WebhookDelivery.objects.filter(webhook=get_webhook(webhook_id))
        return self.page(rows, all_shaped(DeliveryAnswer))


class WebhookAgain(ApiView):
    post = act(resend_delivery, "Deliver again", DeliveryAnswer, status=202, writes_version=False)
