"""Once a month the newest archives of some companies are restored for trial, and it is told."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError

from tenants.backups.models import Backup
from tenants.backups.services import back_up_company, rehearse, rehearsing
from tenants.companies.models import Organization
from tenants.connections import connection
from tenants.hosts import Company
from tenants.ids import REHEARSAL_SCHEMA
from tests.committed import CommittedDatabase


def schemas() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def test_a_rehearsal_says_what_it_found_and_leaves_nothing(
    company: Company, archive: Path, now, tmp_path, committed_database: CommittedDatabase
) -> None:
    other = committed_database.cast("globex").company
    torn = Path(back_up_company(other, folder=tmp_path, now=now).path)
    torn.write_bytes(torn.read_bytes()[:-9])
    before = schemas()
    assert len(rehearse(now=now, sample=5)) == 2
    assert schemas() == before
    told = dict(Backup.objects.values_list("organization", "fault"))
    assert told[company.id] == ""
    assert "no whole backup" in told[other.id]
    assert rehearse(now=now + timedelta(days=29), sample=5) == []
    assert len(rehearse(now=now + timedelta(days=30), sample=5)) == 2


def test_those_not_tried_for_longest_come_first(
    company: Company, archive: Path, now, tmp_path, committed_database: CommittedDatabase
) -> None:
    other = committed_database.cast("globex").company
    back_up_company(other, folder=tmp_path, now=now + timedelta(hours=1))
    tried = [
        rehearse(now=now + timedelta(days=30 * month), sample=1)[0].organization_id
        for month in range(1, 5)
    ]
    assert tried == [company.id, other.id] * 2
    newest = back_up_company(company, folder=tmp_path, now=now + timedelta(days=130))
    assert [one.id for one in rehearse(now=now + timedelta(days=151), sample=1)] == [newest.id]


def test_what_a_killed_rehearsal_left_is_swept_by_the_next(
    company: Company, archive: Path, now, committed_database: CommittedDatabase
) -> None:
    with committed_database.owner() as owner:
        owner.execute(f"CREATE SCHEMA {REHEARSAL_SCHEMA}")
        owner.execute(f"CREATE TABLE {REHEARSAL_SCHEMA}.left_over (id int)")
    assert [one.fault for one in rehearse(now=now, sample=5)] == [""]
    assert REHEARSAL_SCHEMA not in schemas()


def test_a_closed_company_is_not_tried(company: Company, archive: Path, now) -> None:
    Organization.objects.filter(id=company.id).update(state="closed")
    assert rehearse(now=now, sample=5) == []


@pytest.mark.django_db
def test_without_backups_nothing_is_tried(now) -> None:
    assert rehearse(now=now, sample=5) == []


@pytest.mark.django_db
def test_what_the_database_refused_is_told_without_the_row() -> None:
    with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT 'CANARY'::int")
    assert "CANARY" in str(caught.value)
    assert rehearsing._refused(caught.value) == "DataError 22P02"
