from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.members.models import Member
from governance.statement.rules import StatementFacts
from tenants.ids import uuid7
from tenants.shapes import ShapeField


class Statement(models.Model):
    """What the company stated on a day, with its number: its facts are never changed nor removed.

    It may be read by who has its private link from `link_opened_at` until `link_closed_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    facts = ShapeField(StatementFacts)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    link_opened_at = models.DateTimeField(null=True)
    link_closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(link_closed_at__isnull=True) | Q(link_opened_at__isnull=False),
                name="statement_link_closed_after_it_was_open",
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="statement_counts_from_1"),
        ]

    def __str__(self) -> str:
        return f"statement {self.number}"

    @property
    def has_link(self) -> bool:
        """Whether whoever has the link may read it now."""
        return self.link_opened_at is not None and self.link_closed_at is None
