"""Whatever a migration does can be undone, and done again with the same outcome."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tenants.ids import TEMPLATE_SCHEMA
from tenants.provisioning.selectors.fingerprint import describe_structure, differences
from tenants.provisioning.services.upgrade import migrate_public, migrate_schema
from tests.architecture.sources import FLOORS
from tests.committed import CommittedDatabase

FIRST = {"portfolio": "zero", "assessments": "zero", "governance": "0001"}


def migrate(schema: str, app: str, target: str) -> None:
    call_command("migrate_schemas", app, target, schema_name=schema, interactive=False, verbosity=0)


@pytest.mark.django_db
def test_every_operation_has_a_reverse() -> None:
    ours = [
        (key, operation)
        for key, migration in MigrationLoader(connection).disk_migrations.items()
        if key[0] in FLOORS
        for operation in migration.operations
    ]
    assert len(ours) > 50
    assert [f"{key}: {one.describe()}" for key, one in ours if not one.reversible] == []


def test_a_company_goes_back_and_comes_again(committed_database: CommittedDatabase) -> None:
    schema = committed_database.cast("acme").company.schema_name
    with committed_database.owner() as owner:
        # The cast has told its size; a company that has told nothing is the template's equal.
        owner.execute(f"UPDATE {schema}.portfolio_portfolio SET company_size = ''")
    with committed_database.as_owner():
        assert differences(TEMPLATE_SCHEMA, schema) == []
        for app, target in FIRST.items():
            migrate(schema, app, target)
        lost = " ".join(differences(TEMPLATE_SCHEMA, schema))
        assert "assessments_invitation" in lost
        migrate_schema(schema)
        assert differences(TEMPLATE_SCHEMA, schema) == []


def test_the_public_side_goes_back_and_comes_again(committed_database: CommittedDatabase) -> None:
    with committed_database.as_owner():
        before = describe_structure("public")
        migrate("public", "tenants", "0001")
        assert describe_structure("public") != before
        migrate_public()
        assert describe_structure("public") == before
