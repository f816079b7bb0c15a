"""What a schema is made of, as text that can be compared between schemas."""

import hashlib
import re

from tenants.connections import connection

PARTS = {
    "columns": """
        SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            || ' null=' || (NOT a.attnotnull)::text || ' id=' || a.attidentity::text
            || ' gen=' || a.attgenerated::text
            || ' def=' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
            || ' rights=' || coalesce(a.attacl::text, '')
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'v')
          AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraints": """
        SELECT k.conname || ' ' || k.contype::text || ' ' || c.relname || ' '
            || pg_get_constraintdef(k.oid) || ' ' || k.condeferrable::text || k.condeferred::text
            || k.convalidated::text
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        WHERE k.connamespace = %s::regnamespace""",
    "indexes": """
        SELECT pg_get_indexdef(i.indexrelid) || ' ' || i.indisvalid::text
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE c.relnamespace = %s::regnamespace""",
    "triggers": """
        SELECT pg_get_triggerdef(t.oid, false) || ' ' || t.tgenabled::text
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = %s::regnamespace AND NOT t.tgisinternal""",
    "functions": """
        SELECT pg_get_functiondef(p.oid) || ' owner=' || r.rolname
            || ' rights=' || coalesce(p.proacl::text, '')
        FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
        WHERE p.pronamespace = %s::regnamespace""",
    "rights": """
        SELECT c.relname || ' ' || c.relkind::text || ' owner=' || o.rolname || ' '
            || coalesce((
                 SELECT string_agg(coalesce(r.rolname, 'PUBLIC') || ':' || x.privilege_type, ','
                        ORDER BY r.rolname, x.privilege_type)
                 FROM aclexplode(c.relacl) x LEFT JOIN pg_roles r ON r.oid = x.grantee
                 WHERE x.grantee <> c.relowner), '')
        FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner
        WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'S', 'v')""",
    "objects": """
        SELECT c.relname || ' ' || c.relkind::text || c.relpersistence::text
            || c.relrowsecurity::text || c.relforcerowsecurity::text || c.relhasrules::text
            || c.relreplident::text || c.relispartition::text
            || coalesce(array_to_string(c.reloptions, ','), '')
        FROM pg_class c WHERE c.relnamespace = %s::regnamespace AND c.relkind <> 't'""",
    "types": """
        SELECT t.typname || ' ' || t.typtype::text || ' ' || format_type(t.typbasetype, t.typtypmod)
        FROM pg_type t WHERE t.typnamespace = %s::regnamespace
          AND t.typtype <> 'b' AND t.typrelid = 0""",
    "sequences": """
        SELECT sequencename || ' ' || data_type::text || ' ' || start_value || ' ' || min_value
            || ' ' || max_value || ' ' || increment_by || ' ' || cycle::text || ' ' || cache_size
        FROM pg_sequences WHERE schemaname = %s""",
    "schema": """
        SELECT 'owner=' || o.rolname || ' ' || coalesce((
                 SELECT string_agg(coalesce(r.rolname, 'PUBLIC') || ':' || x.privilege_type, ','
                        ORDER BY r.rolname, x.privilege_type)
                 FROM aclexplode(n.nspacl) x LEFT JOIN pg_roles r ON r.oid = x.grantee
                 WHERE x.grantee <> n.nspowner), '')
        FROM pg_namespace n JOIN pg_roles o ON o.oid = n.nspowner WHERE n.nspname = %s""",
}

SEEDED = ("portfolio_portfolio", "portfolio_rollup", "portfolio_slot", "governance_chainhead")

Parts = dict[str, list[str]]


def describe_structure(schema: str) -> Parts:
    """Each part of the structure as sorted lines, the schema's own name replaced by `@`."""
    name = re.compile(rf"\b{re.escape(schema)}\b")
    parts: Parts = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('search_path', '', false)")
        try:
            for part, query in PARTS.items():
                cursor.execute(query, [schema])
                parts[part] = sorted(name.sub("@", row[0]) for row in cursor.fetchall())
            cursor.execute(f"SELECT app || ' ' || name FROM \"{schema}\".django_migrations")
            parts["migrations"] = sorted(row[0] for row in cursor.fetchall())
        finally:
            connection.search_path_set_schemas = None
    return parts


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


def structure_digest(schema: str) -> str:
    """One SHA-256 over the structure (not the rows): equal in every company of one version."""
    parts = describe_structure(schema)
    lines = [f"{part}: {line}" for part in sorted(parts) for line in parts[part]]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


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
