"""How tests assert a refusal: by its code, and that nothing happened."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from tenants.errors import DomainError, Invalid

# A row version is known by its place and its writer: a rolled back write leaves those of before.
VERSIONS = """
    SELECT '{table}', count(*), coalesce(sum(hashtextextended(t.ctid || ' ' || t.xmin, 0)), 0)
    FROM {table} t
"""


class Told:
    """What the refusal said, once the block has ended."""

    error: DomainError

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.error.facts

    @property
    def fields(self) -> Mapping[str, list[str]]:
        assert isinstance(self.error, Invalid)
        return self.error.fields


@contextmanager
def refused(code: str, **facts: Any) -> Iterator[Told]:
    """The block is refused with that code and those facts, wrote no row, and left no job behind.

    Rows are those of the company entered, if any, and of the public side.
    """
    told, before = Told(), picture()
    with pytest.raises(DomainError) as caught:
        yield told
    told.error = caught.value
    assert told.error.code == code
    assert {key: told.facts[key] for key in facts} == facts
    changed = sorted({table for table, _ in before.items() ^ picture().items()})
    assert not changed, f"{code} was refused, but changed {', '.join(changed)}"


def picture() -> dict[str, tuple[int, int]]:
    """Table → how many rows, and a sum over their versions; beside them what awaits the commit."""
    try:
        connection.ensure_connection()
    except RuntimeError:  # a test without the database cannot write to it
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname = ANY(current_schemas(false))"
        )
        parts = [VERSIONS.format(table=table) for (table,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(parts))
        seen = {table: (count, int(versions)) for table, count, versions in cursor.fetchall()}
    return {**seen, "the queue": (len(connection.run_on_commit), 0)}


def shown_code(page: Any) -> str:
    """The code of the refusal that this page of ours explains."""
    return str(page.context["explanation"].code)
