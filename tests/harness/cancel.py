"""Alternates two companies on one connection while others cancel its statements at random."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from django.db import Error, connections
from django_tenants.utils import tenant_context

from governance.members.models import Canary
from tenants.hosts import Company

# Of cancellers: one more than that only waits for a core.
MOST = 8


@dataclass
class Outcome:
    """What the harness saw: switches of company, reads of the wrong one, errors by kind."""

    switches: int = 0
    wrong: int = 0
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def interruptions(self) -> int:
        return sum(self.errors.values())


class Cancellers:
    """Threads that cancel whatever one server session is doing, as operators and timeouts do."""

    def __init__(self, admin_url: str) -> None:
        self.admin_url = admin_url
        self.pid = 0
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def add(self) -> None:
        thread = threading.Thread(target=self._cancel, args=[len(self._threads)], daemon=True)
        self._threads.append(thread)
        thread.start()

    @property
    def count(self) -> int:
        return len(self._threads)

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _cancel(self, seed: int) -> None:
        chance = random.Random(seed)
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            while not self._stop.is_set():
                connection.execute("SELECT pg_cancel_backend(%s)", [self.pid])
                time.sleep(chance.random() * 0.002)


@contextmanager
def default_connection(wrapper_class: Callable[[dict[str, Any], str], Any]) -> Iterator[Any]:
    """This thread's default connection is one of that class until the block ends."""
    usual = connections["default"]
    wrapper = wrapper_class(usual.settings_dict, "default")
    connections["default"] = wrapper
    try:
        yield wrapper
    finally:
        wrapper.close()
        connections["default"] = usual


def alternate(
    *,
    wrapper: Any,
    companies: Sequence[Company],
    cancellers: Cancellers,
    enough: Callable[[Outcome], bool],
    seconds: float,
    unit: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Outcome:
    """Reads each company's canary in turn until there is enough or the time is over.

    More cancellers join every few seconds, up to eight, so that the harness presses harder.
    """
    outcome, begin = Outcome(), time.monotonic()
    cancellers.add()
    reinforced = begin
    while not enough(outcome) and time.monotonic() - begin < seconds:
        if cancellers.count < MOST and time.monotonic() - reinforced > 5:
            cancellers.add()
            reinforced = time.monotonic()
        company = companies[outcome.switches % len(companies)]
        outcome.switches += 1
        try:
            found = _read(wrapper, company, cancellers, unit)
        except Error as error:
            outcome.errors[type(error).__name__] += 1
        else:
            outcome.wrong += found != company.id
    return outcome


def _read(
    wrapper: Any,
    company: Company,
    cancellers: Cancellers,
    unit: Callable[[], AbstractContextManager[None]],
) -> UUID:
    with tenant_context(company), unit():
        wrapper.ensure_connection()
        cancellers.pid = wrapper.connection.info.backend_pid
        return Canary.objects.values_list("organization_id", flat=True).get()
