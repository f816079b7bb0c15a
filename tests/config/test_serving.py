"""Nothing serves without a real key, a way for mails, and a database that keeps companies apart."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from config import serving
from config.environment import env_keys, key_fault
from config.startup import read_options
from tenants.database import apart

ROOT = Path(__file__).resolve().parents[2]
GOOD = secrets.token_urlsafe(48)
PRINTED = "only-for-checks-and-tests-never-served-" + "x" * 20
BAD = {
    "": "is not set",
    "short": "can be guessed",
    "ab" * 40: "can be guessed",
    PRINTED: "everybody knows",
    "django-insecure-" + GOOD: "everybody knows",
    "change-me-" + GOOD: "everybody knows",
}
CELERY = ("-m", "celery", "-A", "config.celery:app")
PROCESSES = {
    "web": ("-c", "import config.wsgi"),
    "worker": (*CELERY, "worker", "-c", "1"),
    "provisioner": (*CELERY, "worker", "-c", "1", "-Q", "provision"),
    "scheduler": (*CELERY, "beat"),
    "a command": ("manage.py", "migrate_all"),
    "a unit": ("manage.py", "run", "web"),
    "check --deploy": ("manage.py", "check", "--deploy"),
}


def started(process: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """How that process of the product ended."""
    return subprocess.run(
        [sys.executable, *PROCESSES[process]],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("key", BAD, ids=range(len(BAD)))
def test_a_key_that_can_be_guessed_is_none(key) -> None:
    assert BAD[key] in key_fault(key)


def test_a_random_key_is_one() -> None:
    makers = (secrets.token_urlsafe, secrets.token_hex)
    assert [key_fault(make(48)) for make in makers for _ in range(500)] == [""] * 1000


def test_a_key_kept_for_its_rotation_is_as_good_as_the_first(monkeypatch) -> None:
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", f"{GOOD},{PRINTED}")
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY_FALLBACKS is an example"):
        env_keys("SECRET_KEY_FALLBACKS")


@pytest.mark.parametrize("process", PROCESSES)
@pytest.mark.parametrize("key", ["", PRINTED])
def test_nothing_starts_with_such_a_key(process, key) -> None:
    ended = started(process, SECRET_KEY=key)
    assert ended.returncode != 0
    assert f"SECRET_KEY {'is an example' if key else 'is not set'}" in ended.stdout + ended.stderr


BAD_VALUES = {
    "LOG_LEVEL": "BANANA",
    "LOG_FORMAT": "xml",
    "DATABASE_URL": "banana",
    "SECRET_KEY": "short",
    "HTTPS": "maybe",
}


@pytest.mark.parametrize(
    ("process", "name"),
    [*((process, "LOG_LEVEL") for process in PROCESSES), *(("web", name) for name in BAD_VALUES)],
)
def test_a_wrong_value_is_one_sentence_at_every_door(process, name) -> None:
    ended = started(process, **{"SECRET_KEY": GOOD, name: BAD_VALUES[name]})
    said = (ended.stdout + ended.stderr).strip()
    assert ended.returncode in (1, 2)
    assert said.startswith(f"{name} ")
    assert "\n" not in said


def test_a_database_that_is_away_is_one_sentence_for_a_command() -> None:
    away = "postgresql://somebody:password@127.0.0.1:1/nowhere"
    ended = started("a command", SECRET_KEY=GOOD, DATABASE_URL=away, DATABASE_OWNER_URL=away)
    assert ended.returncode == 1
    assert "The database does not answer: connection failed" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "password@" not in ended.stderr


@pytest.mark.parametrize("process", ["web", "worker", "scheduler", "check --deploy"])
def test_nothing_serves_without_a_mail_server(process) -> None:
    ended = started(process, SECRET_KEY=GOOD, EMAIL_HOST="", CAPITAINE_DEMO="0")
    assert ended.returncode != 0
    assert "EMAIL_HOST is not set: name the server" in ended.stdout + ended.stderr


@pytest.mark.parametrize("kept", serving.KEPT_MAIL)
def test_mail_stays_on_this_machine_in_a_demo_only(settings, kept) -> None:
    settings.EMAIL_BACKEND, settings.DEMO = f"{kept}EmailBackend", True
    assert serving.configuration_faults() == []
    settings.DEMO = False
    [fault] = serving.configuration_faults()
    assert "EMAIL_HOST" in fault


def test_the_one_command_asks_for_a_mail_server_before_it_starts_anything(monkeypatch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("CAPITAINE_DEMO", "0")
    monkeypatch.setenv("EMAIL_HOST", "")
    with pytest.raises(ImproperlyConfigured, match="EMAIL_HOST is not set"):
        read_options()


@pytest.fixture
def unseen(monkeypatch):
    """This process has not looked at its database yet."""
    monkeypatch.setattr(apart, "_seen", apart._Seen())


@pytest.mark.django_db
@pytest.mark.usefixtures("unseen")
def test_a_pooler_found_by_a_process_stops_it_and_every_probe(acme, public, monkeypatch) -> None:
    monkeypatch.setattr(apart, "database_faults", lambda: ["a proxy pools by transaction"])
    with pytest.raises(SystemExit) as ended:
        serving.serve_or_exit()
    assert ended.value.code == 2
    with pytest.raises(SystemExit):
        serving.run_or_exit("spares")
    answer = public.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "unsafe")
    inside = acme.client()
    with pytest.raises(ImproperlyConfigured, match="pools by transaction"):
        inside.get("/")


@pytest.mark.django_db
@pytest.mark.usefixtures("unseen")
def test_a_database_that_was_away_is_looked_at_before_a_company_is_served(
    acme, public, monkeypatch
) -> None:
    def away() -> list[str]:
        raise DatabaseError

    monkeypatch.setattr(apart, "database_faults", away)
    serving.serve_or_exit()
    assert public.get("/readyz").json()["database"] == "silent"
    with pytest.raises(DatabaseError):
        acme.client().get("/")
    monkeypatch.setattr(apart, "database_faults", list)
    assert acme.client().get("/").status_code == 302
