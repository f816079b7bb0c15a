from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from governance.members.models import Member
from tenants.ids import uuid7


class ApiKey(models.Model):
    """A key of the programming interface: never more rights than its owner, never after its end."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.BinaryField(max_length=32)
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="keys")
    scopes = ArrayField(models.CharField(max_length=10))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.prefix


class IdempotencyRecord(models.Model):
    """The first answer to a request that carried an Idempotency-Key, kept a day at least."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    caller_id = models.UUIDField()
    key = models.CharField(max_length=255)
    route = models.CharField(max_length=200)
    body_digest = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["caller_id", "key"], name="idempotency_once"),
        ]

    def __str__(self) -> str:
        return self.key
