import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from threading import Thread
from time import sleep
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenants import hosts
from tenants.builds import own_build
from tenants.companies.choices import CompanyState
from tenants.companies.models import Organization
from tenants.companies.selectors import company_by_id, open_companies
from tenants.companies.services import claim_company
from tenants.due_work.models import DueWork
from tenants.due_work.services import poke_due_work
from tenants.hosts import Company, forget_hosts
from tenants.ids import TEMPLATE_SCHEMA
from tenants.provisioning.selectors.soundness import set_apart
from tenants.provisioning.services import parallel, upgrade
from tenants.provisioning.services.lock import KEY
from tenants.provisioning.services.upgrade import SchemasDiffer, UpgradeStopped, upgrade_everything
from tests import databases
from tests.committed import CommittedDatabase
from tests.refusals import refused


def ignore(line: str) -> None:
    """No report."""


def upgraded(now: datetime, **more: bool) -> list[str]:
    """What waits after an upgrade."""
    return upgrade_everything(now=now, report=ignore, **more)


def rows() -> "QuerySet[Organization]":
    living = [CompanyState.ACTIVE, CompanyState.SUSPENDED, CompanyState.SPARE]
    return Organization.objects.filter(state__in=living).order_by("created_at", "id")


def company_schemas() -> list[str]:
    active = list(rows().filter(state="active").values_list("schema_name", flat=True))
    return active + list(rows().filter(state="spare").values_list("schema_name", flat=True))


