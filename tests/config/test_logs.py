"""No log holds what opens a door or names a person: canary secrets go in by every way there is."""

import io
import logging
import secrets
from collections.abc import Callable, Iterator
from logging.config import dictConfig
from smtplib import SMTPRecipientsRefused
from stat import S_IMODE
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as configured
from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.test import Client

from config import logs
from config.middleware.member import MemberMiddleware
from config.processes import finish, spawn
from tenants.accounts.models import User
from tests.architecture.routes import Route, routes
from tests.architecture.test_url_walk import WORDS
from tests.cast import NOW, PUBLIC
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
EMAIL = "canari.secret@quelque-part.example"
SHORT = "KNRBTW"
PASSWORD = "mille canaris jaunes"
TOKEN = secrets.token_urlsafe(32)
SIGNED = signing.dumps({"email": EMAIL, "name": "Canari"}, key="k" * 50, salt="s")
KEY = f"cap_0a1b2c3d_{secrets.token_urlsafe(32)}"
TICKET = signing.dumps({"code": TOKEN}, key="k" * 50, salt="t", compress=True)
# A signed text is one whatever part of it a log would show.
CANARIES = (EMAIL, SHORT, PASSWORD, TOKEN, KEY, *SIGNED.split(":")[::2], *TICKET.split(":")[::2])
FIELDS = {
    "email": EMAIL,
    "login": EMAIL,
    "password": PASSWORD,
    "password1": PASSWORD,
    "oldpassword": PASSWORD,
    "code": SHORT,
    "answer": "1",
}
QUERY = f"?code={SHORT}&ticket={TICKET}&browser={TOKEN}&token={TOKEN}&email={EMAIL}"
METHODS = ("get", "post", "put", "patch", "delete", "options", "trace")


