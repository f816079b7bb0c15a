"""What was typed outlives the sign-in that was missing: kept sealed, given back once."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec
from cryptography.fernet import Fernet
from django.conf import settings

from tenants.kept_forms.models import KeptForm
from tenants.tokens import new_token, token_digest
from tenants.transactions import use_case

LASTS = timedelta(minutes=30)
LONGEST = 64 * 1024
# Parts of names of fields that are never kept; the frame's own are made anew.
NEVER = ("password", "code", "token", "secret", "form_key")

Fields = Mapping[str, Sequence[str]]


class TakenForm(NamedTuple):
    """What was sent, and where to."""

    path: str
    fields: dict[str, list[str]]


def keep_form(
    *, host: str, path: str, fields: Fields, user_id: UUID | None, now: datetime
) -> str | None:
    """The form is kept for half an hour; the token that opens it, None if it is too long."""
    kept = {
        name: list(values)
        for name, values in fields.items()
        if not any(part in name.lower() for part in NEVER)
    }
    told = msgspec.json.encode(TakenForm(path, kept))
    if len(told) > LONGEST:
        return None
    token = new_token()
    with use_case():
        KeptForm.objects.create(
            token_digest=token_digest(token),
            user_id=user_id,
            host=host,
            sealed=_seal(token).encrypt(told),
            expires_at=now + LASTS,
        )
    return token


def kept_form(*, token: str, host: str, user_id: UUID | None, now: datetime) -> TakenForm | None:
    """What that browser sent from that host, if it is this person's; None else."""
    row = KeptForm.objects.filter(token_digest=token_digest(token), expires_at__gt=now).first()
    if row is None or (row.host, row.user_id) != (host, user_id):
        return None
    return msgspec.json.decode(_seal(token).decrypt(bytes(row.sealed)), type=TakenForm)


def forget_form(*, token: str) -> bool:
    """It is given back and gone; whether it was there."""
    with use_case():
        return KeptForm.objects.filter(token_digest=token_digest(token)).delete()[0] > 0


def delete_expired_forms(*, now: datetime) -> None:
    """No form is kept longer than its half hour."""
    with use_case():
        KeptForm.objects.filter(expires_at__lte=now).delete()


def _seal(token: str) -> Fernet:
    key = hashlib.sha256(f"kept form {settings.SECRET_KEY} {token}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
