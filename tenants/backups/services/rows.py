"""Rows of one table as PostgreSQL copies them: as text, in a fixed order, always alike."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from django.db.backends.utils import CursorWrapper

from tenants.backups.rules import Table
from tenants.connections import connection

BLOCK = 1 << 16

COLUMNS = """
SELECT c.relname::text,
       array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''),
       array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attnum = ANY(i.indkey))
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r' GROUP BY c.relname ORDER BY c.relname
"""
# What decides how PostgreSQL writes a value.
ALWAYS_ALIKE = """
SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';
SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1
"""


class Sink(Protocol):
    def write(self, data: bytes, /) -> Any: ...


class Nowhere:
    """Takes what is only counted and digested."""

    def write(self, data: bytes, /) -> None: ...


class RowSource(Protocol):
    def read(self, size: int, /) -> bytes: ...


def tables_of(schema: str) -> list[tuple[str, list[str], list[str]]]:
    """Each table of the schema, its columns without the computed ones, and its key."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [schema])
        return list(cursor.fetchall())


def write_rows(
    sink: Sink,
    *,
    schema: str,
    name: str,
    columns: Sequence[str],
    key: Sequence[str],
    where: str = "true",
) -> Table:
    """Those rows of the table, in the order of its key."""
    query = f'SELECT {_list(columns)} FROM "{schema}"."{name}" WHERE {where} ORDER BY {_list(key)}'
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        cursor.execute(ALWAYS_ALIKE)
        for block in _copied(cursor, f"COPY ({query}) TO STDOUT"):
            digest.update(block)
            sink.write(block)
        rows = cursor.rowcount
    return Table(name=name, columns=list(columns), rows=rows, digest=digest.hexdigest())


def read_rows(source: RowSource, *, into: str, columns: Sequence[str]) -> None:
    """What `write_rows` wrote stands in the table `into`, named with its schema."""
    with connection.cursor() as cursor:
        cursor.execute(ALWAYS_ALIKE)
        with cursor.copy(f"COPY {into} ({_list(columns)}) FROM STDIN") as copy:
            while block := source.read(BLOCK):
                copy.write(block)


def _copied(cursor: CursorWrapper, statement: str) -> Iterator[bytes]:
    with cursor.copy(statement) as copy:
        for block in copy:
            yield bytes(block)


def _list(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
