"""What the web's own role tries against the rows that must never change; all of it is refused."""

import base64
import hashlib
import hmac
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connections
from django_tenants.utils import tenant_context

from governance.decisions.models import Decision
from governance.decisions.selectors import verify_log
from tenants.backups.services import back_up_company, restore
from tenants.ids import uuid7
from tenants.provisioning.selectors.fingerprint import structure_digests
from tests import databases, proof
from tests.committed import CommittedDatabase
from tests.harness.company import qualify_an_initiative, record_decisions
from tests.tenants.schemas import migrated_company

COLUMN = {
    "governance_decision": "reason",
    "portfolio_initiativedecision": "to_state",
    "governance_chainhead": "seq",
    "governance_canary": "organization_id",
}
ATTACKS = {
    "update": "UPDATE {table} SET {column} = {column}",
    "delete": "DELETE FROM {table}",
    "truncate": "TRUNCATE {table} CASCADE",
    "upsert": (
        "INSERT INTO {table} ({written}) SELECT {written} FROM {table} ON CONFLICT (id)"
        " DO UPDATE SET {column} = excluded.{column}"
    ),
    "merge": (
        "MERGE INTO {table} t USING {table} s ON t.id = s.id"
        " WHEN MATCHED THEN UPDATE SET {column} = s.{column}"
    ),
    "disable the triggers": "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "pretend to replicate": "SET session_replication_role = replica",
    "drop": "DROP TABLE {table} CASCADE",
    "take": "ALTER TABLE {table} OWNER TO {app}",
    "grant oneself": (
        "GRANT UPDATE, DELETE ON {table} TO {app}; UPDATE {table} SET {column} = {column}"
    ),
    "rewrite by a rule": "CREATE RULE r AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "a trigger that meddles": (
        "CREATE TRIGGER aaa BEFORE INSERT ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    ),
    "disarm the function": (
        "CREATE OR REPLACE FUNCTION governance_refuse() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN OLD; END'"
    ),
    "another column": "ALTER TABLE {table} ADD COLUMN forged text",
    "the whole schema": "DROP SCHEMA {schema} CASCADE",
    "another name": "ALTER TABLE {table} RENAME TO hidden",
    "become the owner": "SET ROLE {owner}",
    "sign on as the owner": "SET SESSION AUTHORIZATION {owner}",
    "join the owner": "GRANT {owner} TO {app}",
    "a row that the parent takes along": "DELETE FROM governance_member",
}


@pytest.fixture
def companies(committed_database: CommittedDatabase, now, tmp_path) -> list[str]:
    """The schemas of a claimed, a migrated and a restored company, each with a decision."""
    with committed_database.as_owner():
        migrated = migrated_company(now)
    claimed, restored = (committed_database.cast(slug).company for slug in ("acme", "globex"))
    for company in (claimed, migrated, restored):
        with tenant_context(company):
            qualify_an_initiative(now)
    with committed_database.as_owner():
        archive = back_up_company(restored, folder=tmp_path, now=now)
        restore(Path(archive.path), replace=True)
    return [claimed.schema_name, migrated.schema_name, restored.schema_name]


def role(url: str) -> str:
    return str(urlsplit(url).username)


def written(admin: psycopg.Connection, schema: str, table: str) -> str:
    """The columns that somebody writes: what the database makes itself would refuse any attack."""
    found = admin.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = %s"
        " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [schema, table],
    )
    return ", ".join(name for (name,) in found)


def rows(admin: psycopg.Connection, schema: str) -> list[tuple[object, ...]]:
    return [
        row
        for table in COLUMN
        for row in admin.execute(f"SELECT '{table}', t::text FROM {schema}.{table} t ORDER BY 2")
    ]


def test_every_attack_on_a_protected_table_is_refused(
    committed_database: CommittedDatabase, companies: list[str]
) -> None:
    roles = {
        "app": role(committed_database.app_url),
        "owner": role(committed_database.owner_url),
    }
    accepted, tried = [], 0
    with committed_database.admin() as admin, ExitStack() as stack:
        for schema in companies:
            before, structure = rows(admin, schema), structure_digests([schema])
            assert {row[0] for row in before} == set(COLUMN)
            app = stack.enter_context(committed_database.app())
            app.execute(f"SET search_path = {schema}, public")
            names = {table: written(admin, schema, table) for table in COLUMN}
            for (name, attack), table in product(ATTACKS.items(), COLUMN):
                tried += 1
                words = {"table": table, "column": COLUMN[table], **roles}
                words["written"] = names[table]
                try:
                    app.execute(attack.format(schema=schema, **words))
                except psycopg.Error:
                    continue
                accepted.append((schema, table, name))
            assert rows(admin, schema) == before
            assert structure_digests([schema]) == structure
    proof.measured("attacks", done={"ATTACKS": tried}, figures={"accepted": len(accepted)})
    assert accepted == []


