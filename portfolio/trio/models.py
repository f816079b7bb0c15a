from typing import ClassVar

from django.db import models
from django.db.models import Q


class StoredTrio(models.Model):
    """The company's three names as they were last worked out, true while the digest fits.

    `digest` is of everything they rest on, `seed` that of the draws; `answer` is what the API
    answers, as JSON text.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64)
    seed = models.CharField(max_length=20)
    answer = models.TextField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="trio_one_row"),
        ]

    def __str__(self) -> str:
        return f"three names of {self.computed_at:%Y-%m-%d}"
