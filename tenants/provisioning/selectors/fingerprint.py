"""What a schema is made of, as text that can be compared between schemas."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db.backends.utils import CursorWrapper

from tenants.connections import connection

# Each line with the schema it stands in, for any number of schemas.
PARTS = {
    "columns": """
        SELECT n.nspname, c.relname || '.' || a.attname || ' '
            || format_type(a.atttypid, a.atttypmod) || ' null=' || (NOT a.attnotnull)::text
            || ' id=' || a.attidentity::text
            || ' gen=' || a.attgenerated::text
            || ' def=' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
            || ' rights=' || coalesce(a.attacl::text, '')
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE n.nspname = ANY(%s) AND c.relkind IN ('r', 'v')
          AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraints": """
        SELECT n.nspname, k.conname || ' ' || k.contype::text || ' ' || c.relname || ' '
            || pg_get_constraintdef(k.oid) || ' ' || k.condeferrable::text || k.condeferred::text
            || k.convalidated::text
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        JOIN pg_namespace n ON n.oid = k.connamespace
        WHERE n.nspname = ANY(%s)""",
    "indexes": """
        SELECT n.nspname, pg_get_indexdef(i.indexrelid) || ' ' || i.indisvalid::text
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ANY(%s)""",
    "triggers": """
        SELECT n.nspname, pg_get_triggerdef(t.oid, false) || ' ' || t.tgenabled::text
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ANY(%s) AND NOT t.tgisinternal""",
    "functions": """
        SELECT n.nspname, pg_get_functiondef(p.oid) || ' owner=' || r.rolname
            || ' rights=' || coalesce(p.proacl::text, '')
        FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = ANY(%s)""",
    "rights": """
        SELECT n.nspname, c.relname || ' ' || c.relkind::text || ' owner=' || o.rolname || ' '
            || coalesce((
                 SELECT string_agg(coalesce(r.rolname, 'PUBLIC') || ':' || x.privilege_type, ','
                        ORDER BY r.rolname, x.privilege_type)
                 FROM aclexplode(c.relacl) x LEFT JOIN pg_roles r ON r.oid = x.grantee
                 WHERE x.grantee <> c.relowner), '')
        FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ANY(%s) AND c.relkind IN ('r', 'S', 'v')""",
    "objects": """
        SELECT n.nspname, c.relname || ' ' || c.relkind::text || c.relpersistence::text
            || c.relrowsecurity::text || c.relforcerowsecurity::text || c.relhasrules::text
            || c.relreplident::text || c.relispartition::text
            || coalesce(array_to_string(c.reloptions, ','), '')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ANY(%s) AND c.relkind <> 't'""",
    "types": """
        SELECT n.nspname, t.typname || ' ' || t.typtype::text || ' '
            || format_type(t.typbasetype, t.typtypmod)
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = ANY(%s)
          AND t.typtype <> 'b' AND t.typrelid = 0""",
    "sequences": """
        SELECT n.schemaname, sequencename || ' ' || data_type::text || ' ' || start_value
            || ' ' || min_value || ' ' || max_value || ' ' || increment_by
            || ' ' || cycle::text || ' ' || cache_size
        FROM pg_sequences n WHERE n.schemaname = ANY(%s)""",
    "defaults": """
        SELECT n.nspname, d.defaclobjtype::text || ' ' || d.defaclacl::text
        FROM pg_default_acl d JOIN pg_namespace n ON n.oid = d.defaclnamespace
        WHERE n.nspname = ANY(%s)""",
    "schema": """
        SELECT n.nspname, 'owner=' || o.rolname || ' ' || coalesce((
                 SELECT string_agg(coalesce(r.rolname, 'PUBLIC') || ':' || x.privilege_type, ','
                        ORDER BY r.rolname, x.privilege_type)
                 FROM aclexplode(n.nspacl) x LEFT JOIN pg_roles r ON r.oid = x.grantee
                 WHERE x.grantee <> n.nspowner), '')
        FROM pg_namespace n JOIN pg_roles o ON o.oid = n.nspowner WHERE n.nspname = ANY(%s)""",
}

BATCH = 100
DIGEST = """
    SELECT part.schema, md5(string_agg(replace(part.line, part.schema, '@'), chr(10)
        ORDER BY replace(part.line, part.schema, '@') COLLATE "C"))
    FROM ({}) AS part (schema, line) GROUP BY part.schema"""

# The version of each row of the catalog that tells of a schema. It changes with every change of
# structure, rights or triggers, and costs a fiftieth of the texts above: what is equal to what it
# was at the last proof need not be proven again.
CATALOG = """
    SELECT n.nspname, 1 AS kind, n.oid, 0 AS part, n.xmin FROM pg_namespace n
    UNION ALL SELECT n.nspname, 2, c.oid, 0, c.xmin FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind <> 't'
    UNION ALL SELECT n.nspname, 3, a.attrelid, a.attnum, a.xmin FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE a.attnum > 0 AND c.relkind <> 't'
    UNION ALL SELECT n.nspname, 4, k.oid, 0, k.xmin FROM pg_constraint k
        JOIN pg_namespace n ON n.oid = k.connamespace
    UNION ALL SELECT n.nspname, 5, t.oid, 0, t.xmin FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    UNION ALL SELECT n.nspname, 6, p.oid, 0, p.xmin FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
    UNION ALL SELECT n.nspname, 7, i.indexrelid, 0, i.xmin FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    UNION ALL SELECT n.nspname, 8, d.oid, 0, d.xmin FROM pg_attrdef d
        JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    UNION ALL SELECT n.nspname, 9, s.seqrelid, 0, s.xmin FROM pg_sequence s
        JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    UNION ALL SELECT n.nspname, 10, t.oid, 0, t.xmin FROM pg_type t
        JOIN pg_namespace n ON n.oid = t.typnamespace
    UNION ALL SELECT n.nspname, 11, r.oid, 0, r.xmin FROM pg_rewrite r
        JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
    UNION ALL SELECT n.nspname, 12, d.oid, 0, d.xmin FROM pg_default_acl d
        JOIN pg_namespace n ON n.oid = d.defaclnamespace"""
WITNESS = f"""
    SELECT nspname, count(*) || ' ' || sum(hashtextextended(
        kind || ' ' || oid || ' ' || part || ' ' || xmin::text, 0))
    FROM ({CATALOG}) AS row WHERE nspname = ANY(%s) GROUP BY nspname"""

SEEDED = ("portfolio_portfolio", "portfolio_rollup", "portfolio_slot", "governance_chainhead")

Parts = dict[str, list[str]]


def describe_structure(schema: str) -> Parts:
    """Each part of the structure as sorted lines, the schema's own name replaced by `@`."""
    parts: Parts = {}
    with _nowhere() as cursor:
        for part, query in {**PARTS, "migrations": _migrations([schema])}.items():
            cursor.execute(query, [[schema]] if part in PARTS else [])
            parts[part] = sorted(line.replace(schema, "@") for _, line in cursor.fetchall())
    return parts


