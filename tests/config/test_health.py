from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from config import health
from tenants.due_work.tasks import poke
from tenants.installation.models import Pulse

pytestmark = pytest.mark.django_db


def test_the_process_answers_under_any_address_of_the_machine(public):
    for host in ["localhost", "127.0.0.1"]:
        answer = public.get("/healthz", headers={"host": host})
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_it_is_ready_when_database_and_queue_answer(public):
    poke()
    words = {"database": "ok", "queue": "ok", "schedule": "ok"}
    answer = public.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, words)


@pytest.mark.parametrize(("minutes", "word"), [(4, "ok"), (6, "silent"), (600, "silent")])
def test_a_silent_schedule_is_told_while_pages_are_served(public, minutes, word):
    poke()
    Pulse.objects.update(at=timezone.now() - timedelta(minutes=minutes))
    answer = public.get("/readyz")
    assert (answer.status_code, answer.json()["schedule"]) == (200, word)


def test_a_schedule_that_was_never_seen_is_silent(public):
    Pulse.objects.all().delete()
    answer = public.get("/readyz")
    assert (answer.status_code, answer.json()["schedule"]) == (200, "silent")


def test_it_is_not_ready_without_its_database(public, monkeypatch):
    def silent(*_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", silent)
    answer = public.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "silent")
    assert answer.json()["schedule"] == "unknown"


def test_it_is_not_ready_without_its_queue(public, monkeypatch):
    monkeypatch.setattr(health.current_app.conf, "broker_read_url", "redis://127.0.0.1:1/0")
    answer = public.get("/readyz")
    assert (answer.status_code, answer.json()["queue"]) == (503, "silent")
