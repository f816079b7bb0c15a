"""A receiver on the loopback, with a certificate of its own, that checks what it is sent."""

import base64
import hashlib
import hmac
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "receiver.test"
TAKEN = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
Answer = Callable[[ssl.SSLSocket], None]


def certificate(folder: Path) -> Path:
    """Key and certificate of HOST, its own authority, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "receiver.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@dataclass
class Receiver:
    """Where it listens, how it answers next, and what it was sent: headers and body."""

    port: int
    answer: Answer
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}/hook?a=1"


def says(text: bytes) -> Answer:
    return lambda peer: peer.sendall(text)


@contextmanager
def receiving(file: Path) -> Iterator[Receiver]:
    """A receiver that takes everything until it is told to answer otherwise."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    listener = socket.create_server(("127.0.0.1", 0))
    found = Receiver(listener.getsockname()[1], says(TAKEN))

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as peer:
                    found.got.append(request_of(peer))
                    found.answer(peer)
            except OSError:
                continue

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def request_of(peer: ssl.SSLSocket) -> tuple[dict[str, str], bytes]:
    read = peer.makefile("rb")
    headers = {"": read.readline().decode().strip()}
    while line := read.readline().strip():
        name, _, value = line.decode().partition(": ")
        headers[name.lower()] = value
    return headers, read.read(int(headers.get("content-length", 0)))


def is_signed(headers: dict[str, str], body: bytes, *, secret: str, at: datetime) -> bool:
    """As the specification says it, written apart from what signs."""
    stamp = int(headers["webhook-timestamp"])
    if abs(at.timestamp() - stamp) > 300 or not secret.startswith("whsec_"):
        return False
    content = b".".join([headers["webhook-id"].encode(), str(stamp).encode(), body])
    wanted = hmac.digest(base64.b64decode(secret[6:]), content, hashlib.sha256)
    given = [one.split(",", 1) for one in headers["webhook-signature"].split(" ")]
    return any(
        version == "v1" and hmac.compare_digest(base64.b64decode(text), wanted)
        for version, text in given
    )
