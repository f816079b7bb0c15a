"""Whatever may differ between two companies' schemas is found, and named."""

import psycopg
import pytest

from tenants.companies.choices import CompanyState
from tenants.companies.models import Organization
from tenants.ids import TEMPLATE_SCHEMA
from tenants.provisioning.selectors.fingerprint import (
    catalog_witnesses,
    differences,
    structure_digests,
)
from tests.committed import CommittedDatabase

APP = "capitaine_app"
TIE = "portfolio_initiativedecision"

PLANTED = {
    "a dropped trigger": "DROP TRIGGER decision_never_changes ON governance_decision",
    "a disabled trigger": "ALTER TABLE governance_decision DISABLE TRIGGER decision_never_changes",
    "a trigger that is no longer always on": (
        "ALTER TABLE governance_decision ENABLE TRIGGER decision_never_changes"
    ),
    "a renamed constraint": (
        "ALTER TABLE portfolio_slot RENAME CONSTRAINT slot_three_and_one_exception TO other"
    ),
    "a dropped constraint": "ALTER TABLE portfolio_portfolio DROP CONSTRAINT portfolio_one_row",
    "a constraint that is not deferred": (
        "ALTER TABLE portfolio_initiative"
        " ALTER CONSTRAINT initiative_state_follows_decision NOT DEFERRABLE"
    ),
    "a right too many": f"GRANT DELETE ON governance_decision TO {APP}",
    "a right for everybody": "GRANT DELETE ON governance_decision TO PUBLIC",
    "a right on one column": f"GRANT UPDATE (reason) ON governance_decision TO {APP}",
    "a right too few": f"REVOKE INSERT ON governance_decision FROM {APP}",
    "a right on the schema": f"GRANT CREATE ON SCHEMA @ TO {APP}",
    "a default right": f"ALTER DEFAULT PRIVILEGES IN SCHEMA @ GRANT DELETE ON TABLES TO {APP}",
    "a right on a function": "REVOKE EXECUTE ON FUNCTION governance_refuse() FROM PUBLIC",
    "a changed function": (
        "CREATE OR REPLACE FUNCTION governance_refuse() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NEW; END'"
    ),
    "a dropped index": "DROP INDEX decision_by_subject",
    "a renamed index": "ALTER INDEX decision_by_subject RENAME TO other",
    "a column too many": "ALTER TABLE governance_member ADD COLUMN extra text",
    "a column that may be empty": "ALTER TABLE governance_member ALTER email DROP NOT NULL",
    "a wider column": "ALTER TABLE governance_member ALTER name TYPE varchar(200)",
    "a default": "ALTER TABLE governance_member ALTER language SET DEFAULT 'fr'",
    "a table too many": "CREATE TABLE extra (id int)",
    "a view": "CREATE VIEW peek AS SELECT * FROM governance_member",
    "a type": "CREATE TYPE mood AS ENUM ('good', 'bad')",
    "a rule": (
        "CREATE RULE forget AS ON INSERT TO governance_decision DO ALSO"
        " DELETE FROM governance_apikey"
    ),
    "row security": "ALTER TABLE governance_member ENABLE ROW LEVEL SECURITY",
    "a missing migration": "DELETE FROM django_migrations WHERE name LIKE '0002%'",
    "a slot too few": (
        "DELETE FROM portfolio_slot WHERE no = 3; UPDATE portfolio_portfolio SET cap = 2"
    ),
    "a moved head of the chain": "UPDATE governance_chainhead SET seq = 1",
}


# Rows, of which the catalog knows nothing: the next migration looks at the one of them.
IN_ROWS = {"a missing migration", "a slot too few", "a moved head of the chain"}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_difference_is_found(planted: str, committed_database: CommittedDatabase) -> None:
    spare = Organization.objects.filter(state=CompanyState.SPARE)[0].schema_name
    assert differences(TEMPLATE_SCHEMA, spare) == []
    witness = catalog_witnesses([spare])
    with committed_database.owner() as owner:
        change(owner, spare, PLANTED[planted])
    assert differences(TEMPLATE_SCHEMA, spare)
    assert planted in IN_ROWS or catalog_witnesses([spare]) != witness


def test_work_and_housekeeping_in_a_company_leave_its_witness_as_it_was(
    committed_database: CommittedDatabase,
) -> None:
    schema = committed_database.cast("acme").company.schema_name
    witness = catalog_witnesses([schema])
    with committed_database.admin() as admin:
        for statement in (
            "UPDATE portfolio_portfolio SET cap = cap",
            "UPDATE governance_member SET name = name || 'x'",
            "ANALYZE governance_member",
            "VACUUM (FREEZE) governance_member",
            "VACUUM (FREEZE) pg_catalog.pg_class",
            "VACUUM (FREEZE) pg_catalog.pg_attribute",
        ):
            change(admin, schema, statement)
    assert catalog_witnesses([schema]) == witness


def test_another_owner_is_found(committed_database: CommittedDatabase) -> None:
    spare = Organization.objects.filter(state=CompanyState.SPARE)[0].schema_name
    before, witness = structure_digests([spare]), catalog_witnesses([spare])
    with committed_database.admin() as admin:
        change(admin, spare, f"ALTER TABLE {TIE} OWNER TO {APP}")
    assert structure_digests([spare]) != before
    assert catalog_witnesses([spare]) != witness


def change(connection: psycopg.Connection, schema: str, statement: str) -> None:
    connection.execute(f"SET search_path = {schema}")
    connection.execute(statement.replace("@", schema))
