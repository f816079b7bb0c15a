"""What is signed (Standard Webhooks 1.0), which addresses are reached, when it is tried again."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from datetime import timedelta
from hashlib import sha256
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import urlsplit

from governance.changes.choices import ChangeKind
from governance.webhooks.choices import WebhookEvent

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PREFIX = "whsec_"
SECRET_BYTES = 32
# Both signatures go with what is sent for so long after a change of the secret.
BOTH_SIGN = timedelta(hours=24)
# The waits between attempts, ten in all: a receiver that is lost on Friday is back on Monday.
WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
JITTER = 0.2
# An address that took nothing for so long is paused.
DEAD_AFTER = timedelta(days=3)
KEPT = timedelta(days=30)
LONGEST_URL = 500

VERDICT_EVENTS = {
    "propose": WebhookEvent.INITIATIVE_PROPOSED,
    "qualify": WebhookEvent.INITIATIVE_QUALIFIED,
    "reject": WebhookEvent.INITIATIVE_REJECTED,
    "adopt": WebhookEvent.INITIATIVE_ADOPTED,
    "start": WebhookEvent.INITIATIVE_STARTED,
    "continue": WebhookEvent.INITIATIVE_CONTINUED,
    "adjust": WebhookEvent.INITIATIVE_ADJUSTED,
    "release": WebhookEvent.INITIATIVE_RELEASED,
    "pause": WebhookEvent.INITIATIVE_PAUSED,
    "stop": WebhookEvent.INITIATIVE_STOPPED,
    "complete": WebhookEvent.INITIATIVE_COMPLETED,
    "return": WebhookEvent.INITIATIVE_RETURNED,
    "archive": WebhookEvent.INITIATIVE_ARCHIVED,
    "revive": WebhookEvent.INITIATIVE_REVIVED,
}
CHANGE_EVENTS = {
    ChangeKind.INITIATIVE: WebhookEvent.INITIATIVE_CHANGED,
    ChangeKind.REGISTER_ENTRY: WebhookEvent.REGISTER_CHANGED,
    ChangeKind.MANDATE: WebhookEvent.MANDATE_CHANGED,
    ChangeKind.MEMBER: WebhookEvent.MEMBER_CHANGED,
    ChangeKind.PORTFOLIO: WebhookEvent.PORTFOLIO_CHANGED,
}


def event_of(kind: ChangeKind, *, verdict: str, about_initiative: bool) -> WebhookEvent:
    """What is told of a change; a decision on an initiative by its verdict."""
    if kind != ChangeKind.DECISION:
        return CHANGE_EVENTS[kind]
    known = VERDICT_EVENTS.get(verdict) if about_initiative else None
    return known or WebhookEvent.DECISION_RECORDED


def secret_text(secret: bytes) -> str:
    """The secret as the receiver's library takes it."""
    return PREFIX + b64encode(secret).decode()


def signed(*, secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The signature of one delivery under one secret."""
    key = b64decode(secret.removeprefix(PREFIX))
    content = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.new(key, content, sha256).digest()).decode()


def signatures(secrets: Iterable[str], *, message_id: str, timestamp: int, body: bytes) -> str:
    """The header of a delivery: one signature for each secret that counts, the newest first."""
    return " ".join(
        signed(secret=one, message_id=message_id, timestamp=timestamp, body=body) for one in secrets
    )


def wait_until_next(attempts: int, *, draw: float) -> timedelta | None:
    """The wait after that many failed attempts, a fifth more or less by `draw` (0 to 1).

    None: it was the last one.
    """
    if attempts > len(WAITS):
        return None
    return WAITS[attempts - 1] * (1 + JITTER * (2 * draw - 1))


def url_faults(url: str, *, ports: Sequence[int]) -> list[str]:
    """What is wrong with an address, as codes, before anybody asks where it leads."""
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        return ["invalid"]
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        return ["invalid"]
    if parts.scheme != "https":
        return ["https_only"]
    if not parts.hostname or parts.username is not None or parts.password is not None:
        return ["invalid"]
    if parts.fragment:
        return ["invalid"]
    return [] if port in ports else ["port_refused"]


# Public by their number, and yet not the internet's: relays, and metadata of a cloud.
NOT_PUBLIC: tuple[Network, ...] = tuple(
    ip_network(one)
    for one in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "168.63.129.16/32",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "::/96",
        "100::/64",
        "fec0::/10",
    )
)
NAT64: tuple[Network, ...] = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))


def may_be_reached(address: str, *, allowed: Sequence[Network] = ()) -> bool:
    """Whether we connect to that address: it is public, and so is every one it stands for.

    `allowed` are networks that the installation opens.
    """
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if any(known in network for network in allowed):
        return True
    return "%" not in address and all(_is_public(one) for one in (known, *_inside(known)))


def _is_public(known: Address) -> bool:
    special = known.is_multicast or known.is_reserved or known.is_unspecified
    return known.is_global and not special and not any(known in one for one in NOT_PUBLIC)


def _inside(known: Address) -> list[Address]:
    """The IPv4 addresses that an IPv6 address carries: mapped, 6to4, Teredo, NAT64."""
    if isinstance(known, IPv4Address):
        return []
    found = [known.ipv4_mapped, known.sixtofour, *(known.teredo or ())]
    if any(known in network for network in NAT64):
        found.append(IPv4Address(int(known) & 0xFFFFFFFF))
    return [one for one in found if one is not None]
