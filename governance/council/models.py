from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from governance.council.choices import Opinion
from governance.members.models import Member
from tenants.ids import uuid7


class Consultation(models.Model):
    """One consultation of the works council, for the uses whose triage points to it.

    `asked_on` is the day it received the written information; `about` names the tools and trials
    as they were presented.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    about = models.CharField(max_length=300)
    asked_on = models.DateField()
    with_expert = models.BooleanField(default=False)
    opinion = models.CharField(max_length=12, choices=Opinion.choices, blank=True)
    opinion_on = models.DateField(null=True)
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(opinion="", opinion_on__isnull=True)
                | (~Q(opinion="") & Q(opinion_on__isnull=False, opinion_on__gte=F("asked_on"))),
                name="consultation_opinion_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"consultation of {self.asked_on}"
