import subprocess
import sys

import pytest
from django.test import Client

from tests.cast import PUBLIC
from tests.databases import ROOT
from tests.refusals import shown_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("doors")]

POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
)
ANSWERS = [
    ("acme.localhost", "/", 302),
    ("acme.localhost", "/nothing-here/", 404),
    ("acme.localhost", "/session/handover/?ticket=x", 403),
    ("acme.localhost", "/session/end/", 405),
    ("acme.localhost", "/room/broken/", 500),
    ("acme.localhost", "/static/css/base.css", 200),
    ("acme.localhost", "/static/nothing.css", 404),
    ("acme.localhost", "/api/v1/", 200),
    ("acme.localhost", "/api/v1/schema/", 200),
    ("acme.localhost", "/api/v1/me", 401),
    ("acme.localhost", "/api/v1/nothing", 404),
    ("acme.localhost", "/api/v1/broken", 500),
    (PUBLIC, "/", 200),
    (PUBLIC, "/companies/", 302),
    (PUBLIC, "/healthz", 200),
    (PUBLIC, "/readyz", 200),
    (PUBLIC, "/demo/mail/", 404),
    ("nobody.localhost", "/", 404),
    ("evil.example", "/", 400),
]


@pytest.mark.parametrize(("host", "path", "status"), ANSWERS)
def test_every_answer_carries_the_protecting_headers(acme, host, path, status):
    client = Client(headers={"host": host}, raise_request_exception=False)
    if path == "/api/v1/broken":
        status = 401
    answer = client.get(path)
    assert answer.status_code == status
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    policy = POLICY if "/api/v1/me" not in path and "/broken" not in path else POLICY[:1]
    assert all(part in answer["Content-Security-Policy"] for part in policy)
    if path != "/static/css/base.css":
        assert answer["Cache-Control"] == "no-store" or "no-store" in answer["Cache-Control"]


def test_forms_lead_to_our_own_hosts_only(acme):
    policy = acme.client().get("/api/v1/")["Content-Security-Policy"]
    [forms] = [part.strip() for part in policy.split(";") if "form-action" in part]
    assert forms == "form-action 'self' http://localhost http://*.localhost"


@pytest.mark.parametrize(
    ("operator", "told"),
    [("", ""), ("ops.localhost", ""), ("Ops.Other.Example", " http://ops.other.example")],
)
def test_they_lead_to_the_operators_host_wherever_it_is(operator: str, told: str) -> None:
    program = "from config import settings as s; print(*s.OWN_ORIGINS); print(s.ALLOWED_HOSTS)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"OPERATOR_HOST": operator, "HTTPS": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    origins, hosts = done.stdout.splitlines()
    assert origins == f"http://localhost http://*.localhost{told}"
    assert repr(operator.lower() or "operator.localhost") in hosts


def test_a_redirect_to_https_carries_them_too(settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client(headers={"host": PUBLIC}).get("/")
    assert answer.status_code == 301
    assert answer["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_unknown_hosts_all_look_alike(acme):
    answers = [
        Client(headers={"host": host}).get("/")
        for host in ["nobody.localhost", "www.acme.localhost", "template.localhost"]
    ]
    assert {(a.status_code, a.content) for a in answers} == {(404, answers[0].content)}


def test_a_form_without_token_or_from_elsewhere_changes_nothing(acme):
    client = acme.client("executive")
    strict = Client(enforce_csrf_checks=True, headers={"host": acme.host})
    strict.cookies = client.cookies
    for extra in [{}, {"origin": "http://globex.localhost"}]:
        answer = strict.post("/session/end/", headers=extra)
        assert (answer.status_code, shown_code(answer)) == (403, "form_expired")
    assert strict.get("/room/").status_code == 200, "still signed in"


def test_cookies_belong_to_one_host_and_no_script_reads_them(acme):
    client = Client(headers={"host": PUBLIC})
    client.get("/accounts/login/")
    client.post("/language/", {"language": "en"})
    for name in ["csrf", "language"]:
        cookie = client.cookies[name]
        assert cookie["domain"] == ""
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
