"""The decision log: chained by the database, closed to change, seeded with its first link.

Function bodies name the schema through TG_TABLE_SCHEMA, so that they are true in every company.
"""

from django.conf import settings
from django.db import migrations

from tenants.texts import FOLDED

APP = settings.DATABASE_APP_ROLE

REFUSE = """
CREATE FUNCTION governance_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""

CHAIN = """
CREATE FUNCTION governance_chain_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    last_seq bigint;
    last_hash bytea;
BEGIN
    EXECUTE pg_catalog.format(
        'SELECT seq, hash FROM %I.governance_chainhead WHERE id = 1 FOR UPDATE', TG_TABLE_SCHEMA
    ) INTO STRICT last_seq, last_hash;
    NEW.seq := last_seq OPERATOR(pg_catalog.+) 1;
    NEW.previous_hash := last_hash;
    NEW.hash := pg_catalog.sha256(
        last_hash OPERATOR(pg_catalog.||) pg_catalog.convert_to(NEW.canonical, 'UTF8')
    );
    EXECUTE pg_catalog.format(
        'UPDATE %I.governance_chainhead SET seq = $1, hash = $2 WHERE id = 1', TG_TABLE_SCHEMA
    ) USING NEW.seq, NEW.hash;
    RETURN NEW;
END $$
"""

CHAINED = [
    """CREATE TRIGGER decision_chain BEFORE INSERT ON governance_decision
       FOR EACH ROW EXECUTE FUNCTION governance_chain_decision()""",
    "ALTER TABLE governance_decision ENABLE ALWAYS TRIGGER decision_chain",
]

# What the log is searched by: folded, and kept so by the database itself.
SEARCHED = (
    "ALTER TABLE governance_decision ADD COLUMN search_key text"
    f" GENERATED ALWAYS AS ({FOLDED.format('reason')}) STORED"
)

SEED = "INSERT INTO governance_chainhead (id, seq, hash) VALUES (1, 0, '\\x')"

PROVISIONED = ["governance_chainhead", "governance_canary", "django_migrations"]

# Nothing of these rows is changed or removed once it is written, whoever asks; of a statement
# only its link is opened and closed.
SAID = "id, number, facts, made_at, made_by_id, token_hash"
KEPT = {
    "decision": "",
    "charterversion": "",
    "chartersignature": "",
    "statement": f" OF {SAID}",
}


def kept(name: str, columns: str) -> migrations.RunSQL:
    """The database refuses to change (those columns), remove and empty rows of that table."""
    table = f"governance_{name}"
    rights = "DELETE" if columns else "UPDATE, DELETE"
    return migrations.RunSQL(
        [
            f"CREATE TRIGGER {name}_never_changes BEFORE UPDATE{columns} OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION governance_refuse()",
            f"CREATE TRIGGER {name}_never_empties BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION governance_refuse()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}_never_changes",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}_never_empties",
            f'REVOKE {rights}, TRUNCATE ON {table} FROM "{APP}"',
        ],
        [
            f'GRANT {rights} ON {table} TO "{APP}"',
            f"DROP TRIGGER {name}_never_empties ON {table}",
            f"DROP TRIGGER {name}_never_changes ON {table}",
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]

    operations = [
        migrations.RunSQL([REFUSE], ["DROP FUNCTION governance_refuse()"]),
        migrations.RunSQL([CHAIN], ["DROP FUNCTION governance_chain_decision()"]),
        migrations.RunSQL(CHAINED, ["DROP TRIGGER decision_chain ON governance_decision"]),
        migrations.RunSQL([SEARCHED], ["ALTER TABLE governance_decision DROP COLUMN search_key"]),
        *(kept(name, columns) for name, columns in KEPT.items()),
        *(
            migrations.RunSQL(
                [f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM "{APP}"'],
                [f'GRANT INSERT, UPDATE, DELETE ON {table} TO "{APP}"'],
            )
            for table in PROVISIONED
        ),
        migrations.RunSQL([SEED], ["DELETE FROM governance_chainhead"]),
    ]
