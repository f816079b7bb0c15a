from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from governance.members.models import Member
from governance.register.models import RegisterEntry
from portfolio.initiatives.models import Initiative
from tenants.ids import uuid7


class LegalTask(models.Model):
    """A duty of the law on one initiative or one entry of the register: who sees to it, by when,
    and that it was done.

    Without `owner` the initiative's captain or the entry's owner sees to it; without `due_on` the
    rule says by when.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(
        Initiative, null=True, on_delete=models.CASCADE, related_name="+"
    )
    entry = models.ForeignKey(RegisterEntry, null=True, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=60)
    article = models.CharField(max_length=60, blank=True)
    from_on = models.DateField()
    owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    proof = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "code"], name="legal_task_once"),
            models.UniqueConstraint(fields=["entry", "code"], name="legal_task_once_of_entry"),
            models.CheckConstraint(
                condition=Q(initiative=None, entry__isnull=False)
                | Q(initiative__isnull=False, entry=None),
                name="legal_task_of_one_use",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None)
                | Q(done_on__isnull=False, done_by__isnull=False),
                name="legal_task_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.use_id}"

    @property
    def use(self) -> Initiative | RegisterEntry:
        """What it is about."""
        found = self.initiative or self.entry
        if found is None:
            raise RuntimeError("a task is about one use")
        return found

    @property
    def use_id(self) -> UUID:
        """The same, by its id."""
        return self.use.id

    @property
    def begun_on(self) -> date | None:
        """Since when that is in use, or known to be."""
        use = self.use
        return use.started_on if isinstance(use, Initiative) else use.declared_on

    @property
    def carrier(self) -> Member | None:
        """Who sees to it where nobody was named."""
        use = self.use
        return use.captain if isinstance(use, Initiative) else use.owner