def all_lag(database: CommittedDatabase, *schemas: str) -> None:
    """As an older version left them: those companies and spares, or every one."""
    with database.owner() as owner:
        owner.execute(
            "UPDATE tenants_organization SET build = 'older' WHERE schema_name = ANY(%s)",
            [list(schemas) or company_schemas()],
        )


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which companies are upgraded, in order; nothing else is done to them."""
    done: list[str] = []

    def note(schema: str, wished: str) -> None:
        done.append(schema)

    monkeypatch.setattr(upgrade, "upgrade_company", note)
    return done


def test_an_upgrade_goes_public_template_proof_companies_spares(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, now, order
) -> None:
    monkeypatch.setattr(upgrade, "migrate_schema", order.append)
    monkeypatch.setattr(upgrade, "prove_compiled_schema", lambda: order.append("proof"))
    monkeypatch.setattr(upgrade, "migrate_public", lambda: order.append("public"))
    all_lag(committed_database)
    with committed_database.as_owner():
        assert upgraded(now) == []
        assert order == ["public", TEMPLATE_SCHEMA, "proof", *company_schemas()]


def test_with_nothing_to_do_no_company_is_looked_at_one_by_one(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, now, order
) -> None:
    with committed_database.as_owner():
        count = Organization.objects.count()
        monkeypatch.setattr(upgrade, "structure_digests", None)
        monkeypatch.setattr(upgrade, "lags", None)
        assert upgraded(now) == []
        assert Organization.objects.count() == count
        assert order == []
        with CaptureQueriesContext(connections["default"]) as asked:
            assert upgrade.behind() == []
    # Its row, its catalog, and the search path: the same for two companies and for a thousand.
    assert len(asked) <= 3


def test_the_first_ten_go_before_the_others_and_may_go_alone(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, now, order
) -> None:
    monkeypatch.setattr(upgrade, "CANARIES", 3)
    all_lag(committed_database)
    with committed_database.as_owner():
        schemas = company_schemas()
        assert upgraded(now, only_first=True) == schemas[3:]
    assert order == schemas[:3]


def test_the_others_are_upgraded_by_several_processes(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, now
) -> None:
    monkeypatch.setattr(upgrade, "CANARIES", 1)
    monkeypatch.setattr(parallel, "FEWEST", 2)
    monkeypatch.setattr(upgrade.os, "cpu_count", lambda: 2)
    all_lag(committed_database)
    said: list[str] = []
    with committed_database.as_owner():
        upgrade_everything(now=now, report=said.append)
        assert set(rows().values_list("build", flat=True)) == {own_build()}
    assert sorted(said) == sorted(["public", "template", *company_schemas()])


def forget_last_migration(database: CommittedDatabase, schema: str) -> None:
    """It seems to lack its last migration, which adds constraints: running it again fails."""
    with database.owner() as owner:
        owner.execute(
            f"DELETE FROM {schema}.django_migrations"
            " WHERE (app, name) = ('portfolio', '0002_protection')"
        )
    all_lag(database, schema)


@pytest.mark.parametrize("fewest", [2, 99])
def test_it_stops_at_the_first_failure_and_goes_on_from_there(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, now, fewest: int
) -> None:
    monkeypatch.setattr(upgrade, "CANARIES", 1)
    monkeypatch.setattr(parallel, "FEWEST", fewest)
    monkeypatch.setattr(upgrade.os, "cpu_count", lambda: 2)
    all_lag(committed_database)
    first, second, *others = company_schemas()
    forget_last_migration(committed_database, second)
    with committed_database.as_owner():
        with pytest.raises(UpgradeStopped) as stopped:
            upgraded(now)
        assert stopped.value.schema == second
        builds = dict(rows().values_list("schema_name", "build"))
        assert (builds[first], builds[second]) == (own_build(), "")
        assert fewest == 2 or {builds[one] for one in others} == {"older"}
        with committed_database.owner() as owner:
            owner.execute(
                f"INSERT INTO {second}.django_migrations (app, name, applied) SELECT app, name,"
                f" applied FROM {first}.django_migrations AS known WHERE NOT EXISTS (SELECT FROM"
                f" {second}.django_migrations AS had"
                " WHERE (had.app, had.name) = (known.app, known.name))"
            )
        assert first not in upgrade.behind()
        assert upgraded(now) == []
        assert set(rows().values_list("build", flat=True)) == {own_build()}


def kill_a_waiting_helper(database: CommittedDatabase, schema: str) -> None:
    """One process of the upgrade is killed while it waits for the row of that company."""
    with database.owner() as owner, owner.transaction():
        owner.execute(
            "SELECT FROM tenants_organization WHERE schema_name = %s FOR UPDATE", [schema]
        )
        assert becomes_true(lambda: waits_for_a_row(database))
        helper = multiprocessing.active_children()[0]
        helper.kill()
        helper.join()


def waits_for_a_row(database: CommittedDatabase) -> bool:
    with database.owner() as watcher:
        waiting = watcher.execute(
            "SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock' AND query LIKE 'UPDATE%%tenants_organization%%'"
        )
        return waiting.fetchone() is not None


def becomes_true(is_there: Callable[[], bool]) -> bool:
    """Looked at for half a minute."""
    for _ in range(600):
        if is_there():
            return True
        sleep(0.05)
    return False


def test_a_killed_helper_is_one_sentence_and_the_upgrade_goes_on_when_run_again(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    monkeypatch.setattr(upgrade, "CANARIES", 1)
    monkeypatch.setattr(parallel, "FEWEST", 2)
    monkeypatch.setattr(upgrade.os, "cpu_count", lambda: 2)
    settings.DATABASE_OWNER_URL = committed_database.owner_url
    all_lag(committed_database)
    killer = Thread(target=kill_a_waiting_helper, args=[committed_database, company_schemas()[-1]])
    with committed_database.as_owner():
        killer.start()
        try:
            with pytest.raises(CommandError, match="one of its processes was killed from outside"):
                call_command("migrate_all")
        finally:
            killer.join()
        call_command("migrate_all")
        assert set(rows().values_list("build", flat=True)) == {own_build()}


def test_a_migration_that_leaves_something_else_than_the_template_stops_it(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, now
) -> None:
    schema = company_schemas()[1]
    forget_last_migration(committed_database, schema)
    monkeypatch.setattr(upgrade, "migrate_schema", ignore)
    with committed_database.as_owner(), pytest.raises(UpgradeStopped, match="migrations"):
        upgraded(now)


def served(company: Company) -> int:
    forget_hosts()
    return Client(headers={"host": company.host}).get("/").status_code


def test_a_company_is_served_by_the_version_whose_schema_it_has(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme, globex = (committed_database.cast(slug).company for slug in ("acme", "globex"))
    assert (served(acme), served(globex)) == (302, 302)
    all_lag(committed_database, acme.schema_name)
    assert (served(acme), served(globex)) == (503, 302)
    known = company_by_id(acme.id)
    assert known is not None
    assert not known.is_open
    assert [one.id for one in open_companies(most=9)] == [globex.id]
    due = [
        DueWork(organization_id=one.id, job="x.y", due_at=timezone.now()) for one in (acme, globex)
    ]
    DueWork.objects.all().delete()
    DueWork.objects.bulk_create(due)
    assert poke_due_work(now=timezone.now()) == 1
    all_lag(committed_database, *rows().filter(state="spare").values_list("schema_name", flat=True))
    with refused("no_spare_company"):
        claim_company(name="New", host="new.localhost", founder_id=uuid4(), now=timezone.now())
    monkeypatch.setattr(hosts, "own_build", lambda: "older")
    assert (served(acme), served(globex)) == (302, 503), "an older version serves what it knows"


def test_a_template_whose_schema_was_never_made_is_made(
    committed_database: CommittedDatabase, now
) -> None:
    with committed_database.owner() as owner:
        owner.execute(f"DROP SCHEMA {TEMPLATE_SCHEMA} CASCADE")
    with committed_database.as_owner():
        upgraded(now)


def test_a_company_that_was_changed_by_hand_is_set_apart_and_the_others_are_served(
    committed_database: CommittedDatabase, now
) -> None:
    acme, globex = (committed_database.cast(slug).company for slug in ("acme", "globex"))
    switch = f"ALTER TABLE {acme.schema_name}.governance_decision {{}} TRIGGER decision_chain"
    with committed_database.owner() as owner, committed_database.as_owner():
        was = owner.execute(
            "SELECT tgenabled FROM pg_trigger WHERE tgname = 'decision_chain'"
            " AND tgrelid = %s::regclass",
            [f"{acme.schema_name}.governance_decision"],
        ).fetchone()
        owner.execute(switch.format("DISABLE"))
        assert upgraded(now) == []
        apart = set_apart()
        assert list(apart) == [acme.schema_name]
        assert "decision_chain" in apart[acme.schema_name]
        assert (served(acme), served(globex)) == (503, 302)
        assert upgraded(now) == []
        assert list(set_apart()) == [acme.schema_name]
        owner.execute(switch.format("ENABLE ALWAYS" if was == ("A",) else "ENABLE"))
        assert upgraded(now) == []
        assert set_apart() == {}
        assert (served(acme), served(globex)) == (302, 302)


def test_no_company_is_touched_when_the_compiled_schema_differs(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, now
) -> None:
    whole = upgrade.compile_schema
    touched: list[str] = []
    monkeypatch.setattr(upgrade, "compile_schema", lambda name: drop_a_trigger(whole(name)))
    monkeypatch.setattr(upgrade, "upgrade_company", lambda *given: touched.append(given[0]))
    all_lag(committed_database)
    with committed_database.as_owner(), pytest.raises(SchemasDiffer, match="compiled schema"):
        upgraded(now)
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
        monkeypatch.setattr(upgrade, "lags", lambda schema: True)
        all_lag(committed_database)
        with committed_database.as_owner():
            upgraded(now)
        admin.execute("SET statement_timeout = '10s'")
        admin.execute("SELECT pg_advisory_lock(%s)", [KEY])
    assert len(held) > 3
    assert all(held)


def test_the_command_names_a_company_that_is_set_apart(
    committed_database: CommittedDatabase,
) -> None:
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
    assert run.returncode == 0
    assert f"{schema} differs from the template and is set apart" in run.stderr
    assert "extra" in run.stderr


@pytest.mark.parametrize("command", ["migrate_all", "spares"])
def test_without_the_owner_nothing_is_made(settings, command: str) -> None:
    settings.DATABASE_OWNER_URL = ""
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        call_command(command)
