from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.charter.rules import CharterText
from governance.members.models import Member
from tenants.bounds import MOST_PEOPLE
from tenants.ids import uuid7
from tenants.shapes import ShapeField


class Charter(models.Model):
    """The company's charter in the making: one row, the draft in it until it is published.

    `headcount` is how many people work there, members or not, as the company says.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    headcount = models.PositiveIntegerField(null=True)
    draft = ShapeField(CharterText, null=True)
    drafted_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="charter_one_row"),
            models.CheckConstraint(
                condition=Q(draft__isnull=True, drafted_by__isnull=True, drafted_at__isnull=True)
                | Q(draft__isnull=False, drafted_by__isnull=False, drafted_at__isnull=False),
                name="charter_draft_has_its_author",
            ),
            models.CheckConstraint(
                condition=Q(headcount__isnull=True) | Q(headcount__range=(1, MOST_PEOPLE)),
                name="charter_headcount_of_people",
            ),
        ]

    def __str__(self) -> str:
        return f"charter, draft of {self.drafted_at}"


class CharterVersion(models.Model):
    """A charter as it was published: never changed, never removed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    text = ShapeField(CharterText)
    effective_from = models.DateField()
    review_on = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(review_on__gt=models.F("effective_from")),
                name="charter_version_review_after_start",
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="charter_version_counts_from_1"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class CharterSignature(models.Model):
    """Somebody signed that version: a member, or a name typed without an account.

    Never changed, never removed; `folded` tells one typed name from another.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    of = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="signatures")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    folded = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["of", "member"],
                condition=Q(member__isnull=False),
                name="charter_signed_once_by_member",
            ),
            models.UniqueConstraint(
                fields=["of", "folded"],
                condition=Q(member__isnull=True),
                name="charter_signed_once_by_name",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False, name="", folded="")
                | (Q(member__isnull=True) & ~Q(name="") & ~Q(folded="")),
                name="charter_signed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"signature of {self.signed_at}"


class CharterRequest(models.Model):
    """A member asks for a change of the charter; closed once who keeps it has looked at it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    text = models.CharField(max_length=600)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="charter_request_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"request of {self.asked_at}"
