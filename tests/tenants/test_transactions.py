import pytest
from django.db import IntegrityError, transaction
from django_tenants.utils import tenant_context

from assessments.answers.models import ObservedFact
from tenants.connections import connection
from tenants.transactions import after_commit, use_case
from tests.committed import CommittedDatabase


def write(key: str, now) -> None:
    ObservedFact.objects.create(key=key, value=1, at=now)


def keys() -> set[str]:
    return set(ObservedFact.objects.values_list("key", flat=True))


@pytest.fixture
def company(committed_database: CommittedDatabase):
    company = committed_database.cast("acme").company
    with tenant_context(company):
        yield company


def test_a_use_case_is_written_whole_or_not_at_all(company, now) -> None:
    with use_case():
        write("kept", now)
    with pytest.raises(KeyError), use_case():  # noqa: PT012
        write("lost", now)
        raise KeyError
    assert keys() == {"kept"}


def test_a_use_case_called_by_another_joins_it(company, now) -> None:
    with pytest.raises(KeyError), use_case():  # noqa: PT012
        with use_case():
            write("inner", now)
        write("outer", now)
        raise KeyError
    assert keys() == set()


def test_the_outermost_use_case_refuses_to_be_part_of_another_transaction(company) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(), use_case():
        pass


def test_a_use_case_refuses_to_change_company(company, committed_database, now) -> None:
    other = committed_database.cast("globex").company
    with pytest.raises(RuntimeError, match="change company"), use_case():  # noqa: PT012
        write("ours", now)
        with tenant_context(other):
            write("theirs", now)
    assert keys() == set()
    with tenant_context(other):
        assert keys() == set()


def test_a_use_case_is_over_after_a_failure(company, committed_database, now) -> None:
    with pytest.raises(IntegrityError), use_case():  # noqa: PT012
        write("twice", now)
        write("twice", now)
    assert connection.use_case_schema is None
    with tenant_context(committed_database.cast("globex").company), use_case():
        write("elsewhere", now)
    assert keys() == set()


def test_what_follows_a_commit_runs_after_it_in_the_same_company(company, now) -> None:
    seen: list[tuple[str, set[str], bool]] = []
    with use_case():
        after_commit(lambda: seen.append((connection.schema_name, keys(), connection.autocommit)))
        write("first", now)
        assert seen == []
    assert seen == [(company.schema_name, {"first"}, True)]


def test_nothing_follows_a_rollback(company, now) -> None:
    seen: list[str] = []
    with pytest.raises(KeyError), use_case():  # noqa: PT012
        after_commit(lambda: seen.append("ran"))
        raise KeyError
    with use_case():
        write("later", now)
    assert seen == []


def test_what_follows_a_commit_has_transactions_of_its_own(company, now) -> None:
    def follow() -> None:
        with pytest.raises(KeyError), use_case():  # noqa: PT012
            write("rolled back", now)
            raise KeyError

    with use_case():
        after_commit(follow)
        write("first", now)
    assert keys() == {"first"}


def test_outside_a_use_case_what_follows_runs_at_once(company) -> None:
    seen: list[str] = []
    after_commit(lambda: seen.append("ran"))
    assert seen == ["ran"]
