"""A monitoring system reads how the installation fares, with its token only."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tenants.backups.models import Backup
from tenants.due_work.models import DueWork
from tenants.due_work.tasks import poke
from tenants.installation.models import Pulse
from tenants.installation.selectors import installation_figures
from tests.cast import PUBLIC

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-the-monitoring"


def read(**headers: str) -> dict[str, float]:
    answer = Client(headers={"host": PUBLIC} | headers).get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    text = answer.content.decode()
    found = re.findall(r"^(capitaine_\w+(?:\{[^}]*\})?) (\S+)$", text, re.MULTILINE)
    assert len(found) + 2 * len({name.split("{")[0] for name, _ in found}) == len(text.splitlines())
    return {name: float(value) for name, value in found}


@pytest.fixture
def token(settings) -> str:
    settings.METRICS_TOKEN = TOKEN
    return f"Bearer {TOKEN}"


def test_without_its_token_there_is_nothing(settings, token: str) -> None:
    def status(**headers: str) -> int:
        return Client(headers={"host": PUBLIC} | headers).get("/metrics").status_code

    assert status() == 404
    assert status(authorization="Bearer wrong") == 404
    assert status(authorization=TOKEN) == 404
    settings.METRICS_TOKEN = ""
    assert status(authorization="Bearer ") == 404


def test_what_is_wrong_shows(token: str, acme) -> None:
    now = timezone.now()
    before = read(authorization=token)
    assert before['capitaine_companies{state="active"}'] >= 2
    assert before["capitaine_jobs_late"] == 0
    DueWork.objects.create(
        organization_id=acme.company.id, job="a.job", due_at=now - timedelta(hours=2)
    )
    Backup.objects.create(
        organization_id=acme.company.id,
        made_at=now - timedelta(days=3),
        path="x",
        size=1,
        rows=1,
        rehearsed_at=now - timedelta(days=2),
        fault="torn",
    )
    after = read(authorization=token)
    assert after["capitaine_jobs_late"] == 1
    assert after["capitaine_oldest_job_seconds"] == pytest.approx(7200, abs=60)
    assert after["capitaine_rehearsals_failed"] == 1
    assert after["capitaine_rehearsal_age_seconds"] == pytest.approx(2 * 86400, abs=60)


def test_the_exposition_tells_no_company_by_name(token: str, acme) -> None:
    text = Client(headers={"host": PUBLIC, "authorization": token}).get("/metrics").content.decode()
    assert acme.company.name not in text
    assert acme.company.schema_name not in text


def test_a_stopped_schedule_is_noticed_within_ten_minutes(token: str) -> None:
    now = timezone.now()
    Pulse.objects.all().delete()
    assert installation_figures(now=now).schedule_is_silent
    assert read(authorization=token)["capitaine_schedule_silent"] == 1
    poke()
    assert read(authorization=token)["capitaine_schedule_silent"] == 0
    assert not installation_figures(now=now + timedelta(minutes=4)).schedule_is_silent
    assert installation_figures(now=now + timedelta(minutes=10)).schedule_is_silent
