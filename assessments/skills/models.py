from typing import ClassVar

from django.db import models
from django.db.models import Q

from assessments.skills.choices import Mastery, PlanWay
from governance.literacy.models import LiteracyMeasure
from governance.members.models import Member
from tenants.ids import uuid7


class SkillLevel(models.Model):
    """Where one member stands with one skill, for planning; all skills of a member change at once.

    `version` is that of the member's whole line.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="skill_levels")
    skill = models.CharField(max_length=12)
    level = models.CharField(max_length=8, choices=Mastery.choices)
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "skill"], name="skill_level_once"),
            models.CheckConstraint(
                condition=Q(level__regex=f"^({'|'.join(Mastery.values)})$"),
                name="skill_level_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.level}"


class SkillPlan(models.Model):
    """How a missing skill comes into the company: who sees to it, by when; one open per skill.

    A training that is done keeps the literacy measure that it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    skill = models.CharField(max_length=12)
    way = models.CharField(max_length=5, choices=PlanWay.choices)
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="skill_plans")
    by_on = models.DateField()
    note = models.TextField(blank=True)
    done_on = models.DateField(null=True)
    measure = models.OneToOneField(
        LiteracyMeasure, null=True, on_delete=models.PROTECT, related_name="plan"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["skill"], condition=Q(done_on__isnull=True), name="skill_plan_one_open"
            ),
            models.CheckConstraint(
                condition=Q(way__regex=f"^({'|'.join(PlanWay.values)})$"),
                name="skill_plan_way_known",
            ),
            models.CheckConstraint(
                condition=Q(measure__isnull=True) | Q(done_on__isnull=False, way="train"),
                name="skill_plan_measure_of_training",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.skill} by {self.by_on:%Y-%m-%d}"
