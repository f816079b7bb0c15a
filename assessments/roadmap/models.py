from typing import ClassVar

from django.db import models
from django.db.models import Q

from assessments.answers.models import Assessment
from assessments.roadmap.choices import StepState
from assessments.roadmap.rules.progress import Move
from governance.members.models import Member
from tenants.ids import uuid7
from tenants.shapes import ShapeField


class RoadmapStep(models.Model):
    """What people decided about one action, whichever roadmap proposes it.

    `moves` holds every change of its date since it was taken, oldest first. `reminded_for` is the
    date its owner was reminded of. An open one is proposed again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    action_id = models.CharField(max_length=8, unique=True)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="roadmap_steps"
    )
    state = models.CharField(max_length=7, choices=StepState.choices)
    owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    moves = ShapeField(list[Move], default=list)
    reminded_for = models.DateField(null=True)
    refused_until = models.DateField(null=True)
    reason = models.CharField(max_length=600, blank=True)
    proof_text = models.CharField(max_length=600, blank=True)
    proven_by_fact = models.BooleanField(default=False)
    done_on = models.DateField(null=True)
    decided_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__regex=f"^({'|'.join(StepState.values)})$"),
                name="roadmap_step_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.TAKEN) | Q(owner__isnull=False, due_on__isnull=False),
                name="roadmap_step_taken_has_owner_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.REFUSED)
                | (Q(refused_until__isnull=False) & ~Q(reason="")),
                name="roadmap_step_refused_has_reason_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.DONE)
                | (Q(done_on__isnull=False) & (Q(proven_by_fact=True) | ~Q(proof_text=""))),
                name="roadmap_step_done_has_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} {self.state}"
