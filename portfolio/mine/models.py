from typing import ClassVar

from django.db import models

from governance.members.models import Member


class MonthAsked(models.Model):
    """What one person was asked in the running month, in seconds by the key of each duty.

    Only so that the month keeps to its time: one row a person, written over with every month,
    read for nobody but that person.
    """

    member = models.OneToOneField(
        Member, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    month = models.DateField()
    seconds = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="month_asked_is_a_first_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
