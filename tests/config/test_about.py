"""Legal notice, data, accessibility and the address for vulnerabilities, on the public host."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import PUBLIC

pytestmark = pytest.mark.django_db
PAGES = ("/legal/", "/data/", "/accessibility/")


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"host": PUBLIC, "accept-language": "en"})


@pytest.mark.parametrize("page", PAGES)
def test_each_page_leads_to_the_others_and_names_itself(visitor: Client, page: str) -> None:
    text = visitor.get(page).content.decode()
    assert all(f'href="{other}"' in text for other in PAGES)
    assert text.count('aria-current="page"') == 1


def test_the_legal_notice_names_who_runs_it(visitor: Client, settings) -> None:
    assert "has not given their name yet" in visitor.get("/legal/").content.decode()
    settings.PUBLISHER = {
        "name": "Cabinet <Dupont>",
        "address": "1 rue du Port, 29200 Brest",
        "director": "Anne Dupont",
        "contact": "contact@dupont.example",
        "hosting": "Hébergeur SA, Roubaix",
    }
    text = visitor.get("/legal/").content.decode()
    for told in ("Cabinet &lt;Dupont&gt;", "29200 Brest", "Anne Dupont", "Roubaix"):
        assert told in text
    for page in PAGES:
        assert "mailto:contact@dupont.example" in visitor.get(page).content.decode()


def test_terms_are_those_that_hold(visitor: Client, settings) -> None:
    settings.SESSION_COOKIE_AGE = 7 * 3600
    text = visitor.get("/data/").content.decode()
    assert "your session (7 hours)" in text
    assert "30 days" in text
    assert "30 minutes" in text


def test_security_txt_says_whom_to_tell(visitor: Client, settings) -> None:
    assert visitor.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "security@capitaine.example"
    answer = visitor.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    told = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert told["Contact"] == "mailto:security@capitaine.example"
    assert told["Canonical"].endswith(f"{PUBLIC}/.well-known/security.txt")
    expires = datetime.fromisoformat(told["Expires"])
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)
    settings.SECURITY_CONTACT = "https://capitaine.example/report"
    assert b"Contact: https://capitaine.example/report" in (
        visitor.get("/.well-known/security.txt").content
    )


def test_every_page_of_a_company_leads_there(acme) -> None:
    assert f"{PUBLIC}/legal/" in acme.client("viewer").get("/").content.decode()
