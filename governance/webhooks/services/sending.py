"""One request to an address outside: it goes where it was looked up, or nowhere."""

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_network
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from governance.webhooks.rules import Network, may_be_reached, url_faults

SECONDS = 10.0
Found = tuple[int, int, int, str, tuple[Any, ...]]
Resolver = Callable[[str, int], Sequence[Found]]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one request: the status that was answered, or why there is none."""

    status: int | None
    error: str
    duration_ms: int

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Unreachable(Exception):
    """The request does not leave: a code says why."""


class HastySocket(ssl.SSLSocket):
    """Whatever is read or sent waits until the deadline and no longer, however it trickles."""

    deadline = 0.0

    def send(self, data: Any, flags: int = 0) -> int:
        self._hurry()
        return super().send(data, flags)

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        self._hurry()
        return super().recv_into(buffer, nbytes, flags)

    def _hurry(self) -> None:
        self.settimeout(left_until(self.deadline))


def left_until(deadline: float) -> float:
    """The seconds until then; raises TimeoutError once it is over."""
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def looked_up(host: str, port: int) -> Sequence[Found]:
    """Where that host is; a name that is not found raises OSError."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def ports() -> tuple[int, ...]:
    """The ports that may be reached."""
    return tuple(int(one) for one in settings.WEBHOOK_PORTS.split(","))


def open_networks() -> tuple[Network, ...]:
    """Networks that may be reached although they are not public."""
    return tuple(ip_network(one) for one in settings.WEBHOOK_NETWORKS.split(",") if one)


def post(
    url: str, *, headers: Mapping[str, str], body: bytes, resolve: Resolver = looked_up
) -> Attempt:
    """The body was sent to that address, or the attempt says what stood in the way.

    Host and certificate are those of the name; the connection goes to the very address that was
    checked, so that a name which leads elsewhere a moment later leads nowhere. No redirect is
    followed, no proxy asked, nothing of the answer read but its status, and all of it takes ten
    seconds at most.
    """
    began = monotonic()
    status, error = None, ""
    try:
        status = _status(url, headers, body, resolve, began + SECONDS)
    except Unreachable as refusal:
        error = str(refusal)
    except TimeoutError:
        error = "too_slow"
    except ssl.SSLError:
        error = "certificate_refused"
    except (OSError, http.client.HTTPException):
        error = "not_answering"
    return Attempt(status, error, round((monotonic() - began) * 1000))


def _status(
    url: str, headers: Mapping[str, str], body: bytes, resolve: Resolver, deadline: float
) -> int:
    if url_faults(url, ports=ports()):
        raise Unreachable("address_refused")
    parts = urlsplit(url)
    host, port = str(parts.hostname), parts.port or 443
    with _connected(host, port, resolve, deadline) as plain:
        plain.settimeout(left_until(deadline))
        with _tls().wrap_socket(plain, server_hostname=host) as secured:
            secured.deadline = deadline  # type: ignore[attr-defined]
            client = http.client.HTTPConnection(host, port)
            client.sock = secured
            path = parts.path or "/"
            path += f"?{parts.query}" if parts.query else ""
            client.request("POST", path, body=body, headers=dict(headers))
            return client.getresponse().status


def _connected(host: str, port: int, resolve: Resolver, deadline: float) -> socket.socket:
    """A connection to the first address; refused where any is not ours to reach."""
    found = resolve(host, port)
    networks = open_networks()
    if not found or not all(may_be_reached(one[4][0], allowed=networks) for one in found):
        raise Unreachable("address_refused")
    family, kind, protocol, _, address = found[0]
    plain = socket.socket(family, kind, protocol)
    try:
        plain.settimeout(left_until(deadline))
        plain.connect(address)
    except BaseException:
        plain.close()
        raise
    return plain


@cache
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=settings.WEBHOOK_AUTHORITIES or None)
    context.sslsocket_class = HastySocket
    return context
