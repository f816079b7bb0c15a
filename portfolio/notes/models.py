from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from portfolio.notes.choices import NoteKind
from tenants.ids import uuid7


class Note(models.Model):
    """A few words on an initiative, which decide nothing: kept apart from the log."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=4, default=NoteKind.NOTE.value)
    text = models.CharField(max_length=1000)
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    by_link = models.BooleanField(default=False, db_default=False)
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(
                condition=Q(kind__regex=f"^({'|'.join(NoteKind)})$"), name="note_kind_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["initiative", "-written_at"], name="note_by_initiative")
        ]

    def __str__(self) -> str:
        return self.text
