from django.conf import settings
from django.db import models

from tenants.ids import uuid7


class KeptForm(models.Model):
    """What somebody sent and could not do yet, unreadable without the browser that sent it.

    The browser holds the token, of which only the digest is known; `sealed` is encrypted with it.
    `user` is the person the form was shown to, none for a visitor.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token_digest = models.BinaryField(max_length=32, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    host = models.CharField(max_length=253)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"a form kept until {self.expires_at:%H:%M}"
