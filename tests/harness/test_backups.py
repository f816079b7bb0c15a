"""Many companies come back at once; whoever is killed in the middle leaves old or new, whole."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tenants.utils import tenant_context

from tenants.accounts.models import User
from tenants.backups.rules import BackupFault
from tenants.backups.services import back_up_company
from tenants.backups.services.archive import read_archive
from tenants.companies.selectors import living_companies
from tenants.companies.services import claim_company
from tenants.hosts import Company
from tenants.ids import TEMPLATE_SCHEMA
from tenants.provisioning.selectors.fingerprint import structure_digests
from tenants.provisioning.selectors.soundness import tenancy_faults
from tenants.provisioning.services.schemas import drop_schema, refill_spares
from tenants.provisioning.services.upgrade import behind
from tests import proof
from tests.committed import CommittedDatabase
from tests.databases import ROOT
from tests.harness.company import qualify_an_initiative, record_decisions
from tests.tenants.backups.contents import everything

COMPANIES = proof.size("BACKUP_COMPANIES")
KILLS = proof.size("BACKUP_KILLS")
# Beyond this a command of one company has ended.
LONGEST = 3.0
WATCHED = "restore under watch"
PLACES = ("before", "inside", "after")
# Planted: what the schema was is lost for good before the new one stands.
COMMITS_EARLY = """
import sys, time, django
django.setup()
from tenants.backups.services import restoring
drop = restoring.drop_schema
def drop_and_commit(schema):
    drop(schema)
    restoring.connection.connection.commit()
    time.sleep(60)
