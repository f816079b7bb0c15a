from typing import ClassVar

from django.db import models

from governance.changes.choices import ChangeKind
from tenants.ids import uuid7


class CompanyChange(models.Model):
    """Something in the company is not as it was: which, and when; never what it says.

    `seq` has no gap and follows the order of commits. The portfolio has no id.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seq = models.BigIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in ChangeKind])
    subject_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(subject_id__isnull=False)
                | models.Q(kind=ChangeKind.PORTFOLIO.value),
                name="change_has_subject",
            ),
            models.CheckConstraint(condition=models.Q(seq__gt=0), name="change_seq_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"
