from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.keys.models import ApiKey
from governance.members.models import Member
from portfolio.imports.choices import ImportKind, ImportState
from tenants.ids import uuid7


class TableImport(models.Model):
    """A file that comes in: read, tried, then written as a whole or not at all.

    `data` is the file until it is read, `rows` its rows until they are written: numbers and cells.
    `columns` says by key which heading holds what; `faults` are the cells in the way: row, key of
    the column, code. `new` and `known` are how many rows bring something and how many stand
    already. `writes` asks for the writing as soon as nothing is in the way. All of it is gone
    after `erase_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, default=ImportKind.INITIATIVES)
    state = models.CharField(max_length=8, default=ImportState.READING)
    file_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(ApiKey, null=True, on_delete=models.PROTECT, related_name="+")
    data = models.BinaryField(null=True)
    headings = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    row_count = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    writes = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    erase_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__regex=f"^({'|'.join(ImportState)})$"), name="import_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__regex=f"^({'|'.join(ImportKind)})$"), name="import_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.READING) | Q(data=None), name="import_file_gone"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["erase_at"], name="import_by_end")]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class ImportMapping(models.Model):
    """Where the columns of tables of one kind went last: key by folded heading, empty for none."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, unique=True)
    columns = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind
