from django.db import models

from tenants.companies.models import Organization
from tenants.ids import uuid7


class Draft(models.Model):
    """Something begun without an account, read only by who holds its link; opaque here.

    The link carries a random token of which only the digest is known. `kind` says which app
    wrote the document, `content_version` by which version of its questions.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token_digest = models.BinaryField(max_length=32, unique=True)
    kind = models.CharField(max_length=20)
    content_version = models.CharField(max_length=12)
    language = models.CharField(max_length=2)
    document = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    claimed_by = models.ForeignKey(
        Organization, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.kind} draft of {self.created_at:%Y-%m-%d}"
