from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.incidents.choices import AuthorityAnswer, Severity
from governance.incidents.rules import Clock, clock_of
from governance.members.models import Member
from governance.register.models import RegisterEntry
from tenants.ids import uuid7


class Incident(models.Model):
    """Something that went wrong with an AI, told without blame.

    `affects` is whom it touches, `done` what was done about it. Nobody stands in `reported_by`
    who told it without a name. With personal data the authority is told within 72 hours of
    `known_at`, or it is written why there is no risk.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    what = models.CharField(max_length=600)
    entry = models.ForeignKey(
        RegisterEntry, null=True, on_delete=models.PROTECT, related_name="incidents"
    )
    tool = models.CharField(max_length=120, blank=True)
    affects = models.CharField(max_length=300, blank=True)
    done = models.CharField(max_length=600, blank=True)
    severity = models.CharField(
        max_length=6, choices=Severity.choices, default=Severity.MEDIUM.value
    )
    personal_data = models.BooleanField(default=False)
    known_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(max_length=7, choices=AuthorityAnswer.choices, blank=True)
    authority_at = models.DateTimeField(null=True)
    authority_note = models.CharField(max_length=600, blank=True)
    lesson = models.CharField(max_length=600, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(severity__regex=f"^({'|'.join(Severity.values)})$"),
                name="incident_severity_known",
            ),
            models.CheckConstraint(
                condition=Q(authority="", authority_at__isnull=True)
                | (~Q(authority="") & Q(authority_at__isnull=False) & ~Q(authority_note="")),
                name="incident_authority_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(lesson="")),
                name="incident_closed_with_its_lesson",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(personal_data=False) | ~Q(authority=""),
                name="incident_closed_once_authority_settled",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-reported_at"], name="incident_newest_first")]

    def __str__(self) -> str:
        return f"incident of {self.reported_at}"

    @property
    def clock(self) -> Clock | None:
        """Its 72 hours, None without personal data."""
        return clock_of(
            personal_data=self.personal_data,
            known_at=self.known_at,
            answer=self.authority,
            answered_at=self.authority_at,
        )

    @property
    def with_what(self) -> str:
        """The tool, as the register or the teller names it."""
        return self.entry.tool if self.entry else self.tool

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
