import threading
from collections.abc import Iterator

import pytest
from django.db import OperationalError, close_old_connections, connections, transaction
from django.db.backends.postgresql.introspection import TableInfo
from django_tenants.utils import tenant_context

from assessments.answers.models import ObservedFact
from governance.members.models import Canary, Member
from tenants.connections import connection
from tenants.database.base import DatabaseWrapper
from tenants.hosts import Company
from tenants.transactions import use_case
from tests.committed import CommittedDatabase
from tests.counting import statements

ROUNDS = 150


@pytest.fixture(params=[0, 60])
def seconds_kept(request: pytest.FixtureRequest) -> Iterator[int]:
    settings = connections["default"].settings_dict
    before, settings["CONN_MAX_AGE"] = settings["CONN_MAX_AGE"], request.param
    yield request.param
    settings["CONN_MAX_AGE"] = before


def test_threads_that_alternate_companies_never_read_the_other(
    committed_database: CommittedDatabase, seconds_kept: int
) -> None:
    companies = [committed_database.cast(slug).company for slug in ("acme", "globex")]
    read: list[bool] = []
    inherited: list[str] = []

    def work(offset: int) -> None:
        inherited.append(connection.schema_name)
        for number in range(offset, offset + ROUNDS):
            company = companies[number % 2]
            with tenant_context(company):
                read.append(Canary.objects.get().organization_id == company.id)
            close_old_connections()
        connections["default"].close()

    threads = [threading.Thread(target=work, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(inherited) == {"public"}
    assert len(read) == 6 * ROUNDS
    assert all(read)


def test_a_savepoint_that_is_rolled_back_does_not_leave_the_path_behind(
    committed_database: CommittedDatabase,
) -> None:
    acme, globex = (committed_database.cast(slug).company for slug in ("acme", "globex"))
    with transaction.atomic():
        with tenant_context(acme):
            assert Canary.objects.get().organization_id == acme.id
        with pytest.raises(KeyError), tenant_context(globex), transaction.atomic():  # noqa: PT012
            Canary.objects.get()
            raise KeyError
        with tenant_context(globex):
            assert Canary.objects.get().organization_id == globex.id
        with tenant_context(acme), pytest.raises(KeyError), transaction.atomic():
            raise KeyError
        with tenant_context(acme):
            assert Canary.objects.get().organization_id == acme.id


def test_a_rolled_back_transaction_does_not_leave_the_path_behind(
    committed_database: CommittedDatabase,
) -> None:
    acme, globex = (committed_database.cast(slug).company for slug in ("acme", "globex"))
    with tenant_context(globex):
        assert Canary.objects.get().organization_id == globex.id
    with tenant_context(acme):
        with pytest.raises(KeyError), use_case():  # noqa: PT012
            Canary.objects.get()
            raise KeyError
        assert Canary.objects.get().organization_id == acme.id


def test_a_path_that_cannot_be_set_closes_the_connection_and_raises(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme = committed_database.cast("acme").company
    with tenant_context(acme):
        Canary.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr(DatabaseWrapper, "_get_cursor_search_paths", lambda self: [""])
        with pytest.raises(OperationalError, match="search_path"), tenant_context(acme):
            Canary.objects.get()
        assert connection.connection is None
    with tenant_context(acme):
        assert Canary.objects.get().organization_id == acme.id


def cut(database: CommittedDatabase) -> None:
    """The server ends every connection, as when it starts anew between two requests."""
    with database.admin() as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            [database.name],
        )


def read_as_a_request(company: Company) -> bool:
    close_old_connections()
    with tenant_context(company), transaction.atomic():
        return Canary.objects.get().organization_id == company.id


def test_setting_the_path_shows_whether_the_connection_lives(
    committed_database: CommittedDatabase,
) -> None:
    acme = committed_database.cast("acme").company
    assert read_as_a_request(acme)
    with statements() as sent:
        assert read_as_a_request(acme)
    assert len(sent) == 2
    assert sent[0].startswith("SET search_path")
    cut(committed_database)
    assert read_as_a_request(acme)


def test_the_harness_catches_a_connection_that_is_taken_for_alive(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme = committed_database.cast("acme").company
    assert read_as_a_request(acme)
    cut(committed_database)
    with monkeypatch.context() as patch:
        patch.setattr(DatabaseWrapper, "is_usable", lambda self: True)
        with pytest.raises(OperationalError):
            read_as_a_request(acme)
    connections["default"].close()


def test_the_tables_listed_are_those_of_the_present_schema(acme) -> None:
    with connection.cursor() as cursor:
        tables = connection.introspection.get_table_list(cursor)
    assert TableInfo("governance_decision", "t", None) in tables
    assert not [table for table in tables if table.name.startswith("tenants_")]


def test_a_new_thread_is_on_the_public_side(acme) -> None:
    seen: list[str] = []
    thread = threading.Thread(target=lambda: seen.append(connection.schema_name))
    thread.start()
    thread.join()
    assert seen == ["public"]


def test_rows_of_one_company_are_unknown_in_the_other(acme, globex, now) -> None:
    ObservedFact.objects.create(key="only.acme", value=1, at=now)
    ours = set(Member.objects.values_list("id", flat=True))
    with tenant_context(globex.company):
        assert not ObservedFact.objects.filter(key="only.acme").exists()
        assert not Member.objects.filter(id__in=ours).exists()
