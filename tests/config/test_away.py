"""A server that is away: 503 and when to try again; what does not need it goes on."""

import json
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.test import Client
from django_tenants.utils import tenant_context
from redis import Redis
from redis.exceptions import ConnectionError as RedisAway

from config.views import errors
from governance.api import throttles
from governance.keys.services import create_key
from tenants import hosts
from tests.cast import PUBLIC, email_of
from tests.committed import CommittedDatabase
from tests.conftest import acting
from tests.reader import Reader

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def patient(host: str) -> Client:
    return Reader(headers={"host": host, "accept-language": "en"}, raise_request_exception=False)


@pytest.fixture
def away(committed_database: CommittedDatabase) -> Iterator[dict[str, str]]:
    """Where the database is said to be: nowhere, until the test says where it is again."""
    wrapper = connections["default"]
    here = {key: wrapper.settings_dict[key] for key in ("HOST", "PORT")}
    committed_database.cast("acme")
    wrapper.close()
    wrapper.settings_dict.update(HOST="127.0.0.1", PORT="1")
    try:
        yield here
    finally:
        wrapper.close()
        wrapper.settings_dict.update(here)


def test_without_its_database_every_door_says_when_to_try_again_and_recovers_by_itself(
    away: dict[str, str],
) -> None:
    for host in (PUBLIC, "acme.localhost"):
        page = patient(host).get("/accounts/login/" if host == PUBLIC else "/")
        assert (page.status_code, page["Retry-After"]) == (503, "5")
        assert "Something broke" not in page.content.decode()
    api = patient("acme.localhost").get(
        "/api/v1/initiatives/", headers={"authorization": "Bearer cap_00000000_x"}
    )
    assert (api.status_code, api["Retry-After"]) == (503, "5")
    assert api["Content-Type"] == "application/problem+json"
    assert json.loads(api.content)["code"] == "unavailable"
    probe = patient("acme.localhost").get("/healthz")
    assert probe.status_code == 200

    wrapper = connections["default"]
    wrapper.close()
    wrapper.settings_dict.update(away)
    assert patient("acme.localhost").get("/").status_code == 302


def test_a_connection_that_was_cut_is_made_anew(committed_database: CommittedDatabase) -> None:
    host = committed_database.cast("acme").company.host
    assert patient(host).get("/").status_code == 302
    with committed_database.admin() as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            [committed_database.name],
        )
    answers = set()
    for _ in range(3):
        close_old_connections()
        answers.add(patient(host).get("/").status_code)
    assert answers <= {302, 503}
    close_old_connections()
    assert patient(host).get("/").status_code == 302


@pytest.mark.parametrize(
    "error", [OperationalError("gone"), InterfaceError("closed"), RedisAway("gone")]
)
@pytest.mark.usefixtures("doors")
@pytest.mark.django_db
def test_wherever_a_server_is_missed_it_is_no_fault_of_ours(acme, monkeypatch, error) -> None:
    def missing(*_: object, **__: object) -> None:
        raise error

    host = acme.host
    with monkeypatch.context() as patch:
        patch.setattr("config.middleware.company.find_company", missing)
        assert patient(host).get("/room/").status_code == 503
    with monkeypatch.context() as patch:
        patch.setattr("config.middleware.member.identify", missing)
        assert patient(host).get("/room/").status_code == 503
    with monkeypatch.context() as patch:
        patch.setattr(errors, "AWAY", ())
        patch.setattr("config.middleware.member.identify", missing)
        assert patient(host).get("/room/").status_code == 500, "the planted fault is seen"
    hosts.forget_hosts()


@pytest.fixture
def no_queue(settings, monkeypatch) -> None:
    """Neither cache nor queue answers."""
    away = {**settings.CACHES["default"], "LOCATION": NOBODY_LISTENS}
    settings.CACHES = {"default": away}
    monkeypatch.setattr(throttles, "counters", lambda: Redis.from_url(NOBODY_LISTENS))
    assert caches["default"]._servers == [NOBODY_LISTENS]


@pytest.mark.django_db
def test_without_its_queue_pages_and_answers_go_on_and_sign_in_says_when(acme, no_queue) -> None:
    with tenant_context(acme.company):
        made = create_key(acting(acme.actor("executive")), name="reader", scopes=["read"], days=90)
    assert acme.client("executive").get("/").status_code == 200
    api = patient(acme.host).get(
        "/api/v1/initiatives/", headers={"authorization": f"Bearer {made.text}"}
    )
    assert api.status_code == 200
    asked = patient(PUBLIC).post("/accounts/login/", {"email": email_of("acme", "lead")})
    assert (asked.status_code, asked["Retry-After"]) == (503, "5")
