"""Whoever has lived with a release comes to this version with everything that was there."""

import re
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tenants.utils import tenant_context

from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from portfolio.obligations.models import LegalTask
from tenants.accounts.models import User
from tenants.companies.models import Organization
from tenants.hosts import Company, find_company
from tenants.ids import TEMPLATE_SCHEMA
from tenants.provisioning.selectors.fingerprint import structural_differences
from tenants.provisioning.services.upgrade import upgrade_everything
from tests import databases
from tests.committed import CommittedDatabase, working_on
from tests.conftest import Cast, sign_in
from tests.releases import kept

HOST = "ateliers-morel.localhost"
PAGES = ["/", "/mine/", "/portfolio/", "/decisions/", "/reviews/", "/register/"]


@pytest.fixture(params=kept.files(), ids=lambda file: file.name.removesuffix(".sql.xz"))
def released(request, django_db_setup, django_db_blocker) -> Iterator[CommittedDatabase]:
    """What that release left, in a database of its own."""
    name = f"{databases.run_name()}_release"
    kept.load(request.param, name)
    with django_db_blocker.unblock(), working_on(name) as database:
        yield database


def living() -> list[str]:
    rows = Organization.objects.filter(state="active").order_by("schema_name")
    return list(rows.values_list("schema_name", flat=True))


def counted() -> dict[str, int]:
    """How many rows each table of the public side and of every company holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name)"
            " FROM information_schema.tables WHERE table_schema = ANY(%s)",
            [["public", *living()]],
        )
        tables = [row[0] for row in cursor.fetchall() if "django_migrations" not in row[0]]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = int(cursor.fetchone()[0])
    return found


def lost(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """Tables that hold fewer rows than before, or are gone with some."""
    return [table for table, rows in before.items() if after.get(table, 0) < rows]


def company() -> Company:
    found = find_company(HOST)
    assert found is not None
    return found


def test_every_release_of_the_changelog_is_kept() -> None:
    told = (databases.ROOT / "CHANGELOG.md").read_text()
    named = re.findall(r"^## \[?(\d+\.\d+\.\d+)\]?", told, re.MULTILINE)
    assert [file.name for file in kept.files()] == sorted(f"{one}.sql.xz" for one in named)
    assert "dev" in kept.version() or kept.version() in named


def test_a_release_comes_here_with_its_data(released: CommittedDatabase) -> None:
    before = counted()
    assert sum(before.values()) > 1000
    with released.as_owner():
        assert upgrade_everything(now=timezone.now(), report=lambda line: None) == []
        after = counted()
        assert lost(before, after) == []
        for schema in living():
            assert structural_differences(TEMPLATE_SCHEMA, schema) == []
            assert Organization.objects.get(schema_name=schema).drift == ""
    call_command("verify_logs")
    call_command("check_tenancy")
    call_command("standings", "--rebuild")
    call_command("standings", "--check")


def test_its_people_find_their_pages(released: CommittedDatabase, client: Client) -> None:
    with released.as_owner():
        upgrade_everything(now=timezone.now(), report=lambda line: None)
    with tenant_context(company()):
        boss = Member.objects.filter(role="executive").earliest("joined_at")
        carried = Initiative.objects.filter(state="active").earliest("created_at")
    cast = Cast(HOST, company(), {"executive": boss})
    sign_in(client, user=User.objects.get(id=boss.user_id), cast=cast)
    for path in [*PAGES, f"/initiatives/{carried.id}/"]:
        page = client.get(path, headers={"host": HOST})
        assert page.status_code == 200, (path, page.status_code, page.headers.get("location"))
    with tenant_context(company()):
        asked = LegalTask.objects.exclude(entry=None)
        assert {task.entry.tool for task in asked} == {"Réponse aux clients"}


def test_a_row_that_an_upgrade_lost_is_missed(released: CommittedDatabase) -> None:
    before = counted()
    with released.owner() as owner:
        owner.execute(f"DELETE FROM {company().schema_name}.portfolio_boardpaper")
    assert [table.partition(".")[2] for table in lost(before, counted())] == [
        "portfolio_boardpaper"
    ]
