from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from governance.webhooks.choices import PauseReason
from tenants.ids import uuid7


class Webhook(models.Model):
    """An address outside that is told of chosen events.

    Its secrets are sealed with the installation's key: whoever sends has to read them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    url = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=40))
    secret = models.BinaryField()
    former_secret = models.BinaryField(null=True)
    former_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_why = models.CharField(max_length=8, choices=PauseReason.choices, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(paused_at__isnull=True, paused_why="")
                | (models.Q(paused_at__isnull=False) & ~models.Q(paused_why="")),
                name="webhook_pause_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(former_secret__isnull=True, former_until__isnull=True)
                | models.Q(former_secret__isnull=False, former_until__isnull=False),
                name="webhook_former_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None


class WebhookDelivery(models.Model):
    """One event for one address: waiting, delivered, or given up; written with its cause.

    Given up and let go (`let_go_at`), it asks for nobody's attention any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    # The same at every address that is told of it, and at every attempt.
    event_id = models.UUIDField()
    event = models.CharField(max_length=40)
    body = models.TextField()
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    let_go_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    duration_ms = models.PositiveIntegerField(null=True)
    last_error = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["webhook", "event_id"], name="webhook_told_once"),
            models.CheckConstraint(
                condition=models.Q(delivered_at__isnull=True) | models.Q(given_up_at__isnull=True),
                name="webhook_delivery_one_end",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["not_before"],
                condition=models.Q(delivered_at__isnull=True, given_up_at__isnull=True),
                name="webhook_delivery_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook_id}"

    @property
    def message_id(self) -> str:
        return f"msg_{self.event_id.hex}"

    @property
    def is_waiting(self) -> bool:
        return self.delivered_at is None and self.given_up_at is None
