from typing import ClassVar

from django.db import models

from tenants.companies.models import Organization
from tenants.ids import uuid7


class DueWork(models.Model):
    """A job that one company is waiting for: the truth behind the queue's hints.

    The company's own services keep the row true in the transaction that makes the work due.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    job = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "job"], name="due_work_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["due_at"], name="due_work_by_date")]

    def __str__(self) -> str:
        return f"{self.job} at {self.due_at}"
