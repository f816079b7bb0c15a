"""A real server on loopback, clients with keys, and an observer that looks at the slots."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import psycopg
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils import timezone
from django_tenants.utils import tenant_context

from governance.keys.services import create_key
from tests.conftest import Cast, acting

# config.wsgi looks at the database before it serves; the storm brings its own.
application = get_wsgi_application()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[int]:
    """The whole application answers on the port, each connection in its own thread."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet, connections_override={})
    server.daemon_threads = True
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Caller:
    """One client with its own key and its own connection."""

    port: int
    host: str
    key: str
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def decide(self, initiative_id: str, **body: object) -> tuple[int, dict]:
        self.connection.request(
            "POST",
            f"/api/v1/initiatives/{initiative_id}/decisions/",
            body=json.dumps(body),
            headers={
                "Host": self.host,
                "Authorization": f"Bearer {self.key}",
                "Content-Type": "application/json",
            },
        )
        response = self.connection.getresponse()
        return response.status, json.loads(response.read() or b"{}")


def callers(*, cast: Cast, port: int, count: int) -> list[Caller]:
    """That many clients, each with a key of the executive."""
    now = timezone.now()
    made = []
    with tenant_context(cast.company):
        for number in range(count):
            key = create_key(
                acting(cast.actor("executive"), now=now, today=now.date()),
                name=f"client {number}",
                scopes=("read", "write", "decide"),
                days=30,
            )
            made.append(Caller(port, cast.host, key.text))
    return made


class Observer:
    """Looks at the committed slots all the time; `worst` is the most that was ever above."""

    def __init__(self, url: str, schema: str) -> None:
        self.worst, self.samples = 0, 0
        self._end = threading.Event()
        self._url = url
        # What is active, and how many seats exist: one statement, one snapshot.
        self._query = (
            f"SELECT (SELECT count(*) FROM {schema}.portfolio_initiative WHERE state = 'active')"
            f" - (SELECT count(*) FROM {schema}.portfolio_slot)"
        )
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Observer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            while not self._end.is_set():
                row = connection.execute(self._query).fetchone()
                self.worst = max(self.worst, row[0])
                self.samples += 1
                time.sleep(0.0005)


@dataclass
class Round:
    """One barrier round: free seats before, who asked, what each was told."""

    free: int
    answers: list[tuple[int, dict]]

    @property
    def winners(self) -> int:
        return sum(status == 201 for status, _ in self.answers)

    @property
    def is_right(self) -> bool:
        """Exactly as many winners as seats; each loser was told who sits there."""
        losers = [(status, body) for status, body in self.answers if status != 201]
        told = all(
            status == 409
            and body["code"] == "cap_reached"
            and len(body["facts"]["initiatives"]) == len(body["facts"]["names"].split(", "))
            for status, body in losers
        )
        return told and self.winners == min(self.free, len(self.answers))


def barrier_round(clients: list[Caller], ids: list[str], *, free: int) -> Round:
    """Every client asks to start its own initiative at the same moment."""
    barrier = threading.Barrier(len(ids))
    answers: list[tuple[int, dict]] = [(0, {})] * len(ids)

    def ask(place: int) -> None:
        barrier.wait()
        answers[place] = clients[place].decide(ids[place], verdict="start")

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(len(ids))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Round(free, answers)


def random_steps(clients: list[Caller], ids: list[str], *, steps: int, seed: int) -> Counter:
    """Random verdicts from every client at once; how often each status was answered."""
    seen: Counter = Counter()
    left, lock = [steps], threading.Lock()

    def act(place: int) -> None:
        dice = random.Random(seed * 1000 + place)
        while True:
            with lock:
                if left[0] <= 0:
                    return
                left[0] -= 1
            status, body = clients[place].decide(**_random_verdict(dice, ids))
            with lock:
                seen[status if status != 409 else body["code"]] += 1

    threads = [threading.Thread(target=act, args=(place,)) for place in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def _random_verdict(dice: random.Random, ids: list[str]) -> dict:
    one, other = dice.sample(ids, 2)
    restart = str(timezone.localdate() + timedelta(days=dice.randint(1, 60)))
    pause = {"verdict": "pause", "reason": "x", "restart_on": restart}
    choice = dice.random()
    if choice < 0.4:
        return {"initiative_id": one, "verdict": "start"}
    # Seats must come free again, or after a few steps everything is only refused.
    if choice < 0.65:
        return {"initiative_id": one, "verdict": "return", "reason": "x"}
    if choice < 0.8:
        return {"initiative_id": one, **pause}
    if choice < 0.9:
        changes = {"budget": 8000 + dice.randint(0, 50)}
        return {"initiative_id": one, "verdict": "adjust", "reason": "x", "changes": changes}
    instead = {"initiative_id": other, **pause}
    return {"initiative_id": one, "verdict": "start", "instead_of": instead}


def close_all() -> None:
    """This thread holds no connection any more."""
    connections.close_all()
