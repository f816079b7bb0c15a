"""How many statements leave for the database, whoever sends them.

Counted where the driver takes a statement, below Django: one sent past the ORM counts too. SET
counts, BEGIN and COMMIT do not: in a test, which is one transaction itself, they are the outermost
savepoints.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest


@contextmanager
def statements() -> Iterator[list[str]]:
    """What was sent inside the block, in its order."""
    sent: list[str] = []
    begun: list[str] = []

    def note(query: str) -> None:
        command, found, name = query.partition("SAVEPOINT ")
        if not found or command not in {"", "RELEASE ", "ROLLBACK TO "}:
            sent.append(query)
            return
        if command == "":
            begun.append(name)
        if begun != [name]:
            sent.append(query)
        if command == "RELEASE ":
            begun.remove(name)

    execute, executemany = psycopg.Cursor.execute, psycopg.Cursor.executemany

    def counted(self: Any, query: Any, *args: Any, **more: Any) -> Any:
        note(str(query))
        return execute(self, query, *args, **more)

    def counted_many(self: Any, query: Any, params: Any, **more: Any) -> Any:
        rows = list(params)
        sent.extend([str(query)] * len(rows))
        return executemany(self, query, rows, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", counted)
        patch.setattr(psycopg.Cursor, "executemany", counted_many)
        yield sent
