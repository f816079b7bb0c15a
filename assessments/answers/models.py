from typing import ClassVar

from django.db import models
from django.db.models import Q

from assessments.advice.rules import Advice
from assessments.again.rules import Plan
from assessments.answers.choices import AssessmentState
from assessments.results.rules.results import Result
from assessments.voices.choices import RespondentRole
from assessments.voices.rules.picture import Heard
from governance.members.models import Member
from tenants.ids import uuid7
from tenants.shapes import ShapeField


class Assessment(models.Model):
    """One answered questionnaire; its result is stored as computed then and never recomputed.

    `result` is the scored result, `advice` the recommendations, roadmap and uses, both as the
    rules returned them with `engine_version`; `voices` the answers that counted for the company
    and what several respondents show, kept since then (null: completed before, or adopted). `plan`
    says, for a renewed one, what is asked first and what may be carried over;
    `again_proposed_at` when a new one was proposed after it, which `again_from` puts off.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    questionnaire_version = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=AssessmentState.choices)
    started_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="assessments")
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    engine_version = models.CharField(max_length=12, blank=True)
    result = ShapeField(Result, null=True)
    advice = ShapeField(Advice, null=True)
    voices = ShapeField(Heard, null=True)
    plan = ShapeField(Plan, null=True)
    again_from = models.DateTimeField(null=True)
    again_proposed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=AssessmentState.OPEN),
                name="assessment_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.COMPLETED)
                | Q(result__isnull=False, completed_at__isnull=False),
                name="assessment_completed_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment of {self.started_at:%Y-%m-%d}"


class Invitation(models.Model):
    """A door to one assessment: a link that `most` people may enter, or a member's own way in.

    Of a link only the digest of its token is kept. `entered` counts; who came in through a team's
    door is written nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=8, choices=RespondentRole.choices)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    email = models.EmailField(blank=True)
    most = models.PositiveSmallIntegerField(default=1)
    entered = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(entered__lte=models.F("most")), name="invitation_holds_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} asked for {self.assessment_id}"

    @property
    def is_shared(self) -> bool:
        """Whether one link serves several people."""
        return self.most > 1


class Respondent(models.Model):
    """Somebody who answers one assessment, in one capacity.

    Boss, captain and managers are known by member or invitation. One of the team is nobody: the
    database refuses to hold who. `token_hash` is the digest of one's own way back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="respondents")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey(
        Invitation, null=True, on_delete=models.RESTRICT, related_name="respondents"
    )
    role = models.CharField(max_length=8, choices=RespondentRole.choices)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    is_finished = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "member"], name="respondent_once"),
            models.CheckConstraint(
                condition=~Q(role=RespondentRole.TEAM)
                | Q(member__isnull=True, invitation__isnull=True),
                name="respondent_team_is_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.assessment_id}"


class Answer(models.Model):
    """What one respondent answered to one item: an anchor, choices, or `dk` for don't know.

    `carried`: confirmed as unchanged since the assessment before, among others, with one tap.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="answers")
    item = models.CharField(max_length=8)
    item_version = models.PositiveSmallIntegerField()
    value = models.JSONField()
    answered_at = models.DateTimeField()
    carried = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["respondent", "item"], name="answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item} = {self.value}"


class ObservedFact(models.Model):
    """A fact of the product that can be held against an answer; written by the upper app."""

    key = models.CharField(primary_key=True, max_length=60)
    value = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"
