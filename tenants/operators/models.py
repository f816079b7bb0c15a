from typing import ClassVar

from django.db import models

from tenants.ids import uuid7
from tenants.operators.rules import LETTER_ACTS, LETTER_KINDS


class OperatorAct(models.Model):
    """What an operator did with letters that were given up: how many, of which kind, why.

    Ids and a reason, never what a letter says; of one letter its id, of a whole kind none. It
    outlives the account and the company that it names.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    operator_id = models.UUIDField()
    act = models.CharField(max_length=8, choices=[(one, one) for one in LETTER_ACTS])
    kind = models.CharField(max_length=12, choices=[(one, one) for one in LETTER_KINDS])
    organization_id = models.UUIDField(null=True)
    letter_id = models.UUIDField(null=True)
    count = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="operator_act_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.count} {self.kind}"
