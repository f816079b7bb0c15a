from typing import ClassVar

from django.conf import settings
from django.db import models

from tenants.companies.models import Organization
from tenants.ids import uuid7


class DigestPart(models.Model):
    """What one company hands over for a person's mail of the week, gone once that has left.

    `week` is its Monday; the mail leaves at `leaves_by` at the latest. Counts, a day and a link are
    sealed, so that only this installation's key opens them; a title is never among them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    sealed = models.BinaryField()
    leaves_by = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organization", "week"], name="digest_part_once_a_week"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} for {self.user_id}, {self.week:%Y-%m-%d}"


class SentDigest(models.Model):
    """That a person's mail of a week across companies has left: there is no second one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "week"], name="sent_digest_once_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}, {self.week:%Y-%m-%d}"
