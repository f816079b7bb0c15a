"""Tokens of links, codes and keys: made at random, told once, kept as a digest."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, as text for an address."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> bytes:
    """What is kept of a token: SHA-256 of 256 random bits needs no slow hash."""
    return hashlib.sha256(token.encode()).digest()
