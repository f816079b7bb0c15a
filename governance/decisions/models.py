from typing import ClassVar

from django.db import models

from governance.access.choices import ActorKind
from governance.decisions.choices import SubjectKind
from tenants.ids import uuid7


class ChainHead(models.Model):
    """The last link of the decision log; only the log's own trigger moves it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="chain_head_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.seq)


class Decision(models.Model):
    """One entry of the log: never changed, never removed, chained to the one before.

    `seq`, `previous_hash` and `hash` are set by the database; `canonical` is the text that was
    hashed. Facts and actors are ids, never names, so that a person can be erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seq = models.BigIntegerField(unique=True, default=0)
    at = models.DateTimeField()
    verdict = models.SlugField(max_length=30, db_index=False)
    subject_kind = models.CharField(max_length=12, choices=SubjectKind.choices)
    subject_id = models.UUIDField()
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor_id = models.UUIDField(null=True)
    mandate = models.ForeignKey(
        "governance.Mandate", null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="corrections"
    )
    canonical = models.TextField()
    previous_hash = models.BinaryField(max_length=32, default=b"")
    hash = models.BinaryField(max_length=32, default=b"")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "-seq"], name="decision_by_subject"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(actor_kind=ActorKind.SYSTEM) | models.Q(actor_id__isnull=False),
                name="decision_has_actor",
            ),
            models.UniqueConstraint(fields=["id", "subject_id"], name="decision_and_its_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verdict}"
