"""A company comes back whole from its archive, or nothing changes and the reason is told."""

import stat
from io import StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django_tenants.utils import tenant_context

from governance.decisions.models import Decision
from governance.decisions.selectors import verify_log
from tenants.accounts.models import Membership, User
from tenants.backups.models import Backup
from tenants.backups.rules import NOT_KEPT, OF_THE_COMPANY, OF_THE_INSTALLATION, BackupFault
from tenants.backups.services import back_up_company, back_up_installation, making, restore
from tenants.checks import company_models
from tenants.companies.models import Domain
from tenants.contributions.models import Snapshot
from tenants.hosts import Company
from tenants.ids import TEMPLATE_SCHEMA
from tenants.provisioning.selectors.fingerprint import structural_differences
from tenants.provisioning.services.schemas import drop_schema
from tests.committed import CommittedDatabase
from tests.harness.company import record_decisions
from tests.tenants.backups.contents import everything

pytestmark = pytest.mark.usefixtures("committed_database")


def rewritten(archive: Path, name: str, change) -> Path:
    """A copy of the archive in which one file was changed."""
    copy = archive.with_name(f"altered-{archive.name}")
    with ZipFile(archive) as before, ZipFile(copy, "w", ZIP_DEFLATED) as after:
        for one in before.namelist():
            data = before.read(one)
            after.writestr(one, change(data) if one == name else data)
    return copy


def forget(company: Company) -> None:
    """As a fresh installation knows nothing of the company."""
    drop_schema(company.schema_name)
    for model, field in ((Membership, "organization"), (Domain, "tenant")):
        model.objects.filter(**{field: company.id}).delete()
    Backup.objects.all().delete()
    apps.get_model("tenants.DueWork").objects.filter(organization=company.id).delete()
    apps.get_model("tenants.Organization").objects.filter(id=company.id).delete()
    User.objects.filter(memberships=None).delete()


def test_a_company_that_is_gone_comes_back(company: Company, archive: Path) -> None:
    before = everything(company.schema_name)
    people = set(Membership.objects.filter(organization=company.id).values_list("user", flat=True))
    assert sum(rows for _, rows, _ in before) > 40
    assert people
    forget(company)
    assert not User.objects.filter(id__in=people).exists()

    manifest = restore(archive)

    assert manifest.rows == sum(rows for _, rows, _ in before)
    assert everything(company.schema_name) == before
    assert structural_differences(TEMPLATE_SCHEMA, company.schema_name) == []
    assert set(User.objects.filter(id__in=people).values_list("id", flat=True)) == people
    assert Domain.objects.get(domain=company.host).tenant_id == company.id
    with tenant_context(company):
        assert verify_log() is None
        assert Decision.objects.count() == 4


def test_what_came_back_goes_on(company: Company, archive: Path, now) -> None:
    """Numbers, chain and cap continue where they stood."""
    restore(archive, replace=True)
    with tenant_context(company):
        record_decisions(2, now)
        assert Decision.objects.count() == 6
        assert verify_log() is None


def test_a_company_that_is_there_is_replaced_only_when_told_to(
    company: Company, archive: Path, now
) -> None:
    before = everything(company.schema_name)
    with tenant_context(company):
        record_decisions(5, now)
    later = everything(company.schema_name)
    with pytest.raises(BackupFault, match="--replace loses it"):
        restore(archive)
    assert everything(company.schema_name) == later != before
    restore(archive, replace=True)
    assert everything(company.schema_name) == before


def test_another_key_or_an_altered_archive_is_refused(
    company: Company, archive: Path, settings
) -> None:
    before = everything(company.schema_name)
    altered = rewritten(archive, "manifest.json", lambda data: data.replace(b"GRANT", b"GRANT "))
    with pytest.raises(BackupFault, match="another SECRET_KEY, or altered"):
        restore(rewritten(altered, "manifest.json", lambda data: data + b" "), replace=True)
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(BackupFault, match="another SECRET_KEY, or altered"):
        restore(archive, replace=True)
    assert everything(company.schema_name) == before
    assert restore(archive, replace=True, unsealed=True).organization_id == company.id


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("company/governance_member", lambda data: data.replace(b"executive@", b"somebody@")),
        ("company/governance_decision", lambda data: data[: data.index(b"\n") + 1]),
        ("company/portfolio_slot", lambda data: b""),
    ],
)
def test_rows_that_are_not_those_kept_are_refused(
    company: Company, archive: Path, table: str, change
) -> None:
    before = everything(company.schema_name)
    with pytest.raises(BackupFault):
        restore(rewritten(archive, table, change), replace=True)
    assert everything(company.schema_name) == before