def structure_digests(schemas: Sequence[str]) -> dict[str, str]:
    """One digest over the structure (not the rows) of each schema: equal in every company.

    A fixed number of statements for every hundred schemas.
    """
    found: dict[str, str] = {}
    for first in range(0, len(schemas), BATCH):
        batch = list(schemas[first : first + BATCH])
        told = dict.fromkeys(batch, "")
        with _nowhere() as cursor:
            for part, query in {**PARTS, "migrations": _migrations(batch)}.items():
                cursor.execute(DIGEST.format(query), [batch] if part in PARTS else [])
                for schema, digest in cursor.fetchall():
                    told[schema] += f"{part} {digest} "
        found |= {one: hashlib.sha256(text.encode()).hexdigest() for one, text in told.items()}
    return found


def catalog_witnesses(schemas: Sequence[str]) -> dict[str, str]:
    """For each schema that exists a text that changes whenever its structure does.

    One statement. What the migrations' table says is no structure: see `lags` in `upgrade`.
    """
    with connection.cursor() as cursor:
        cursor.execute(WITNESS, [list(schemas)])
        return dict(cursor.fetchall())


def migrations_digests(schemas: Sequence[str]) -> dict[str, str]:
    """One digest over the migrations that each schema has had."""
    found: dict[str, str] = {}
    with _nowhere() as cursor:
        for first in range(0, len(schemas), BATCH):
            cursor.execute(DIGEST.format(_migrations(schemas[first : first + BATCH])))
            found |= dict(cursor.fetchall())
    return found


def migrations_of(schema: str) -> list[str]:
    """Each migration that the schema has had, as `app name`, sorted."""
    with _nowhere() as cursor:
        cursor.execute(_migrations([schema]))
        return sorted(line for _, line in cursor.fetchall())


@contextmanager
def _nowhere() -> Iterator[CursorWrapper]:
    """A cursor with an empty search path, so that every name is printed with its schema."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('search_path', '', false)")
        try:
            yield cursor
        finally:
            connection.search_path_set_schemas = None


def _migrations(schemas: Sequence[str]) -> str:
    return " UNION ALL ".join(
        f"SELECT '{one}', app || ' ' || name FROM \"{one}\".django_migrations" for one in schemas
    )


def describe_seeds(schema: str) -> Parts:
    """The rows every company begins with; they are as provisioned in a fresh company only."""
    parts: Parts = {}
    with connection.cursor() as cursor:
        for table in SEEDED:
            cursor.execute("SELECT to_regclass(%s)", [f"{schema}.{table}"])
            rows: list[str] = []
            if cursor.fetchone() != (None,):
                cursor.execute(f'SELECT t::text FROM "{schema}"."{table}" t')
                rows = sorted(row[0] for row in cursor.fetchall())
            parts[f"rows of {table}"] = rows
    return parts


def structural_differences(one: str, other: str) -> list[str]:
    """What `other` has too little (-) or too much (+) beside `one`; empty when they are equal."""
    return _compare(describe_structure(one), describe_structure(other))


def differences(one: str, other: str) -> list[str]:
    """As `structural_differences`, seed rows included: for two companies nobody worked in yet."""
    seeds = _compare(describe_seeds(one), describe_seeds(other))
    return structural_differences(one, other) + seeds


def _compare(left: Parts, right: Parts) -> list[str]:
    found = []
    for part, lines in left.items():
        found += [f"- {part}: {line}" for line in lines if line not in right[part]]
        found += [f"+ {part}: {line}" for line in right[part] if line not in lines]
    return found
