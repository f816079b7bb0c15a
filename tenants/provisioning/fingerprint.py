"""What a schema is made of, as text that can be compared between schemas."""

import hashlib
import re

from django.db import connection

PARTS = {
    "columns": """
        SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            || ' null=' || (NOT a.attnotnull)::text || ' id=' || a.attidentity::text
            || ' gen=' || a.attgenerated::text
            || ' def=' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
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
        FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
        WHERE p.pronamespace = %s::regnamespace""",
    "rights": """
        SELECT c.relname || ' ' || c.relkind::text || ' owner=' || o.rolname || ' '
            || coalesce((
                 SELECT string_agg(r.rolname || ':' || x.privilege_type, ','
                        ORDER BY r.rolname, x.privilege_type)
                 FROM aclexplode(c.relacl) x JOIN pg_roles r ON r.oid = x.grantee
                 WHERE x.grantee <> c.relowner), '')
        FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner
        WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'S', 'v')""",
    "schema": """
        SELECT 'owner=' || o.rolname || ' ' || coalesce((
                 SELECT string_agg(r.rolname || ':' || x.privilege_type, ',' ORDER BY r.rolname,
                        x.privilege_type)
                 FROM aclexplode(n.nspacl) x JOIN pg_roles r ON r.oid = x.grantee
                 WHERE x.grantee <> n.nspowner), '')
        FROM pg_namespace n JOIN pg_roles o ON o.oid = n.nspowner WHERE n.nspname = %s""",
}

SEEDED = ("portfolio_portfolio", "portfolio_slot", "governance_chainhead")


def describe(schema: str) -> dict[str, list[str]]:
    """Each part of the schema as sorted lines, its own name replaced by `@`.

    Seed rows are described only while they are as provisioned: call it on a fresh company.
    """
    name = re.compile(rf"\b{re.escape(schema)}\b")
    parts: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('search_path', '', false)")
        try:
            for part, query in PARTS.items():
                cursor.execute(query, [schema])
                parts[part] = sorted(name.sub("@", row[0]) for row in cursor.fetchall())
            for table in SEEDED:
                cursor.execute(f'SELECT t::text FROM "{schema}"."{table}" t')
                parts[f"rows of {table}"] = sorted(row[0] for row in cursor.fetchall())
            cursor.execute(f'SELECT app || name FROM "{schema}".django_migrations')
            parts["migrations"] = sorted(row[0] for row in cursor.fetchall())
        finally:
            connection.search_path_set_schemas = None
    return parts


def structure_digest(schema: str) -> str:
    """One SHA-256 over the structure (not the rows): equal in every company of one version."""
    parts = describe(schema)
    lines = [f"{part}: {line}" for part in sorted(PARTS) for line in parts[part]]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def differences(one: str, other: str) -> list[str]:
    """What `other` has too little (-) or too much (+) beside `one`; empty when they are equal."""
    left, right = describe(one), describe(other)
    found = []
    for part, lines in left.items():
        found += [f"- {part}: {line}" for line in lines if line not in right[part]]
        found += [f"+ {part}: {line}" for line in right[part] if line not in lines]
    return found
