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


def killed(database: CommittedDatabase, *command: str) -> None:
    """That command of the owner was begun and killed at some moment."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=database.environment | {"DATABASE_OWNER_URL": database.owner_url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(random.uniform(0.5, LONGEST))
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


def test_a_killed_restore_leaves_the_company_as_it_was_or_as_it_was_kept(
    committed_database: CommittedDatabase, company: Company, now, tmp_path
) -> None:
    with committed_database.as_owner():
        archive = back_up_company(company, folder=tmp_path, now=now).path
        kept = everything(company.schema_name)
        ends: Counter[bool] = Counter()
        for _ in range(KILLS):
            with tenant_context(company):
                record_decisions(1, now)
            changed = everything(company.schema_name)
            killed(committed_database, "restore", archive, "--replace")
            restored = everything(company.schema_name)
            assert restored in (kept, changed)
            assert tenancy_faults() == []
            ends[restored == kept] += 1
        # Planted: this harness sees a company that came back half.
        with committed_database.owner() as owner:
            owner.execute(f"UPDATE {company.schema_name}.governance_member SET name = 'Half'")
        assert everything(company.schema_name) not in (kept, changed)
    proof.caught("backups", "half a company")
    proof.measured(
        "backups",
        done={"BACKUP_KILLS": ends.total()},
        figures={"as it was kept": ends[True], "as it was": ends[False]},
    )


def test_a_killed_backup_leaves_no_archive_that_is_torn(
    committed_database: CommittedDatabase, company: Company, tmp_path
) -> None:
    for _ in range(KILLS):
        killed(committed_database, "backup", "--into", str(tmp_path), "--company", company.host)
        assert torn(tmp_path) == []
    whole = Path(back_up_company(company, folder=tmp_path, now=timezone.now()).path)
    planted = whole.with_name("planted.zip")
    planted.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert torn(tmp_path) == [planted]
    proof.caught("backups", "torn archive")