def test_the_attacks_would_succeed_as_the_owner(
    committed_database: CommittedDatabase, companies: list[str]
) -> None:
    with committed_database.owner() as owner:
        owner.execute(f"SET search_path = {companies[0]}, public")
        owner.execute("ALTER TABLE governance_decision DISABLE TRIGGER USER")
        owner.execute("UPDATE governance_decision SET reason = 'forged'")
    with tenant_context(committed_database.cast("acme").company):
        assert verify_log() == 1
    proof.caught("attacks", "as the owner")


def test_a_decision_cannot_choose_its_own_place_in_the_chain(
    committed_database: CommittedDatabase, now
) -> None:
    with tenant_context(committed_database.cast("acme").company):
        qualify_an_initiative(now)
        forged = Decision.objects.get()
        forged.pk, forged.seq, forged.hash = uuid7(), 99, b"x" * 32
        forged.previous_hash = b"y" * 32
        forged.save(force_insert=True)
        forged.refresh_from_db()
        first = Decision.objects.get(seq=1)
        assert forged.seq == 2
        assert bytes(forged.previous_hash) == bytes(first.hash)
        assert verify_log() == 2  # its text is not what it says


def test_the_app_is_no_member_of_the_owner(committed_database: CommittedDatabase) -> None:
    app, owner = role(committed_database.app_url), role(committed_database.owner_url)
    with committed_database.app() as connection:
        found = connection.execute(
            "SELECT pg_has_role(%s, %s, 'MEMBER'), rolsuper OR rolcreaterole OR rolcreatedb"
            " OR rolreplication OR rolbypassrls FROM pg_roles WHERE rolname = %s",
            [app, owner, app],
        ).fetchone()
    assert found == (False, False)


def test_what_the_app_knows_does_not_open_the_owners_door(
    committed_database: CommittedDatabase,
) -> None:
    """By trying, where the server asks for passwords; by arithmetic where it trusts everybody."""
    password = str(urlsplit(committed_database.app_url).password)
    owner = role(committed_database.owner_url)
    with committed_database.admin() as admin:
        trusting = admin.execute(
            "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'trust'"
            " AND 'local' = type AND NOT user_name && ARRAY['postgres']"
        ).fetchone()
        secret = admin.execute(
            "SELECT rolpassword FROM pg_authid WHERE rolname = %s", [owner]
        ).fetchone()
    assert secret is not None
    assert trusting is not None
    for guess in (password, "", owner):
        assert not opens(str(secret[0]), guess)
    assert opens(str(secret[0]), str(urlsplit(committed_database.owner_url).password))
    if not trusting[0]:
        settings = connections["default"].settings_dict
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(
                host=settings["HOST"],
                dbname=committed_database.name,
                user=owner,
                password=password,
            )


def opens(secret: str, password: str) -> bool:
    """SCRAM-SHA-256 (RFC 5802): does this password belong to the stored verifier?"""
    kind, middle, keys = secret.split("$")
    assert kind == "SCRAM-SHA-256"
    rounds, salt = middle.split(":")
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(rounds))
    client = hmac.digest(salted, b"Client Key", "sha256")
    return hashlib.sha256(client).digest() == base64.b64decode(keys.split(":")[0])


def test_databases_of_the_suite_are_reached_with_three_roles() -> None:
    assert len({role(databases.with_database(url, "x")) for url in _urls()}) == 3


def _urls() -> list[str]:
    private = CommittedDatabase("x")
    return [private.app_url, private.owner_url, private.admin_url]


def test_the_log_of_a_company_holds_after_many_decisions(
    committed_database: CommittedDatabase, now
) -> None:
    with tenant_context(committed_database.cast("acme").company):
        record_decisions(20, now)
        assert verify_log() is None
