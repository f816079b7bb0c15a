"""Which backups were made, and whether they were tried."""

from typing import ClassVar

from django.db import models

from tenants.companies.models import Organization
from tenants.ids import uuid7


class Backup(models.Model):
    """One archive of a company. `rehearsed_at` is when it was restored for trial, and `fault` what
    was wrong with it then; `let_go_at` is when an operator wanted to hear no more of that."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    path = models.TextField()
    size = models.BigIntegerField()
    rows = models.BigIntegerField()
    rehearsed_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)
    let_go_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization", "-made_at"], name="backup_newest_first"),
        ]

    def __str__(self) -> str:
        return self.path
