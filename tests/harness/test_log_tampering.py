"""Somebody with every right changes the log behind our back; reading it back finds out."""

import random
from collections.abc import Callable

import psycopg
from django_tenants.utils import tenant_context

from governance.decisions.selectors import verify_log
from tests import proof
from tests.committed import CommittedDatabase
from tests.harness.company import record_decisions

ENTRIES, TAMPERINGS = 24, proof.size("TAMPERINGS")
TABLE = "governance_decision"
Tamper = Callable[[psycopg.Connection, random.Random], None]


def flip_a_byte(admin: psycopg.Connection, chance: random.Random) -> None:
    column = chance.choice(["hash", "previous_hash"])
    seq = chance.randint(2, ENTRIES)
    at, bit = chance.randrange(32), 1 << chance.randrange(8)
    admin.execute(
        f"UPDATE {TABLE} SET {column} = set_byte({column}, %s, get_byte({column}, %s) # %s)"
        " WHERE seq = %s",
        [at, at, bit, seq],
    )


def change_a_letter(admin: psycopg.Connection, chance: random.Random) -> None:
    column = chance.choice(["reason", "canonical", "verdict"])
    admin.execute(
        f"UPDATE {TABLE} SET {column} = overlay({column} placing '~' from %s for 1) WHERE seq = %s",
        [chance.randint(1, 6), chance.randint(1, ENTRIES)],
    )


def change_a_fact(admin: psycopg.Connection, chance: random.Random) -> None:
    change = chance.choice(
        [
            "facts = jsonb_set(facts, '{amount}', '999')",
            "facts = facts - 'who'",
            "at = at + interval '1 microsecond'",
            "subject_id = gen_random_uuid()",
            "actor_id = gen_random_uuid()",
            "actor_kind = 'system'",
            "id = gen_random_uuid()",
        ]
    )
    admin.execute(f"UPDATE {TABLE} SET {change} WHERE seq = %s", [chance.randint(1, ENTRIES)])


def delete_an_entry(admin: psycopg.Connection, chance: random.Random) -> None:
    admin.execute(f"DELETE FROM {TABLE} WHERE seq = %s", [chance.randint(1, ENTRIES)])


def swap_two_entries(admin: psycopg.Connection, chance: random.Random) -> None:
    one, other = chance.sample(range(1, ENTRIES + 1), 2)
    for before, after in ((one, -1), (other, one), (-1, other)):
        admin.execute(f"UPDATE {TABLE} SET seq = %s WHERE seq = %s", [after, before])


def insert_an_entry(admin: psycopg.Connection, chance: random.Random) -> None:
    """A copy at the end, hashed as it should be; or one pushed in between."""
    place = chance.choice([ENTRIES, chance.randint(1, ENTRIES - 1)])
    # One by one from the end, since a seq is unique at every moment.
    for seq in range(ENTRIES, place, -1):
        admin.execute(f"UPDATE {TABLE} SET seq = seq + 1 WHERE seq = %s", [seq])
    admin.execute(f"CREATE TEMP TABLE forged AS SELECT * FROM {TABLE} WHERE seq = %s", [place])
    admin.execute("ALTER TABLE forged DROP COLUMN search_key")
    admin.execute(
        "UPDATE forged SET id = gen_random_uuid(), seq = seq + 1, previous_hash = hash,"
        " hash = sha256(hash || convert_to(canonical, 'UTF8'))"
    )
    admin.execute(f"INSERT INTO {TABLE} SELECT * FROM forged")
    admin.execute("DROP TABLE forged")


TAMPERS: list[Tamper] = [
    flip_a_byte,
    change_a_letter,
    change_a_fact,
    delete_an_entry,
    swap_two_entries,
    insert_an_entry,
]


def test_every_tampering_is_found(committed_database: CommittedDatabase, now) -> None:
    company = committed_database.cast("acme").company
    chance = random.Random(20261122)
    found = 0
    with tenant_context(company), committed_database.admin() as admin:
        record_decisions(ENTRIES, now)
        assert verify_log() is None
        admin.execute(f"SET search_path = {company.schema_name}, public")
        admin.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER ALL")
        admin.execute(f"CREATE TEMP TABLE kept AS SELECT * FROM {TABLE}")
        admin.execute("ALTER TABLE kept DROP COLUMN search_key")
        for number in range(TAMPERINGS):
            TAMPERS[number % len(TAMPERS)](admin, chance)
            found += verify_log() is not None
            admin.execute(f"DELETE FROM {TABLE}")
            admin.execute(f"INSERT INTO {TABLE} SELECT * FROM kept ORDER BY seq")
            assert verify_log() is None
    proof.measured("log", done={"TAMPERINGS": TAMPERINGS}, figures={"found": found})
    assert found == TAMPERINGS


def test_a_head_that_was_moved_is_found(committed_database: CommittedDatabase, now) -> None:
    company = committed_database.cast("acme").company
    with tenant_context(company), committed_database.admin() as admin:
        record_decisions(3, now)
        admin.execute(f"UPDATE {company.schema_name}.governance_chainhead SET seq = seq + 1")
        assert verify_log() == 4
    proof.caught("log", "moved head")