restoring.drop_schema = drop_and_commit
from django.core.management import call_command
call_command("restore", sys.argv[1], replace=True)
"""


def test_many_companies_come_back_at_once(
    committed_database: CommittedDatabase, now, tmp_path, settings
) -> None:
    founder = User.objects.get(email="outsider@nowhere.example")
    with committed_database.as_owner():
        settings.DATABASE_OWNER_URL = committed_database.owner_url
        refill_spares(keep=COMPANIES, now=now)
        for number in range(COMPANIES):
            host = f"many{number}.localhost"
            claim_company(name=f"Many {number}", host=host, founder_id=founder.id, now=now)
        companies = living_companies()
        assert len(companies) >= COMPANIES
        for company in companies:
            with tenant_context(company):
                qualify_an_initiative(now)
        before = {company.id: everything(company.schema_name) for company in companies}
        call_command("backup", into=tmp_path, verbosity=0)
        for company in companies:
            drop_schema(company.schema_name)
        assert len(tenancy_faults()) >= len(companies)
        call_command("restore", tmp_path)
        assert {one.id: everything(one.schema_name) for one in living_companies()} == before
        assert tenancy_faults() == []
        assert behind() == [], "each is proven, and served"
        digests = structure_digests([TEMPLATE_SCHEMA, *(one.schema_name for one in companies)])
        assert len(set(digests.values())) == 1
    proof.measured("backups", done={"BACKUP_COMPANIES": len(companies)})


def begun(database: CommittedDatabase, *command: str) -> "subprocess.Popen[bytes]":
    """That command of the owner, under way."""
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=database.environment | {"DATABASE_OWNER_URL": database.owner_url, "PGAPPNAME": WATCHED},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def torn(folder: Path) -> list[Path]:
    """The archives that claim to be whole and are not."""
    found = []
    for path in folder.glob("*.zip"):
        try:
            with read_archive(path) as (archive, _):
                assert archive.testzip() is None
        except BackupFault:
            found.append(path)
    return found


@pytest.fixture
def company(committed_database: CommittedDatabase, now) -> Company:
    company = committed_database.cast("acme").company
    with tenant_context(company):
        record_decisions(3, now)
    return company


class Watch:
    """Where a restore stands, as the server tells it: before, inside or after its transaction."""

    def __init__(self, database: CommittedDatabase) -> None:
        self.owner = database.owner()
        self.xid: str | None = None
        self.is_seen, self.looks_inside = False, 0

    def look(self) -> str:
        if self.xid is None:
            found = self.owner.execute(
                "SELECT backend_xid::text FROM pg_stat_activity WHERE application_name = %s"
                " ORDER BY backend_xid::text NULLS LAST",
                [WATCHED],
            ).fetchone()
            self.is_seen = self.is_seen or found is not None
            self.xid = found[0] if found else None
        if self.xid is None:
            return "before"
        if self._status() == "in progress":
            self.looks_inside += 1
            return "inside"
        return "after" if self._status() == "committed" else "inside"

    def end(self) -> str:
        """Where the kill fell, once the server has noticed it."""
        while self.xid is not None and self._status() == "in progress":
            time.sleep(0.01)
        place = self.look()
        self.owner.close()
        return place

    def _status(self) -> str:
        query = "SELECT pg_xact_status(%s::xid8)"
        return str(self.owner.execute(query, [self.xid]).fetchone()[0])


def killed_in(place: str, looks: int, database: CommittedDatabase, *command: str) -> Watch:
    """That restore was begun and killed there: inside, once it was seen so often."""
    watch, process = Watch(database), begun(database, *command)
    while process.poll() is None:
        found = watch.look()
        is_far = watch.looks_inside > looks if found == "inside" else watch.is_seen
        if found == place and is_far:
            break
    kill(process)
    return watch


def test_a_killed_restore_leaves_the_company_as_it_was_or_as_it_was_kept(
    committed_database: CommittedDatabase, company: Company, now, tmp_path
) -> None:
    with committed_database.as_owner():
        archive = back_up_company(company, folder=tmp_path, now=now).path
        kept = everything(company.schema_name)
        command = ("manage.py", "restore", archive, "--replace")
        whole = killed_in("never", 0, committed_database, *command)
        assert whole.end() == "after"
        ends: Counter[str] = Counter()
        for number in range(KILLS):
            with tenant_context(company):
                record_decisions(1, now)
            changed = everything(company.schema_name)
            looks = random.randrange(whole.looks_inside) if number > len(PLACES) else 0
            watch = killed_in(PLACES[number % len(PLACES)], looks, committed_database, *command)
            end = watch.end()
            assert everything(company.schema_name) == (kept if end == "after" else changed)
            assert tenancy_faults() == []
            ends[end] += 1
    proof.measured(
        "backups",
        done={"BACKUP_KILLS": ends.total()},
        figures={f"killed {place} its transaction": ends[place] for place in sorted(ends)},
    )
    assert set(ends) == set(PLACES)


def test_the_harness_sees_a_restore_that_commits_in_the_middle(
    committed_database: CommittedDatabase, company: Company, now, tmp_path, settings
) -> None:
    with committed_database.as_owner():
        settings.DATABASE_OWNER_URL = committed_database.owner_url
        archive = back_up_company(company, folder=tmp_path, now=now).path
        kept = everything(company.schema_name)
        killed_in("after", 0, committed_database, "-c", COMMITS_EARLY, archive).end()
        assert tenancy_faults() != []
        proof.caught("backups", "commit in the middle")
        call_command("restore", archive, replace=True)
        assert everything(company.schema_name) == kept
        with committed_database.owner() as owner:
            owner.execute(f"UPDATE {company.schema_name}.governance_member SET name = 'Half'")
        assert everything(company.schema_name) != kept
    proof.caught("backups", "half a company")


def test_a_killed_backup_leaves_no_archive_that_is_torn(
    committed_database: CommittedDatabase, company: Company, tmp_path
) -> None:
    whose = ("--company", company.host)
    for _ in range(KILLS):
        process = begun(committed_database, "manage.py", "backup", "--into", str(tmp_path), *whose)
        time.sleep(random.uniform(0.5, LONGEST))
        kill(process)
        assert torn(tmp_path) == []
    whole = Path(back_up_company(company, folder=tmp_path, now=timezone.now()).path)
    planted = whole.with_name("planted.zip")
    planted.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert torn(tmp_path) == [planted]
    proof.caught("backups", "torn archive")
