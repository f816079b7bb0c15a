from typing import ClassVar

from django.db import models

from tenants.ids import uuid7


class PublicMail(models.Model):
    """A mail to an address that is no company's: written, sealed, gone once it is sent.

    It holds links and codes, so that only this installation's key opens it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["not_before"],
                condition=models.Q(given_up_at__isnull=True),
                name="public_mail_waiting",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
