from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django_tenants.utils import tenant_context

from assessments.answers.models import ObservedFact
from governance.access.rules.actors import act_of_system
from tenants import transactions
from tenants.connections import connection
from tenants.ids import uuid7
from tenants.transactions import after_commit, is_settled, not_kept, settle, touch, use_case
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


@pytest.fixture
def followed(monkeypatch) -> list[dict[str, set[UUID]]]:
    """What every use case was followed up with."""
    seen: list[dict[str, set[UUID]]] = []
    flush = lambda touched: seen.append(dict(touched.ids))  # noqa: E731
    monkeypatch.setattr(transactions, "before_commit", lambda: flush)
    return seen


def test_what_nested_use_cases_touch_is_followed_up_once_before_the_commit(
    company, now, followed
) -> None:
    one, two, act = uuid7(), uuid7(), act_of_system(now=now, today=now.date())
    with use_case():
        touch(act, "initiative", one)
        with use_case():
            touch(act, "initiative", two)
            touch(act, "portfolio")
        assert followed == []
    assert followed == [{"initiative": {one, two}, "portfolio": set()}]
    with use_case():
        pass
    assert len(followed) == 1


def test_what_a_failed_use_case_touched_is_forgotten(company, now, followed) -> None:
    act = act_of_system(now=now, today=now.date())
    with pytest.raises(KeyError), use_case():  # noqa: PT012
        touch(act, "initiative", uuid7())
        raise KeyError
    with use_case():
        assert is_settled()
    assert followed == []


def test_a_failure_of_what_follows_takes_the_use_case_with_it(company, now, monkeypatch) -> None:
    def refuse(touched: object) -> None:
        raise KeyError

    monkeypatch.setattr(transactions, "before_commit", lambda: refuse)
    with pytest.raises(KeyError), use_case():  # noqa: PT012
        write("lost", now)
        touch(act_of_system(now=now, today=now.date()), "initiative", uuid7())
    assert keys() == set()


def test_what_was_touched_so_far_is_settled_for_whoever_reads_inside(
    company, now, followed
) -> None:
    act = act_of_system(now=now, today=now.date())
    with use_case():
        touch(act, "portfolio")
        settle()
        assert followed == [{"portfolio": set()}]
        touch(act, "member")
    assert followed == [{"portfolio": set()}, {"member": set()}]


def test_outside_a_use_case_nothing_is_touched(company, now) -> None:
    with pytest.raises(RuntimeError, match="belongs to a use case"):
        touch(act_of_system(now=now, today=now.date()), "portfolio")


def test_what_is_not_kept_is_seen_inside_and_forgotten(company, now) -> None:
    with not_kept():
        write("inside", now)
        assert keys() == {"inside"}
    assert keys() == set()


def test_outside_a_use_case_what_follows_runs_at_once(company) -> None:
    seen: list[str] = []
    after_commit(lambda: seen.append("ran"))
    assert seen == ["ran"]
