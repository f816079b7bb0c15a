from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from tenants.ids import uuid7


class LegalTask(models.Model):
    """A duty of the law on one initiative: who sees to it, by when, and that it was done.

    Without `owner` the initiative's captain sees to it; without `due_on` the rule says by when.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=60)
    article = models.CharField(max_length=60, blank=True)
    from_on = models.DateField()
    owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    proof = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "code"], name="legal_task_once"),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None)
                | Q(done_on__isnull=False, done_by__isnull=False),
                name="legal_task_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.initiative_id}"
