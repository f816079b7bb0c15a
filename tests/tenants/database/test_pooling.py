"""Proxies between us and the database, imitated: what each does with SET."""

import re
from dataclasses import dataclass, field
from itertools import count

import pytest
from django.core.management import CommandError, call_command

from tenants.database import apart
from tenants.database.pooling import pooling_fault

SET = re.compile(r"SET search_path = (\w+)")


@dataclass
class Session:
    """A server session: a process and its search_path."""

    pid: int
    path: str = "public"


@dataclass
class PoolByTransaction:
    """Each statement may go to another session; the proxy may know the client's own path."""

    sessions: list[Session]
    tracks_path: bool = False
    turns: count = field(default_factory=count)

    def client(self) -> "Client":
        return Client(self)


@dataclass
class Client:
    pool: PoolByTransaction
    path: str = "public"

    def run(self, statement: str) -> tuple[object, ...] | None:
        session = self.pool.sessions[next(self.pool.turns) % len(self.pool.sessions)]
        if self.pool.tracks_path:
            session.path = self.path
        if wanted := SET.fullmatch(statement):
            self.path = session.path = wanted[1]
            return None
        return session.pid, session.path


def clients(number: int, sessions: int, **more: bool) -> list[Client]:
    pool = PoolByTransaction([Session(pid) for pid in range(sessions)], **more)
    return [pool.client() for _ in range(number)]


@pytest.mark.parametrize("sessions", [1, 2, 3, 4, 5, 7])
def test_pooling_by_transaction_is_refused_with_the_remedy(sessions: int) -> None:
    fault = pooling_fault(clients(3, sessions))
    assert fault is not None
    assert "track_extra_parameters = search_path" in fault
    assert "one company would read another's rows" in fault


@pytest.mark.parametrize("sessions", [1, 2, 3, 4, 5, 7])
def test_pooling_that_tracks_the_path_is_accepted(sessions: int) -> None:
    assert pooling_fault(clients(3, sessions, tracks_path=True)) is None


def test_a_session_for_each_client_is_accepted() -> None:
    assert pooling_fault([clients(1, 1)[0] for _ in range(3)]) is None


def test_the_command_refuses_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "pooling_fault", lambda sessions: pooling_fault(clients(3, 2)))
    with pytest.raises(CommandError, match="pools by transaction"):
        call_command("check_database")
