from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.members.models import Member
from portfolio.takeover.choices import ProjectStage
from tenants.ids import uuid7


class RunningProject(models.Model):
    """A project that ran before the company came: named, and not decided on yet.

    The first trade-off turns it into an initiative or an entry of the register.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(max_length=160)
    captain = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, default=ProjectStage.UNDER_WAY)
    named_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="running_project_has_title"),
            models.CheckConstraint(
                condition=Q(stage__regex=f"^({'|'.join(ProjectStage)})$"),
                name="running_project_stage_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title
