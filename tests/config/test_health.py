import pytest
from django.db import DatabaseError, connection

from config import health

pytestmark = pytest.mark.django_db


def test_the_process_answers_under_any_address_of_the_machine(public):
    for host in ["localhost", "127.0.0.1"]:
        answer = public.get("/healthz", headers={"host": host})
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_it_is_ready_when_database_and_queue_answer(public):
    answer = public.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "queue": "ok"})


def test_it_is_not_ready_without_its_database(public, monkeypatch):
    def silent(*_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", silent)
    answer = public.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "silent")


def test_it_is_not_ready_without_its_queue(public, monkeypatch):
    monkeypatch.setattr(health.current_app.conf, "broker_read_url", "redis://127.0.0.1:1/0")
    answer = public.get("/readyz")
    assert (answer.status_code, answer.json()["queue"]) == (503, "silent")
