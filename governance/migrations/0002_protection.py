"""The decision log: chained by the database, closed to change, seeded with its first link.

Function bodies name the schema through TG_TABLE_SCHEMA, so that they are true in every company.
"""

from django.conf import settings
from django.db import migrations

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

TRIGGERS = [
    """CREATE TRIGGER decision_chain BEFORE INSERT ON governance_decision
       FOR EACH ROW EXECUTE FUNCTION governance_chain_decision()""",
    """CREATE TRIGGER decision_never_changes BEFORE UPDATE OR DELETE ON governance_decision
       FOR EACH ROW EXECUTE FUNCTION governance_refuse()""",
    """CREATE TRIGGER decision_never_empties BEFORE TRUNCATE ON governance_decision
       FOR EACH STATEMENT EXECUTE FUNCTION governance_refuse()""",
    "ALTER TABLE governance_decision ENABLE ALWAYS TRIGGER decision_chain",
    "ALTER TABLE governance_decision ENABLE ALWAYS TRIGGER decision_never_changes",
    "ALTER TABLE governance_decision ENABLE ALWAYS TRIGGER decision_never_empties",
]

APP = settings.DATABASE_APP_ROLE
RIGHTS = [
    f'REVOKE UPDATE, DELETE, TRUNCATE ON governance_decision FROM "{APP}"',
    f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON governance_chainhead FROM "{APP}"',
    f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON governance_canary FROM "{APP}"',
    f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON django_migrations FROM "{APP}"',
]

SEED = "INSERT INTO governance_chainhead (id, seq, hash) VALUES (1, 0, '\\x')"


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]

    operations = [
        migrations.RunSQL([REFUSE], ["DROP FUNCTION governance_refuse()"]),
        migrations.RunSQL([CHAIN], ["DROP FUNCTION governance_chain_decision()"]),
        migrations.RunSQL(
            TRIGGERS,
            [
                "DROP TRIGGER decision_never_empties ON governance_decision",
                "DROP TRIGGER decision_never_changes ON governance_decision",
                "DROP TRIGGER decision_chain ON governance_decision",
            ],
        ),
        migrations.RunSQL(
            RIGHTS,
            [
                f'GRANT UPDATE, DELETE ON governance_decision TO "{APP}"',
                f'GRANT INSERT, UPDATE, DELETE ON governance_chainhead TO "{APP}"',
                f'GRANT INSERT, UPDATE, DELETE ON governance_canary TO "{APP}"',
                f'GRANT INSERT, UPDATE, DELETE ON django_migrations TO "{APP}"',
            ],
        ),
        migrations.RunSQL([SEED], ["DELETE FROM governance_chainhead"]),
    ]
