from collections.abc import Callable, Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import tenant_context

from tenants import hosts
from tenants.companies.choices import CompanyState
from tenants.companies.models import Organization
from tests.cast import host_of
from tests.committed import CommittedDatabase

PAGE = "/names/"


@pytest.fixture(autouse=True)
def _pages(settings) -> None:
    settings.ROOT_URLCONF = "tests.tenants.urls"


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    clock = Clock()
    monkeypatch.setattr(hosts, "time", clock)
    return clock


def statements(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries]


def test_each_host_shows_its_own_company(acme, globex) -> None:
    assert b"acme.example" in acme.client().get(PAGE).content
    answer = globex.client().get(PAGE).content
    assert b"globex.example" in answer
    assert b"acme.example" not in answer


@pytest.mark.parametrize(
    "host", ["unknown.localhost", "acme.localhost.localhost", "www.acme.localhost"]
)
def test_an_unknown_host_says_that_no_company_is_there(db, host: str) -> None:
    client = Client(headers={"host": host})
    page = client.get(PAGE)
    assert page.status_code == 404
    assert "Aucune entreprise ne répond à cette adresse" in page.content.decode()
    assert 'href="http://localhost/"' in page.content.decode()
    answer = client.get("/api/v1/me/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_the_host_is_read_without_port_and_in_any_case(acme) -> None:
    assert Client(headers={"host": "ACME.localhost:8000"}).get(PAGE).status_code == 200


def test_a_suspended_company_is_gone_after_five_seconds_at_most(acme, clock) -> None:
    client = acme.client()
    assert client.get(PAGE).status_code == 200
    Organization.objects.filter(id=acme.company.id).update(state=CompanyState.SUSPENDED)
    clock.seconds += 4.9
    assert client.get(PAGE).status_code == 200
    clock.seconds += 0.2
    assert client.get(PAGE).status_code == 404
    Organization.objects.filter(id=acme.company.id).update(state=CompanyState.ACTIVE)
    clock.seconds += 5.1
    assert client.get(PAGE).status_code == 200


def test_a_warm_request_sets_the_path_once_and_looks_no_company_up(acme) -> None:
    client = acme.client("executive")
    client.get(PAGE)
    seen = statements(lambda: client.get(PAGE))
    assert len([sql for sql in seen if sql.startswith("SET ")]) == 1
    assert not [sql for sql in seen if "tenants_domain" in sql or "tenants_organization" in sql]
    seen = [sql for sql in seen if "SAVEPOINT" not in sql]
    assert len(seen) <= 5  # the path, the session, the user, the member with the canary, the page


def test_the_memory_of_hosts_is_bounded(db, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "_LIMIT", 3)
    for number in range(10):
        hosts.find_company(f"x{number}.localhost")
    assert len(hosts._cache) <= 3


def test_a_schema_with_the_canary_of_another_company_is_not_served(
    committed_database: CommittedDatabase,
) -> None:
    acme, globex = committed_database.cast("acme"), committed_database.cast("globex")
    schema = acme.company.schema_name
    with committed_database.owner() as owner:
        owner.execute(
            f"UPDATE {schema}.governance_canary SET organization_id = %s", [globex.company.id]
        )
    for client in (acme.client(), acme.client("executive")):
        with pytest.raises(ImproperlyConfigured, match=schema):
            client.get(PAGE)
    with committed_database.owner() as owner:
        owner.execute(f"DELETE FROM {schema}.governance_canary")
    for client in (acme.client(), acme.client("executive")):
        with pytest.raises(ImproperlyConfigured, match=schema):
            client.get(PAGE)


def test_a_failed_request_leaves_no_company_behind(acme, globex) -> None:
    with tenant_context(globex.company):
        before = connection.schema_name
        acme.client().get("/nowhere/")
        assert connection.schema_name == before


def test_a_session_of_one_company_is_nobody_in_the_other(acme, globex) -> None:
    ours, theirs = acme.client("executive"), globex.client()
    theirs.cookies = ours.cookies
    theirs.get(PAGE)
    answer = theirs.get(PAGE)
    assert answer.wsgi_request.member is None
    assert (
        ours.get(PAGE).wsgi_request.member.email
        == f"executive@{host_of('acme').split('.')[0]}.example"
    )
