"""A company's schema as a list of statements, read from the migrated template.

Replaying them is some ten times faster than migrating, and exact: names of constraints, trigger
state, rights and seed rows included (see `fingerprint`). No name in them carries a schema.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.backends.utils import CursorWrapper

from tenants.connections import connection
from tenants.provisioning.rules import Structure, grants

Row = tuple[Any, ...]


def compile_schema(template: str) -> list[str]:
    """The statements, in order, that build a copy of `template` in the current schema."""
    structure = read_structure(template)
    with _inside(template) as cursor:
        seeds = [
            statement
            for oid, name in _rows(cursor, TABLES, [template])
            for statement in _seeds(cursor, oid, name)
        ]
    return [*structure.tables, *structure.guards, *grants(structure.rights), *seeds]


def read_structure(schema: str) -> Structure:
    """What builds a schema like that one, without its rows."""
    with _inside(schema) as cursor:
        bodies = [row[0].replace(f" {schema}.", " ") for row in _rows(cursor, BODIES, [schema])]
        indexes = [row[0].replace(f" ON {schema}.", " ON ") for row in _indexes(cursor, schema)]
        return Structure(
            tables=[
                *bodies,
                *(_table(cursor, oid, name) for oid, name in _rows(cursor, TABLES, [schema])),
            ],
            guards=[
                *(row[0] for row in _rows(cursor, FOREIGN_KEYS, [schema])),
                *indexes,
                *(row[0] for row in _rows(cursor, TRIGGER_BODIES, [schema])),
                *(row[0] for row in _rows(cursor, TRIGGER_STATES, [schema])),
            ],
            rights=[(table, role, told) for table, role, told in _rows(cursor, RIGHTS, [schema])],
        )


@contextmanager
def _inside(schema: str) -> Iterator[CursorWrapper]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('search_path', %s, false)", [schema])
        try:
            yield cursor
        finally:
            # What Django believes about the path is void now; the next cursor sets it again.
            connection.search_path_set_schemas = None


TABLES = """
SELECT oid, relname FROM pg_class
WHERE relnamespace = %s::regnamespace AND relkind = 'r' ORDER BY relname
"""

BODIES = """
SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = %s::regnamespace ORDER BY proname
"""

COLUMNS = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text,
       a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid), n.conname
FROM pg_attribute a
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_constraint n
       ON n.conrelid = a.attrelid AND n.contype = 'n' AND n.conkey = ARRAY[a.attnum]
WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""

TABLE_CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s AND contype IN ('p', 'u', 'c', 'x') ORDER BY contype, conname
"""

FOREIGN_KEYS = """
SELECT format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', c.relname, k.conname,
              pg_get_constraintdef(k.oid))
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE c.relnamespace = %s::regnamespace AND k.contype = 'f' ORDER BY c.relname, k.conname
"""

INDEXES = """
SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = %s::regnamespace AND NOT EXISTS (
    SELECT 1 FROM pg_constraint x WHERE x.conindid = i.indexrelid AND x.contype IN ('p', 'u', 'x')
) ORDER BY c.relname
"""

TRIGGER_BODIES = """
SELECT pg_get_triggerdef(t.oid, true) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = %s::regnamespace AND NOT t.tgisinternal ORDER BY c.relname, t.tgname
"""

TRIGGER_STATES = """
SELECT format('ALTER TABLE %%I %%s TRIGGER %%I', c.relname,
    CASE t.tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA'
                     ELSE 'DISABLE' END, t.tgname)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = %s::regnamespace AND NOT t.tgisinternal AND t.tgenabled <> 'O'
ORDER BY c.relname, t.tgname
"""

RIGHTS = """
SELECT c.relname, coalesce(quote_ident(r.rolname), 'PUBLIC'),
       string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type)
FROM pg_class c, aclexplode(c.relacl) x LEFT JOIN pg_roles r ON r.oid = x.grantee
WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'S') AND x.grantee <> c.relowner
GROUP BY c.relname, r.rolname ORDER BY c.relname, r.rolname
"""


def _rows(cursor: CursorWrapper, query: str, parameters: Sequence[Any]) -> list[Row]:
    cursor.execute(query, parameters)
    return list(cursor.fetchall())


def _indexes(cursor: CursorWrapper, template: str) -> list[Row]:
    return _rows(cursor, INDEXES, [template])


def _table(cursor: CursorWrapper, oid: int, name: str) -> str:
    parts = [_column(*row) for row in _rows(cursor, COLUMNS, [oid])]
    parts += [f'CONSTRAINT "{c}" {text}' for c, text in _rows(cursor, TABLE_CONSTRAINTS, [oid])]
    return f'CREATE TABLE "{name}" ({", ".join(parts)})'


def _column(
    name: str,
    kind: str,
    not_null: bool,
    identity: str,
    generated: str,
    default: str | None,
    not_null_name: str | None,
) -> str:
    text = f'"{name}" {kind}'
    if identity:
        text += f" GENERATED {'ALWAYS' if identity == 'a' else 'BY DEFAULT'} AS IDENTITY"
    elif generated:
        text += f" GENERATED ALWAYS AS ({default}) {'STORED' if generated == 's' else 'VIRTUAL'}"
    elif default:
        text += f" DEFAULT {default}"
    if not_null_name:
        return f'{text} CONSTRAINT "{not_null_name}" NOT NULL'
    return f"{text} NOT NULL" if not_null else text


def _seeds(cursor: CursorWrapper, oid: int, name: str) -> list[str]:
    """The template's rows of one table, its identity column continued behind them."""
    columns = [row for row in _rows(cursor, COLUMNS, [oid]) if not row[4]]
    values = ", ".join(f'quote_nullable("{row[0]}"::text)' for row in columns)
    rows = _rows(cursor, f'SELECT {values} FROM "{name}"', [])
    if not rows:
        return []
    names = ", ".join(f'"{row[0]}"' for row in columns)
    tuples = ", ".join(f"({', '.join(row)})" for row in rows)
    statements = [f'INSERT INTO "{name}" ({names}) OVERRIDING SYSTEM VALUE VALUES {tuples}']
    for column in (row[0] for row in columns if row[3]):
        statements.append(
            f"SELECT setval(pg_get_serial_sequence('\"{name}\"', '{column}'), max(\"{column}\"))"
            f' FROM "{name}"'
        )
    return statements
