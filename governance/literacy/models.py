from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from governance.access.choices import Role
from governance.literacy.choices import LiteracyFactor, MeasureKind
from governance.members.models import Member
from tenants.ids import uuid7


class LiteracyMeasure(models.Model):
    """Something done so that people use AI knowingly: a measure, never anybody's score.

    It is for the members named in `persons` and for whoever held a role of `audience` that day;
    `entries` are the uses of the register it was about, none for all of them; `attended` who was
    ticked as present, None before anybody was. `evidence` says where its proof is. What happened is
    kept as recorded.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=13, choices=MeasureKind.choices)
    audience = ArrayField(models.CharField(max_length=12, choices=Role.choices), default=list)
    persons = ArrayField(models.UUIDField(), default=list)
    entries = ArrayField(models.UUIDField(), default=list, db_default=[])
    attended = ArrayField(models.UUIDField(), null=True)
    held_on = models.DateField()
    duration_min = models.PositiveSmallIntegerField(null=True)
    factors_considered = ArrayField(
        models.CharField(max_length=16, choices=LiteracyFactor.choices), default=list
    )
    evidence = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__regex=f"^({'|'.join(MeasureKind.values)})$"),
                name="literacy_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(duration_min__isnull=True) | models.Q(duration_min__gt=0),
                name="literacy_takes_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.held_on}"
