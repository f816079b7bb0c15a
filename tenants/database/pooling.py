"""Does each client of the database keep its own search_path?"""

from collections.abc import Sequence
from typing import Protocol

ROUNDS = 10


class Client(Protocol):
    """A connection that commits after each statement."""

    def run(self, statement: str) -> tuple[object, ...] | None:
        """The first row of the answer, if there is one."""
        ...


def pooling_fault(clients: Sequence[Client]) -> str | None:
    """Why these clients (two at least) cannot keep companies apart; None when they can.

    A proxy that pools by transaction hands one server session to several clients in turn. Unless
    it tracks `search_path`, one client then reads where another one set it.
    """
    sessions: list[set[object]] = [set() for _ in clients]
    strayed = 0
    for turn in range(ROUNDS):
        for number, client in enumerate(clients):
            client.run(f"SET search_path = {_mark(number, turn)}")
        # In another order each time: a proxy that deals sessions out in turn must not fall in step.
        for step in range(len(clients)):
            number = (step + turn) % len(clients)
            answer = clients[number].run("SELECT pg_backend_pid(), current_setting('search_path')")
            pid, path = answer or (None, "")
            sessions[number].add(pid)
            strayed += path != _mark(number, turn)
    if not strayed:
        return None
    shared = "shared" if set.intersection(*sessions) else "changing"
    return (
        f"{strayed} of {ROUNDS * len(clients)} transactions did not keep their search_path"
        f" ({shared} server sessions): a proxy pools by transaction and does not track it,"
        " so one company would read another's rows."
        " Connect to PostgreSQL directly, or pool by session, or use PgBouncer 1.20 or newer with"
        " track_extra_parameters = search_path on PostgreSQL 18 or newer."
    )


def _mark(client: int, turn: int) -> str:
    return f"pooling_{client}_{turn}"
