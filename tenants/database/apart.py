"""Companies are kept apart on this database, or nobody is served."""

import time
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from tenants.database.pooling import Client, pooling_fault

KEPT_SECONDS = 10.0


class _OwnSession:
    """A connection of its own, by the way that the product's connections take."""

    def __init__(self) -> None:
        known = connections["default"]
        self.wrapper = type(known)(known.settings_dict, "default")

    def run(self, statement: str) -> tuple[object, ...] | None:
        self.wrapper.ensure_connection()
        answer = self.wrapper.connection.execute(statement)
        return answer.fetchone() if answer.description else None


def database_faults() -> list[str]:
    """Why companies cannot be kept apart on this database, each with its remedy; empty if sound."""
    sessions = [_OwnSession(), _OwnSession(), _OwnSession()]
    clients: list[Client] = list(sessions)
    try:
        fault = pooling_fault(clients)
    finally:
        for session in sessions:
            session.wrapper.close()
    return [] if fault is None else [fault]


@dataclass
class _Seen:
    """What this process found last, and when (seconds of its own clock)."""

    at: float = float("-inf")
    faults: tuple[str, ...] | None = None


_seen = _Seen()


def faults_seen() -> tuple[str, ...]:
    """What was found at most ten seconds ago; raises what the database raises."""
    if _seen.faults is None or time.monotonic() - _seen.at > KEPT_SECONDS:
        _seen.faults = None
        _seen.faults = tuple(database_faults())
        _seen.at = time.monotonic()
    return _seen.faults


def confirm_apart() -> None:
    """This process has found that companies are kept apart; asked again only after it had not.

    Raises ImproperlyConfigured with the remedy, and what the database raises.
    """
    if _seen.faults == ():
        return
    if faults := faults_seen():
        raise ImproperlyConfigured("\n".join(faults))
