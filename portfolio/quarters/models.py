from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.members.models import Member
from portfolio.quarters.choices import AskAnswer
from tenants.ids import uuid7


class QuarterPaper(models.Model):
    """The executives' page of a quarter (its first day), as the facts stood when it was made.

    `facts` is JSON text, read by `portfolio/quarters/selectors.py`; persons stand in it as ids.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    quarter = models.DateField()
    made_at = models.DateTimeField()
    facts = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quarter"], name="quarter_paper_once_a_quarter"),
            models.CheckConstraint(
                condition=Q(quarter__day=1), name="quarter_paper_quarter_is_its_first_day"
            ),
        ]

    def __str__(self) -> str:
        return f"quarter paper of {self.quarter:%Y-%m}"


class QuarterAsk(models.Model):
    """What the executives are asked to settle on the next page of a quarter, carried by `owner`.

    `paper` is empty until a page is made with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    paper = models.ForeignKey(
        QuarterPaper, null=True, on_delete=models.PROTECT, related_name="asks"
    )
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=5, choices=AskAnswer.choices, blank=True, default="")
    sentence = models.CharField(max_length=600, blank=True, default="")
    answered_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", sentence="")
                | (
                    Q(answered_at__isnull=False, sentence__gt="")
                    & (Q(answer=AskAnswer.YES) | Q(answer=AskAnswer.NO) | Q(answer=AskAnswer.LATER))
                ),
                name="quarter_ask_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.text
