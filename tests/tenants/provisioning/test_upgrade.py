import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tenants.companies.choices import CompanyState
from tenants.companies.models import Organization
from tenants.ids import TEMPLATE_SCHEMA
from tenants.provisioning.services import upgrade
from tenants.provisioning.services.lock import KEY
from tenants.provisioning.services.upgrade import SchemasDiffer, upgrade_everything
from tests import databases
from tests.committed import CommittedDatabase


def ignore(line: str) -> None:
    """No report."""


def company_schemas() -> list[str]:
    return [s for states in upgrade.IN_ORDER for s in upgrade._schemas(states)]


def test_an_upgrade_goes_public_template_proof_companies_spares(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, now
) -> None:
    steps: list[str] = []
    monkeypatch.setattr(upgrade, "migrate_schema", steps.append)
    monkeypatch.setattr(upgrade, "lagging", lambda schemas: schemas)
    monkeypatch.setattr(upgrade, "prove_compiled_schema", lambda: steps.append("proof"))
    monkeypatch.setattr(upgrade, "prove_companies", lambda: steps.append("companies proved"))
    monkeypatch.setattr(upgrade, "call_command", lambda *a, **k: steps.append("public"))
    with committed_database.as_owner():
        upgrade_everything(now=now, report=ignore)
        active = set(
            Organization.objects.filter(state="active").values_list("schema_name", flat=True)
        )
    assert steps[:3] == ["public", TEMPLATE_SCHEMA, "proof"]
    assert set(steps[3:5]) == active
    assert len(steps) == 3 + len(company_schemas()) + 1
    assert steps[-1] == "companies proved"


def test_an_upgrade_can_be_repeated_and_changes_nothing(
    committed_database: CommittedDatabase, now
) -> None:
    with committed_database.as_owner():
        rows = Organization.objects.count()
        upgrade_everything(now=now, report=ignore)
        upgrade_everything(now=now, report=ignore)
        assert Organization.objects.count() == rows


def test_only_who_lags_is_migrated(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, now
) -> None:
    with committed_database.as_owner():
        upgrade_everything(now=now, report=ignore)
        behind = company_schemas()[1]
        with committed_database.owner() as owner:
            owner.execute(
                f"DELETE FROM {behind}.django_migrations WHERE app = 'portfolio' AND id ="
                f" (SELECT max(id) FROM {behind}.django_migrations WHERE app = 'portfolio')"
            )
        migrated: list[str] = []
        monkeypatch.setattr(upgrade, "migrate_schema", migrated.append)
        with pytest.raises(SchemasDiffer):
            upgrade_everything(now=now, report=ignore)
    assert migrated == [TEMPLATE_SCHEMA, behind]


def test_an_upgrade_that_failed_half_way_is_taken_up_again(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, now
) -> None:
    seen: list[str] = []

    def stumble(schema: str) -> None:
        seen.append(schema)
        if len(seen) == 3:
            raise KeyError(schema)

    with committed_database.as_owner():
        with monkeypatch.context() as patch:
            patch.setattr(upgrade, "migrate_schema", stumble)
            patch.setattr(upgrade, "lagging", lambda schemas: schemas)
            with pytest.raises(KeyError):
                upgrade_everything(now=now, report=ignore)
        upgrade_everything(now=now, report=ignore)


def test_a_template_whose_schema_was_never_made_is_made(
    committed_database: CommittedDatabase, now
) -> None:
    with committed_database.owner() as owner:
        owner.execute(f"DROP SCHEMA {TEMPLATE_SCHEMA} CASCADE")
    with committed_database.as_owner():
        upgrade_everything(now=now, report=ignore)


def test_a_company_that_drifted_is_named_with_what_differs(
    committed_database: CommittedDatabase, now
) -> None:
    schema = committed_database.cast("acme").company.schema_name
    with committed_database.owner() as owner:
        owner.execute(f"ALTER TABLE {schema}.governance_decision DISABLE TRIGGER decision_chain")
    with committed_database.as_owner(), pytest.raises(SchemasDiffer) as caught:
        upgrade_everything(now=now, report=ignore)
    assert list(caught.value.differences) == [schema]
    assert "decision_chain" in "".join(caught.value.differences[schema])


def test_no_company_is_touched_when_the_compiled_schema_differs(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, now
) -> None:
    whole = upgrade.compile_schema
    touched: list[str] = []
    monkeypatch.setattr(upgrade, "compile_schema", lambda name: drop_a_trigger(whole(name)))
    monkeypatch.setattr(upgrade, "_schemas", touched.append)
    with committed_database.as_owner(), pytest.raises(SchemasDiffer, match="compiled schema"):
        upgrade_everything(now=now, report=ignore)
    assert touched == []


def drop_a_trigger(statements: list[str]) -> list[str]:
    return [s for s in statements if "initiative_new_state_new_decision" not in s]


def test_the_lock_outlives_the_connections_that_migrating_closes(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, now
) -> None:
    held: list[bool] = []
    with committed_database.admin() as admin:

        def look(schema: str) -> None:
            upgrade.connection.close()
            free = admin.execute("SELECT pg_try_advisory_lock(%s)", [KEY]).fetchone()[0]
            held.append(not free)

        monkeypatch.setattr(upgrade, "migrate_schema", look)
        monkeypatch.setattr(upgrade, "lagging", lambda schemas: schemas)
        with committed_database.as_owner():
            upgrade_everything(now=now, report=ignore)
        admin.execute("SET statement_timeout = '10s'")
        admin.execute("SELECT pg_advisory_lock(%s)", [KEY])
    assert len(held) > 3
    assert all(held)


def test_the_command_names_a_drifted_company(committed_database: CommittedDatabase) -> None:
    schema = Organization.objects.filter(state=CompanyState.SPARE)[0].schema_name
    with committed_database.owner() as owner:
        owner.execute(f"ALTER TABLE {schema}.governance_member ADD COLUMN extra text")
    run = subprocess.run(
        [sys.executable, "manage.py", "migrate_all"],
        cwd=databases.ROOT,
        env={**os.environ, "DATABASE_OWNER_URL": committed_database.owner_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert schema in run.stderr
    assert "extra" in run.stderr


@pytest.mark.parametrize("command", ["migrate_all", "spares"])
def test_without_the_owner_nothing_is_made(settings, command: str) -> None:
    settings.DATABASE_OWNER_URL = ""
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        call_command(command)
