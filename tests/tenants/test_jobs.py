import logging
from typing import Any
from uuid import UUID

import pytest
from celery import Celery, current_app
from django.core.exceptions import ImproperlyConfigured
from django_tenants.utils import schema_context, tenant_context

from governance.members.models import Member
from tenants import jobs
from tenants.companies.choices import CompanyState
from tenants.companies.models import Organization
from tenants.connections import connection
from tenants.ids import uuid7
from tenants.jobs import current_company_id, enqueue, send, tenant_task
from tenants.transactions import use_case
from tests.committed import CommittedDatabase

Sent = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    messages: Sent = []

    def record(name: str, *, kwargs: dict[str, Any]) -> None:
        messages.append((name, kwargs))

    monkeypatch.setattr(current_app, "send_task", record)
    return messages


@pytest.fixture
def seen():
    """A task that notes where it ran, gone from the registry afterwards."""
    notes: list[tuple[str, set[str], dict[str, Any]]] = []

    @tenant_task("tests.look_around")
    def look_around(**arguments: Any) -> None:
        emails = set(Member.objects.values_list("email", flat=True))
        notes.append((connection.schema_name, emails, arguments))

    yield look_around, notes
    current_app.tasks.pop("tests.look_around", None)


def test_a_job_is_asked_for_with_its_company_once_committed(acme, committed, sent: Sent) -> None:
    with committed(), use_case():
        enqueue("some.job", number=3)
        assert sent == []
    assert sent == [("some.job", {"number": 3, "organization_id": str(acme.company.id)})]


def test_on_the_public_side_a_job_has_no_company(db, committed, sent: Sent) -> None:
    with committed(), use_case():
        enqueue("tenants.refill_spares")
    assert sent == [("tenants.refill_spares", {})]


def test_no_job_is_asked_for_by_a_use_case_that_failed(
    committed_database: CommittedDatabase, sent: Sent
) -> None:
    with (  # noqa: PT012
        tenant_context(committed_database.cast("acme").company),
        pytest.raises(KeyError),
        use_case(),
    ):
        enqueue("some.job")
        raise KeyError
    assert sent == []


def test_a_schema_entered_by_name_alone_asks_for_no_job(acme) -> None:
    with schema_context(acme.company.schema_name), pytest.raises(RuntimeError, match="without"):
        enqueue("some.job")


def test_an_organization_row_stands_for_its_company(acme) -> None:
    with tenant_context(Organization.objects.get(id=acme.company.id)):
        assert current_company_id() == acme.company.id


def test_a_queue_that_does_not_answer_is_a_warning_and_no_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    nobody_listens = Celery(broker="redis://127.0.0.1:9/0", set_as_current=False)
    monkeypatch.setattr(jobs, "current_app", nobody_listens)
    with caplog.at_level(logging.WARNING, "tenants.jobs"):
        send("some.job", uuid7())
    ours = [record.getMessage() for record in caplog.records if record.name == "tenants.jobs"]
    assert len(ours) == 1
    assert "some.job" in ours[0]


def test_a_task_runs_in_its_company_and_leaves_none_behind(acme, globex, seen) -> None:
    look_around, notes = seen
    connection.set_schema_to_public()
    for cast in (acme, globex, acme):
        look_around(organization_id=str(cast.company.id), number=1)
        assert connection.schema_name == "public"
    assert [schema for schema, _, _ in notes] == [
        acme.company.schema_name,
        globex.company.schema_name,
        acme.company.schema_name,
    ]
    assert notes[1][1] == {member.email for member in globex.members.values()}
    assert notes[0][2] == {"number": 1}


def test_a_task_that_fails_leaves_no_company_behind(acme) -> None:
    @tenant_task("tests.stumble")
    def stumble() -> None:
        raise KeyError

    connection.set_schema_to_public()
    with pytest.raises(KeyError):
        stumble(organization_id=str(acme.company.id))
    current_app.tasks.pop("tests.stumble", None)
    assert connection.schema_name == "public"


@pytest.mark.parametrize("state", [CompanyState.SUSPENDED, CompanyState.CLOSED])
def test_a_task_passes_over_a_company_that_is_not_open(acme, seen, state: CompanyState) -> None:
    look_around, notes = seen
    Organization.objects.filter(id=acme.company.id).update(state=state)
    look_around(organization_id=str(acme.company.id))
    look_around(organization_id=str(uuid7()))
    assert notes == []


def test_a_task_refuses_a_schema_that_is_not_its_company(
    committed_database: CommittedDatabase, seen
) -> None:
    look_around, notes = seen
    company = committed_database.cast("acme").company
    with committed_database.owner() as owner:
        owner.execute(
            f"UPDATE {company.schema_name}.governance_canary SET organization_id = %s",
            [UUID(int=1)],
        )
    with pytest.raises(ImproperlyConfigured, match=company.schema_name):
        look_around(organization_id=str(company.id))
    assert notes == []
