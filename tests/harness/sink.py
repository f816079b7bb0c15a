"""A mail server that takes everything and remembers who each mail was for, and its Message-ID."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ANSWERS = {b"EHLO": b"250 sink", b"HELO": b"250 sink", b"QUIT": b"221 bye", b"DATA": b"354 go on"}


class _Talk(socketserver.StreamRequestHandler):
    server: "Sink"

    def handle(self) -> None:
        recipient = ""
        self.wfile.write(b"220 sink\r\n")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
            self.wfile.write(ANSWERS.get(verb, b"250 ok") + b"\r\n")
            if verb == b"DATA":
                self._take(recipient)
            if verb == b"QUIT":
                return

    def _take(self, recipient: str) -> None:
        message_id = ""
        for line in self.rfile:
            if line.lower().startswith(b"message-id:"):
                message_id = line.decode().partition(":")[2].strip()
            if line.rstrip() == b".":
                break
        self.server.taken.append((recipient, message_id))
        self.wfile.write(b"250 taken\r\n")


class Sink(socketserver.ThreadingTCPServer):
    """What was taken: recipient and Message-ID, in order."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: list[tuple[str, str]] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@contextmanager
def sink() -> Iterator[Sink]:
    """It listens until the block ends."""
    with Sink() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