@pytest.mark.parametrize(
    "harm",
    [
        "DROP TRIGGER decision_never_changes ON governance_decision",
        "ALTER TABLE governance_decision DISABLE TRIGGER decision_never_changes",
        "GRANT DELETE ON governance_decision TO capitaine_app",
        "ALTER TABLE portfolio_slot DROP CONSTRAINT slot_three_and_one_exception",
    ],
)
def test_what_was_less_protected_when_it_was_kept_does_not_come_back(
    company: Company, tmp_path: Path, now, committed_database: CommittedDatabase, harm: str
) -> None:
    with committed_database.owner() as owner:
        owner.execute(f"SET search_path = {company.schema_name}")
        owner.execute(harm)
    kept = Path(back_up_company(company, folder=tmp_path, now=now).path)
    with pytest.raises(BackupFault, match="not as protected as a new company"):
        restore(kept, replace=True)


def test_a_broken_log_does_not_come_back_unseen(
    company: Company, tmp_path: Path, now, committed_database: CommittedDatabase
) -> None:
    with committed_database.admin() as admin:
        admin.execute(f"SET search_path = {company.schema_name}")
        admin.execute("SET session_replication_role = replica")
        admin.execute("ALTER TABLE governance_decision DISABLE TRIGGER USER")
        admin.execute("UPDATE governance_decision SET reason = 'forged' WHERE seq = 2")
        admin.execute("ALTER TABLE governance_decision ENABLE ALWAYS TRIGGER decision_chain")
        for trigger in ("decision_never_changes", "decision_never_empties"):
            admin.execute(f"ALTER TABLE governance_decision ENABLE ALWAYS TRIGGER {trigger}")
    kept = Path(back_up_company(company, folder=tmp_path, now=now).path)
    with pytest.raises(BackupFault, match="Entry 2 of its log"):
        restore(kept, replace=True)


def test_a_torn_archive_is_refused(company: Company, archive: Path) -> None:
    for kept in (0, 1, archive.stat().st_size // 2, archive.stat().st_size - 1):
        torn = archive.with_name("torn.zip")
        torn.write_bytes(archive.read_bytes()[:kept])
        with pytest.raises(BackupFault, match="no whole backup"):
            restore(torn, replace=True)


def test_an_archive_of_a_newer_version_is_refused(company: Company, archive: Path) -> None:
    def newer(data: bytes) -> bytes:
        told = msgspec.json.decode(data)
        told["migrations"].append("portfolio 9999_tomorrow")
        return msgspec.json.encode(told)

    with pytest.raises(BackupFault, match=r"newer version.*9999_tomorrow"):
        restore(rewritten(archive, "manifest.json", newer), replace=True, unsealed=True)


def test_nobody_elses_host_or_account_is_taken(
    company: Company, archive: Path, committed_database: CommittedDatabase
) -> None:
    other = committed_database.cast("globex").company
    Domain.objects.filter(domain=company.host).update(tenant=other.id, is_primary=False)
    with pytest.raises(BackupFault, match="answers for another company"):
        restore(archive, replace=True)
    Domain.objects.filter(domain=company.host).update(tenant=company.id, is_primary=True)
    user = Membership.objects.filter(organization=company.id).first().user
    email = user.email
    User.objects.filter(id=user.id).update(email="moved@away.example")
    User.objects.create_user(email, created_at=user.created_at)
    with pytest.raises(BackupFault, match=f"{email} is another account"):
        restore(archive, replace=True)


def test_an_account_that_is_there_stays_as_it_is(company: Company, archive: Path) -> None:
    user = Membership.objects.filter(organization=company.id).first().user
    User.objects.filter(id=user.id).update(password="changed since")
    restore(archive, replace=True)
    assert User.objects.get(id=user.id).password == "changed since"


def test_an_older_archive_is_brought_up_to_date(
    company: Company, tmp_path: Path, now, committed_database: CommittedDatabase
) -> None:
    call_command(
        "migrate_schemas",
        "assessments",
        "zero",
        schema_name=company.schema_name,
        interactive=False,
        verbosity=0,
    )
    assert structural_differences(TEMPLATE_SCHEMA, company.schema_name)
    kept = Path(back_up_company(company, folder=tmp_path, now=now).path)
    restore(kept, replace=True)
    assert structural_differences(TEMPLATE_SCHEMA, company.schema_name) == []
    with tenant_context(company):
        assert verify_log() is None


def test_each_public_table_is_kept_or_known_not_to_be(company: Company) -> None:
    named = [set(OF_THE_COMPANY), set(OF_THE_INSTALLATION), set(NOT_KEPT)]
    of_companies = {model._meta.db_table for model in company_models()}
    public = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table not in of_companies
    }
    assert set().union(*named) == public
    assert sum(map(len, named)) == len(public)