@pytest.fixture(params=["plain"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the product's own log says meanwhile, as its handler writes it in that format."""
    stream, root = io.StringIO(), logging.getLogger()
    before, level = root.handlers[:], root.level
    handlers = {
        "console": {**configured.LOGGING["handlers"]["console"], "formatter": request.param}
    }
    logged = {"handlers": ["console"], "level": "INFO"}
    dictConfig({**configured.LOGGING, "handlers": handlers, "root": logged})
    own = [one for one in root.handlers if one not in before]
    for handler in own:
        handler.setStream(stream)
    yield stream
    for handler in own:
        root.removeHandler(handler)
    for handler in before:
        root.addHandler(handler) if handler not in root.handlers else None
    root.setLevel(level)


def values(route: Route) -> dict[str, Any]:
    """Arguments for the route: secrets wherever a text fits."""
    made = dict.fromkeys(route.arguments, "01a2188b-0b4f-7000-8000-000000000000")
    made |= {name: WORDS[name] for name in route.arguments if name in WORDS}
    made |= {
        name: 1 for name in route.arguments if name in {"number", "position", "version", "months"}
    }
    token = SIGNED if route.name == "founding_confirm" else TOKEN
    return made | {"token": token} if "token" in route.arguments else made


def ask(browser: Client, path: str) -> None:
    for method in METHODS:
        for given in (FIELDS, {"broken": "yes"}):
            getattr(browser, method)(
                f"{path}{QUERY}", given if method in {"get", "post"} else SHORT
            )


def visit(acme: Cast, host: str) -> None:
    """Every address of the host, by every method, with a session and with a key."""
    name = acme.host if host == "company" else PUBLIC
    signed_in = acme.client("executive") if host == "company" else Client(headers={"host": name})
    with_key = Client(headers={"host": name, "authorization": f"Bearer {KEY}"})
    for browser in (signed_in, with_key):
        browser.raise_request_exception = False
        browser.handler.enforce_csrf_checks = browser is with_key
        for route in routes(host):
            ask(browser, route.path(values(route)))


def leaks(written: io.StringIO) -> list[str]:
    text = written.getvalue()
    return [one for one in CANARIES if one in text]


@pytest.mark.parametrize(
    ("host", "written"),
    [("company", "plain"), ("public", "plain"), ("public", "json")],
    indirect=["written"],
)
def test_no_route_puts_a_secret_into_the_log(acme, written, host, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    visit(acme, host)
    assert "[public]" in written.getvalue() or "WARNING" in written.getvalue()
    assert leaks(written) == []


def test_the_harness_catches_an_address_that_is_written_as_it_came(
    acme, written, monkeypatch
) -> None:
    monkeypatch.setattr(logs, "SECRETS", ())
    visit(acme, "public")
    assert {TOKEN, *SIGNED.split(":")[::2]} <= set(leaks(written))


def double_row() -> Exception:
    """What the database says of a row that is there already."""
    try:
        with transaction.atomic():
            for _ in range(2):
                User.objects.bulk_create([User(email=EMAIL, created_at=NOW)])
    except IntegrityError as error:
        return error
    raise AssertionError("two accounts with one address")


FAULTS: dict[str, Callable[[], Exception]] = {
    "a double row": double_row,
    "a refused mail": lambda: SMTPRecipientsRefused({EMAIL: (550, b"no such user")}),
    "a token": lambda: ValueError(f"{TOKEN} is no draft"),
    "a key": lambda: KeyError(KEY),
    "an address": lambda: RuntimeError(f"GET /accounts/login/code/{QUERY}"),
    "a form": lambda: RuntimeError(f"Bearer {KEY}, {FIELDS}"),
    "a link": lambda: TypeError(f"/companies/start/{SIGNED}/"),
}


@pytest.mark.parametrize("written", ["plain", "json"], indirect=True)
@pytest.mark.parametrize("kind", FAULTS)
def test_no_fault_puts_a_secret_into_the_log(acme, written, monkeypatch, kind) -> None:
    fault = FAULTS[kind]()

    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(MemberMiddleware, "__call__", fail)
    browser = Client(headers={"host": PUBLIC}, raise_request_exception=False)
    assert browser.get("/").status_code == 500
    jobs = [task for name, task in current_app.tasks.items() if not name.startswith("celery.")]
    for task in jobs:
        monkeypatch.setattr(task, "run", fail)
        task.apply(kwargs={"email": EMAIL, "token": TOKEN})
    assert written.getvalue().count("Traceback") >= 1 + len(jobs)
    assert leaks(written) == []


@pytest.mark.parametrize("written", ["plain", "json"], indirect=True)
def test_the_harness_catches_a_log_that_hides_nothing(acme, written, monkeypatch) -> None:
    monkeypatch.setattr(logs, "SECRETS", ())
    for kind in FAULTS:
        fault = FAULTS[kind]()
        written.truncate(0)
        logging.getLogger("django.request").error("fault", exc_info=fault)
        assert leaks(written), kind


def test_what_is_no_secret_stays_readable() -> None:
    line = (
        "409 Conflict: /initiatives/01a2188b-0b4f-7000-8000-000000000000/decisions/ "
        f"[t_{'0a' * 16}] tenants.provisioning.services.refill_spares took 12.5 s"
    )
    assert logs.without_secrets(line) == line


def test_a_refused_request_says_its_company(acme, written) -> None:
    acme.client("viewer").get("/nowhere/")
    assert f"[{acme.company.schema_name}] Not Found: /nowhere/" in written.getvalue()


def test_a_host_that_is_not_ours_costs_one_line(written) -> None:
    answer = Client(headers={"host": "evil.example"}).get("/")
    assert answer.status_code == 400
    assert "Traceback" not in written.getvalue()
    assert written.getvalue().count("evil.example") >= 1
    assert written.getvalue().count("\n") <= 2


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/logo.svg", "/api/v1/me/"])
@pytest.mark.parametrize("host", [PUBLIC, "acme.localhost"])
def test_trace_is_refused_everywhere(acme, path, host) -> None:
    answer = Client(headers={"host": host, "authorization": KEY}).trace(path)
    assert answer.status_code == 405
    assert "TRACE" not in answer["Allow"]


@pytest.mark.parametrize("before", [None, 0o644])
def test_logs_are_for_owner_and_group_only(tmp_path, before) -> None:
    log = tmp_path / "x.log"
    if before:
        log.touch(mode=before)
    finish(spawn(["true"], name="x", log=log, environment={}, folder=tmp_path))
    assert S_IMODE(log.stat().st_mode) == 0o640


def test_the_demo_keeps_its_mails_to_itself(settings, tmp_path) -> None:
    folder = tmp_path / "mail"
    one = get_connection("config.letterbox.EmailBackend", file_path=str(folder))
    EmailMessage("A", "B", "a@b.example", [EMAIL], connection=one).send()
    [file] = folder.iterdir()
    assert (S_IMODE(folder.stat().st_mode), S_IMODE(file.stat().st_mode)) == (0o700, 0o600)
