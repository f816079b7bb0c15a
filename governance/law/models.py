from typing import ClassVar

from django.db import models

from governance.council.models import Consultation
from governance.law.choices import DpiaSettlement
from governance.members.models import Member
from tenants.ids import uuid7


class Triage(models.Model):
    """The legal check of one initiative as it was answered then; a new answer is a new row.

    `result` is the evaluated triage (class, routes, obligations, gate) as of `as_of`;
    `sources` says what gave an answer that no person gave (a tap, the catalogue, the company's
    size); `evidence` maps an evidence code to its reference, and `consultation` is the one of the
    works council that covers the use.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative_id = models.UUIDField()
    number = models.PositiveIntegerField()
    answers = models.JSONField()
    sources = models.JSONField(default=dict)
    result = models.JSONField()
    law_version = models.CharField(max_length=20)
    as_of = models.DateField()
    evidence = models.JSONField(default=dict)
    consultation = models.ForeignKey(
        Consultation, null=True, on_delete=models.PROTECT, related_name="triages"
    )
    dpia = models.CharField(
        max_length=12, choices=DpiaSettlement.choices, default=DpiaSettlement.OPEN
    )
    dpia_note = models.TextField(blank=True)
    answered_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative_id", "number"], name="triage_numbered"),
        ]

    def __str__(self) -> str:
        return f"triage {self.number} of {self.initiative_id}"
