from django.db import models

from tenants.ids import uuid7


class SpendingMapping(models.Model):
    """Which column of a table with those headings held what, when one was last taken in.

    `headings` are folded, in their order; `columns` maps a `SpendingColumn` to its heading.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    headings = models.CharField(max_length=2000, unique=True)
    columns = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.headings
