"""Lines for programs: each is one JSON object, names its request, and holds no secret."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings as active
from django.test import Client

from config import logs
from config.children import GRANIAN
from config.logs import HIDDEN, JsonFormatter
from tests.cast import PUBLIC
from tests.databases import ROOT

pytestmark = pytest.mark.django_db
CANARY = "CANARYSECRET" + "x" * 40


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(self.format(record))

    @property
    def told(self) -> list[dict[str, object]]:
        assert all("\n" not in line for line in self.written)
        return [json.loads(line) for line in self.written]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Lines]:
    found, root = Lines(), logging.getLogger()
    root.addHandler(found)
    caplog.set_level("INFO")
    caplog.set_level("INFO", "requests")
    yield found
    root.removeHandler(found)


def test_a_request_is_a_line_with_its_company_and_its_time(acme, lines: Lines) -> None:
    acme.client("viewer").get("/portfolio/?q=words-typed")
    (line,) = [one for one in lines.told if one["logger"] == "requests"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/portfolio/", 200)
    assert (line["company"], line["schema"]) == (acme.host, acme.company.schema_name)
    assert line["level"] == "INFO"
    assert str(line["time"]).endswith("+00:00")
    assert isinstance(line["milliseconds"], float)
    assert "words-typed" not in str(lines.written)


def test_what_is_said_meanwhile_names_the_request(acme, lines: Lines) -> None:
    acme.client("viewer").get("/initiatives/nothing/here/")
    (line,) = [one for one in lines.told if one["logger"] == "django.request"]
    assert (line["method"], line["path"], line["status"]) == (
        "GET",
        "/initiatives/nothing/here/",
        404,
    )
    logging.getLogger("later").warning("after")
    assert "path" not in lines.told[-1]


@pytest.mark.parametrize(
    ("host", "path"),
    [
        (PUBLIC, f"/diagnostic/{CANARY}/"),
        (PUBLIC, f"/companies/start/{CANARY}/"),
        ("acme.localhost", f"/voice/{CANARY}/"),
        ("acme.localhost", f"/voice/{CANARY}/G1/"),
        ("acme.localhost", f"/session/handover/?ticket={CANARY}"),
        ("operator.localhost", f"/session/handover/?ticket={CANARY}"),
        (PUBLIC, f"/accounts/login/code/?code={CANARY}"),
        (PUBLIC, f"/nowhere/?ticket={CANARY}"),
    ],
)
def test_no_secret_of_an_address_is_in_a_line(lines: Lines, host: str, path: str) -> None:
    Client(headers={"host": host}).get(path)
    assert lines.told
    assert CANARY not in "".join(lines.written)


def test_neither_cookies_nor_keys_nor_what_is_typed_are_in_a_line(lines: Lines) -> None:
    client = Client(headers={"host": PUBLIC, "authorization": f"Bearer {CANARY}"})
    client.cookies["session"] = CANARY
    client.post("/accounts/login/password/", {"login": f"{CANARY}@x.example", "password": CANARY})
    assert lines.told
    assert CANARY not in "".join(lines.written)


def test_a_fault_is_one_line_with_its_traceback_and_without_secrets(lines: Lines) -> None:
    try:
        raise RuntimeError(f"no page /voice/{CANARY}/\nsecond line")
    except RuntimeError:
        logging.getLogger("a.logger").exception("at %s", f"/diagnostic/{CANARY}/keep/?ticket=a")
    (line,) = lines.told
    assert line["message"] == f"at /diagnostic/{HIDDEN}/keep/?ticket={HIDDEN}"
    assert "RuntimeError" in str(line["traceback"])
    assert CANARY not in str(line)


def test_the_planted_secret_would_be_found(lines: Lines, monkeypatch) -> None:
    monkeypatch.setattr(logs, "SECRETS", ())
    Client(headers={"host": PUBLIC}).get(f"/diagnostic/{CANARY}/")
    assert CANARY in "".join(lines.written)


@pytest.mark.parametrize(
    ("value", "begins"), [("json", '{"time": '), ("plain", "[INFO] "), ("", "[INFO] ")]
)
def test_the_web_server_itself_writes_in_that_format(value: str, begins: str) -> None:
    program = (
        "import json, logging\n"
        "from granian.log import LogLevels, configure_logging, logger\n"
        "configure_logging(LogLevels.info, json.load(open('config/granian.json')))\n"
        "logger.info('told'); logger.info('told')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"LOG_FORMAT": value},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [line[: len(begins)] for line in done.stdout.splitlines()] == [begins, begins]
    assert "--log-config" in GRANIAN


def test_plain_stays_the_default_and_a_wrong_format_is_one_sentence() -> None:
    assert active.LOGGING["handlers"]["console"]["formatter"] == "plain"

    def said(value: str) -> str:
        program = "import django; django.setup(); import logging; logging.warning('told')"
        variables = {"LOG_FORMAT": value, "DJANGO_SETTINGS_MODULE": "config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stderr.strip().splitlines()[-1]

    assert json.loads(said("json"))["message"] == "told"
    assert said("plain").endswith("WARNING root [public] told")
    assert "LOG_FORMAT is 'xml': set it to one of plain, json." in said("xml")
