"""Tokens of links, codes and keys: made at random, told once, kept as a digest."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from uuid import UUID

from django.utils.crypto import salted_hmac


def new_token() -> str:
    """256 random bits, as text for an address."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> bytes:
    """What is kept of a token: SHA-256 of 256 random bits needs no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def token_of(row_id: UUID, *, salt: str) -> str:
    """The token of that row, made anew from its id and our secret key: no message holds it."""
    code = salted_hmac(salt, row_id.hex, algorithm="sha256").digest()
    return urlsafe_b64encode(code).rstrip(b"=").decode()
