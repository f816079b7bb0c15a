"""What companies agree to lend to a common purpose, and what is made of all of it; opaque here."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tenants.companies.models import Organization
from tenants.ids import uuid7


class Consent(models.Model):
    """One company agreed to lend what `kind` names, from then until it withdrew.

    Who agreed and who withdrew are ids of that company's own members.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    kind = models.SlugField(max_length=20, db_index=False)
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_stands",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="consent_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} since {self.given_at:%Y-%m-%d}"


class Contribution(models.Model):
    """What one company lends while its consent stands; `source` is the id of what it came from."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    kind = models.SlugField(max_length=20, db_index=False)
    source = models.UUIDField()
    at = models.DateTimeField()
    document = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "kind", "source"], name="contribution_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "at"], name="contribution_by_date")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.at:%Y-%m-%d}"


class Snapshot(models.Model):
    """What was published of all contributions of a kind for one quarter, never changed after.

    `basis` is what the next snapshot must know of this one; it is never published.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.SlugField(max_length=20, db_index=False)
    period = models.CharField(max_length=6)
    document = models.JSONField()
    basis = models.JSONField()
    frozen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "period"], name="snapshot_once"),
            models.CheckConstraint(
                condition=Q(period__regex=r"^[0-9]{4}Q[1-4]$"), name="snapshot_of_a_quarter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"
