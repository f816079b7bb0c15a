"""By session a pooler serves, by transaction it is refused, and would show no foreign row."""

import os
import subprocess
import sys
import threading
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django_tenants.utils import tenant_context

from config import external
from config.middleware import member
from config.processes import CannotStart
from governance.api import throttles
from governance.keys.services import create_key
from governance.members.models import Member
from tenants.database import apart
from tests import proof
from tests.cast import PUBLIC
from tests.committed import CommittedDatabase
from tests.config.test_serving import PROCESSES, ROOT
from tests.conftest import acting
from tests.harness.pooler import pooled, pooled_url, through

READS, THREADS = proof.size("POOLED_READS"), 8
WORDS = "pools by transaction"


@dataclass
class Tally:
    """What the answers were: by status, and how many held a row of the other company."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: int = 0


@dataclass(frozen=True)
class Reader:
    """A key of one company, and the ids that its answers may hold."""

    host: str
    text: str
    own: frozenset[str]

    def read(self, tally: Tally) -> None:
        client = Client(
            headers={"host": self.host, "authorization": f"Bearer {self.text}"},
            raise_request_exception=False,
        )
        answer = client.get("/api/v1/members/?limit=100")
        tally.statuses[answer.status_code] += 1
        if answer.status_code == 200:
            found = {row["id"] for row in answer.json()["results"]}
            tally.wrong += bool(found - self.own) or not found


@pytest.fixture
def readers(committed_database: CommittedDatabase, monkeypatch) -> list[Reader]:
    monkeypatch.setattr(throttles, "REQUESTS_PER_MINUTE", 10**9)
    monkeypatch.setattr(apart, "_seen", apart._Seen())
    return [reader_of(committed_database.cast(slug)) for slug in ("acme", "globex")]


def reader_of(cast) -> Reader:
    with tenant_context(cast.company):
        act = acting(cast.actor("executive"))
        key = create_key(act, name="pooled", scopes=["read"], days=365)
        own = frozenset(str(one) for one in Member.objects.values_list("id", flat=True))
    return Reader(cast.host, key.text, own)


def ask(readers: list[Reader], *, reads: int, enough: int | None = None) -> Tally:
    """Threads that alternate between the companies, until so many reads or wrong answers."""
    tally, turns = Tally(), iter(range(reads))

    def work(number: int) -> None:
        for turn in turns:
            readers[(turn + number) % len(readers)].read(tally)
            if enough is not None and tally.wrong >= enough:
                break
        apart.connections.close_all()

    threads = [threading.Thread(target=work, args=[number]) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def test_a_pooler_by_session_serves_and_mixes_nothing_up(readers) -> None:
    with pooled(mode="session", size=40) as port, through(port):
        assert apart.database_faults() == []
        external.check_database("DATABASE_URL", pooled_url(port))
        tally = ask(readers, reads=READS)
    served = tally.statuses[200]
    figures = {"wrong": tally.wrong}
    proof.measured("pooler", done={"POOLED_READS": served}, figures=figures)
    assert (tally.statuses, tally.wrong) == ({200: READS}, 0)


def test_a_pooler_by_transaction_is_refused_by_every_process(readers) -> None:
    with pooled(mode="transaction") as port:
        for process in ("web", "worker", "scheduler", "provisioner", "a command"):
            ended = subprocess.run(
                [sys.executable, *PROCESSES[process]],
                cwd=ROOT,
                env={**os.environ, "DATABASE_URL": pooled_url(port)},
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )
            assert ended.returncode != 0, process
            assert WORDS in ended.stdout + ended.stderr, process
        with pytest.raises(CannotStart, match=WORDS):
            external.check_database("DATABASE_URL", pooled_url(port))
        with through(port):
            with pytest.raises(CommandError, match=WORDS):
                call_command("check_database")
            ready = Client(headers={"host": PUBLIC}).get("/readyz")
            assert (ready.status_code, ready.json()["database"]) == (503, "unsafe")
            tally = ask(readers, reads=20)
    proof.measured("pooler", figures={"refused by transaction": tally.statuses[500]})
    assert tally.statuses == {500: 20}
    proof.caught("pooler", "by transaction")


def test_a_pooler_that_changed_its_mode_meanwhile_shows_no_foreign_row(
    readers, monkeypatch
) -> None:
    monkeypatch.setattr(apart, "_seen", apart._Seen(faults=()))
    with pooled(mode="transaction") as port, through(port):
        tally = ask(readers, reads=READS // 5)
    assert tally.statuses.total() == READS // 5
    assert tally.statuses[200] > 0
    assert tally.wrong == 0


def test_the_harness_catches_reads_outside_of_a_transaction(readers, monkeypatch) -> None:
    monkeypatch.setattr(apart, "_seen", apart._Seen(faults=()))
    monkeypatch.setattr(member, "reading", nullcontext)
    with pooled(mode="transaction") as port, through(port):
        tally = ask(readers, reads=20 * READS, enough=1)
    assert tally.wrong > 0
    proof.caught("pooler", "reads outside a transaction")
