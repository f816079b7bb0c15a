from typing import ClassVar

from django.db import models

from governance.outbox.choices import Channel
from tenants.ids import uuid7


class OutboxMessage(models.Model):
    """Something that leaves the house once its transaction is committed; sent, or given up on.

    It goes to a member, or to the address of somebody who is none. One that came back counts as
    given up, not as sent. Once let go (`let_go_at`), nobody is told of it any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dedup_key = models.CharField(max_length=160, unique=True)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.MAIL)
    recipient = models.ForeignKey(
        "governance.Member", on_delete=models.CASCADE, null=True, related_name="+"
    )
    address = models.EmailField(blank=True)
    template = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    let_go_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(recipient__isnull=False, address="")
                | (models.Q(recipient__isnull=True) & ~models.Q(address="")),
                name="outbox_to_one",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["not_before"],
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="outbox_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.recipient_id or self.address}"
