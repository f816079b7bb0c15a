from typing import ClassVar

from django.db import models

from tenants.ids import uuid7


class BoardPaper(models.Model):
    """The board's page of a month (its first day), as the facts stood when it was made.

    `facts` is JSON text, read by `portfolio/board/selectors.py`; persons stand in it as ids.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    month = models.DateField()
    made_at = models.DateTimeField()
    facts = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month"], name="board_paper_once_a_month"),
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="board_paper_month_is_its_first_day"
            ),
        ]

    def __str__(self) -> str:
        return f"board paper of {self.month:%Y-%m}"
