"""Each part of an installation is looked at; what is ill is named with its remedy."""

import json
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from config import doctor
from tenants.backups.models import Backup
from tenants.due_work.tasks import poke
from tenants.installation.models import Pulse
from tests.committed import CommittedDatabase


def told() -> dict[str, list[str]]:
    said = StringIO()
    with suppress(CommandError):
        call_command("doctor", json=True, stdout=said)
    return json.loads(said.getvalue())


@pytest.mark.django_db
def test_every_part_of_the_list_is_looked_at() -> None:
    assert set(told()) == set(doctor.CHECKS)


def test_a_sound_part_is_well_and_an_ill_one_says_its_remedy(acme, settings) -> None:
    settings.SECURITY_CONTACT = "security@capitaine.example"
    settings.PUBLISHER = settings.PUBLISHER | {"name": "Dupont", "contact": "a@dupont.example"}
    settings.PUBLIC_HOST, settings.SECURE = "nowhere.invalid", True
    poke()
    found = told()
    for part in ("roles", "rights", "drift", "mail", "clock", "disk", "publisher", "schedule"):
        assert found[part] == [], part
    assert "Nobody works on the queue celery" in " ".join(found["queue"])
    assert "add it (the wildcard *.nowhere.invalid)" in " ".join(found["hosts"])
    assert "does not answer with a good certificate" in " ".join(found["TLS"])
    Pulse.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert told()["schedule"] == [
        "Nothing that runs by itself ran for 11 minutes: start scheduler and sweeper."
    ]


def test_backups_that_fail_their_trial_are_told(acme) -> None:
    now = timezone.now()
    Backup.objects.create(
        organization_id=acme.company.id,
        made_at=now,
        path="x",
        size=1,
        rows=1,
        rehearsed_at=now,
        fault="torn",
    )
    assert "1 backups could not be restored: see tenants_backup." in told()["backups"]


@pytest.mark.django_db
def test_mail_that_is_refused_is_told(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert "does not take us" in told()["mail"][0]


@pytest.mark.django_db
def test_a_check_that_breaks_is_a_fault_and_not_the_end(monkeypatch) -> None:
    def breaks():
        raise OSError("no such thing")
        yield ""

    monkeypatch.setitem(doctor.CHECKS, "clock", breaks)
    assert told()["clock"] == ["It could not be looked at: no such thing."]


@pytest.mark.parametrize(
    ("part", "harm", "said"),
    [
        ("rights", "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO capitaine_app", "defau"),
        ("roles", "GRANT CREATE ON SCHEMA public TO capitaine_app", "may make tables"),
        ("roles", "ALTER TABLE public.tenants_draft OWNER TO capitaine_app", "owns tables"),
    ],
)
def test_what_softens_the_database_is_told(
    committed_database: CommittedDatabase, part: str, harm: str, said: str
) -> None:
    assert told()[part] == []
    with committed_database.admin() as admin:
        admin.execute(harm)
    assert said in " ".join(told()[part])


def test_the_command_ends_with_what_is_to_be_mended(monkeypatch) -> None:
    monkeypatch.setattr(
        doctor, "CHECKS", {"clock": lambda: iter(["late"]), "disk": lambda: iter(())}
    )
    said = StringIO()
    with pytest.raises(CommandError, match="To be mended: clock"):
        call_command("doctor", stdout=said)
    assert "disk       well" in said.getvalue()
