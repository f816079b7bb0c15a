from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from portfolio.requests.choices import RequestOutcome
from tenants.amounts import AmountField
from tenants.ids import uuid7


class AuthorityRequest(models.Model):
    """Somebody without the authority asks who has it for a verdict, in one sentence.

    `amount` is what the verdict would engage, in euros, on the day it was asked. One of a verdict
    is open at a time on an initiative; settled, it keeps when, how and, refused, by whom and why.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="requests")
    verdict = models.CharField(max_length=10)
    amount = AmountField(default=0)
    reason = models.CharField(max_length=600)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=RequestOutcome.choices, blank=True, default="")
    answer = models.CharField(max_length=600, blank=True, default="")
    settled_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["initiative", "verdict"],
                condition=Q(settled_at__isnull=True),
                name="authority_request_open_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="", answer="", settled_by__isnull=True)
                | Q(
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                    outcome=RequestOutcome.REFUSED,
                    answer__gt="",
                )
                | Q(settled_at__isnull=False, outcome=RequestOutcome.TAKEN, answer="")
                | Q(settled_at__isnull=False, outcome=RequestOutcome.LAPSED, answer=""),
                name="authority_request_settled_whole",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(settled_at__gte=F("asked_at")),
                name="authority_request_settled_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} of {self.initiative_id}"