def test_the_installations_own_rows_come_back(company: Company, tmp_path: Path, now) -> None:
    rows = {"kind": "peers", "period": "2026Q3", "document": {}, "basis": {}, "frozen_at": now}
    Snapshot.objects.create(**rows)
    path = back_up_installation(folder=tmp_path, now=now)
    Snapshot.objects.all().delete()
    restore(path)
    restore(path)
    assert Snapshot.objects.get().period == "2026Q3"


def test_the_commands_keep_all_and_take_all_back(
    company: Company, tmp_path: Path, committed_database: CommittedDatabase, settings
) -> None:
    folder, said = tmp_path / "kept", StringIO()
    before = everything(company.schema_name)
    for _ in range(3):
        call_command("backup", into=folder, keep=2, stdout=said)
    names = sorted(path.name for path in folder.iterdir())
    assert len([name for name in names if name.startswith("acme")]) == 2
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        call_command("restore", folder)
    settings.DATABASE_OWNER_URL = committed_database.owner_url
    errors = StringIO()
    with pytest.raises(CommandError, match="Not restored"):
        call_command("restore", folder, stdout=said, stderr=errors)
    assert "--replace loses it" in errors.getvalue()
    forget(company)
    call_command("restore", *[folder], replace=True, stdout=said)
    assert everything(company.schema_name) == before
    with pytest.raises(CommandError, match="No company answers"):
        call_command("backup", company="nobody.localhost", into=folder)
    with pytest.raises(CommandError, match="no archive"):
        call_command("restore", tmp_path)


def test_a_folder_that_cannot_be_written_is_one_sentence(company: Company, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    errors = StringIO()
    with pytest.raises(CommandError, match="No backup of"):
        call_command("backup", company=company.host, into=tmp_path / "file", stderr=errors)
    assert "cannot be written" in errors.getvalue()


def test_what_is_written_meanwhile_is_not_half_kept(
    company: Company, tmp_path: Path, now, monkeypatch, committed_database: CommittedDatabase
) -> None:
    """All rows are of one moment: what somebody else commits in between is not there at all."""
    before = everything(company.schema_name)
    read = making.tables_of

    def tables(schema: str) -> list[tuple[str, list[str], list[str]]]:
        with committed_database.owner() as owner:
            owner.execute(f"UPDATE {company.schema_name}.governance_member SET name = 'Late'")
        return read(schema)

    monkeypatch.setattr(making, "tables_of", tables)
    kept = Path(back_up_company(company, folder=tmp_path, now=now).path)
    monkeypatch.undo()
    restore(kept, replace=True)
    assert everything(company.schema_name) == before


def test_nobody_becomes_an_operator_by_an_archive(company: Company, tmp_path: Path, now) -> None:
    mine = User.objects.filter(memberships__organization=company.id)
    mine.update(is_staff=True)
    kept = back_up_company(company, folder=tmp_path, now=now)
    forget(company)
    restore(Path(kept.path))
    assert mine.count() > 1
    assert not mine.filter(is_staff=True).exists()
