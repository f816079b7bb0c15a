"""The diagnostic on the public site: no account, no script, both languages."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.logs import PlainFormatter
from tenants.accounts.models import User
from tenants.drafts.models import Draft
from tests.assessments.diagnostic.test_diagnostic_pages import OTHERS
from tests.cast import PUBLIC

pytestmark = pytest.mark.django_db
FIRST = "/diagnostic/first/"


@pytest.fixture(autouse=True)
def _own_counters(settings) -> None:
    settings.CACHES["default"]["KEY_PREFIX"] = "capitaine-test-open"
    cache.clear()


@pytest.fixture
def nobody() -> Client:
    """A browser on the public host, without any cookie, whose forms are checked."""
    return Client(enforce_csrf_checks=True, headers={"host": PUBLIC, "accept-language": "en"})


def begin(client: Client, usage: int = 1) -> str:
    """The address of the question after the first answer."""
    answer = client.post(FIRST, {"answer": str(usage)})
    assert answer.status_code == 302, answer.content[:600]
    return answer["Location"]


def base_of(address: str) -> str:
    return re.match(r"/diagnostic/[\w-]{43}/", address)[0]


def finish(client: Client, usage: int = 1, anchor: str = "1") -> str:
    """Everything answered alike; the address of the result."""
    address = begin(client, usage)
    while not address.endswith("/summary/"):
        item = address.rstrip("/").rpartition("/")[2]
        answer = client.post(address, OTHERS.get(item, {"answer": anchor}))
        assert answer.status_code == 302, answer.content[:600]
        address = answer["Location"]
    return client.post(address)["Location"]


def queries_of(client: Client, url: str, **post) -> list[str]:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(url, **post) if post else client.get(url)
        assert answer.status_code < 400
    return [q["sql"] for q in captured if not q["sql"].startswith("SET ")]


@pytest.mark.parametrize(("usage", "questions"), [(0, 26), (1, 30), (2, 33)])
def test_the_whole_diagnostic_is_taken_without_account_or_cookie(nobody, usage, questions) -> None:
    start = nobody.get("/diagnostic/").content.decode()
    assert f'href="{FIRST}"' in start
    page = nobody.get(FIRST).content.decode()
    assert "Question 1 of " in page
    assert not Draft.objects.exists(), "reading keeps nothing"
    nobody.cookies.clear()
    result = finish(nobody, usage)
    assert result.endswith("/result/")
    page = nobody.get(result).content.decode()
    assert "Level " in page
    assert "Keep my result" in page
    assert len(Draft.objects.get().document["answers"]) == questions
    assert User.objects.filter(email__contains="@").count() == 11, "nobody was noted"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_reads_in_both_languages(nobody, language) -> None:
    spoken = {"accept-language": language}
    result = finish(nobody)
    base = base_of(result)
    unfinished = base_of(begin(nobody))
    words = {"fr": "Votre lien privé", "en": "Your private link"}[language]
    for url in ("/", "/diagnostic/", FIRST, f"{unfinished}P1/", f"{unfinished}summary/"):
        page = nobody.get(url, headers=spoken)
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.content.decode()
    for url in (result, f"{base}later/", f"{base}send/"):
        page = nobody.get(url, headers=spoken)
        assert words in page.content.decode(), url


def test_the_link_leads_back_to_the_next_question_and_then_to_the_result(nobody) -> None:
    address = begin(nobody)
    base = base_of(address)
    elsewhere = Client(headers={"host": PUBLIC})
    assert elsewhere.get(base)["Location"] == address
    assert "http://localhost" + base in nobody.get(f"{base}later/").content.decode()
    assert "Send me this link" not in nobody.get(f"{base}later/").content.decode()
    done = finish(nobody)
    assert elsewhere.get(base_of(done))["Location"] == done


def test_a_foreign_answer_is_refused_and_loses_nothing(nobody) -> None:
    address = begin(nobody)
    nobody.post(address, {"answer": "2"})
    before = Draft.objects.get().document
    for wrong in ({"answer": "9"}, {"answer": "UC01"}, {"answer": "-1"}, {}):
        refused = nobody.post(address, wrong)
        assert refused.status_code == 422
        assert 'role="alert"' in refused.content.decode()
    for item in ("XX", "C4"):
        lost = nobody.post(base_of(address) + f"{item}/", {"answer": "1"})
        assert lost.status_code == 404
        assert f'href="{base_of(address)}"' in lost.content.decode()
    assert Draft.objects.get().document == before


def test_a_wrong_first_answer_begins_nothing(nobody) -> None:
    for wrong in ({"answer": "9"}, {"answer": "dk"}, {}):
        assert nobody.post(FIRST, wrong).status_code == 422
    assert not Draft.objects.exists()


def test_a_link_that_was_mistyped_or_has_expired_says_so(nobody) -> None:
    lost = nobody.get(f"/diagnostic/{'x' * 43}/")
    assert lost.status_code == 404
    assert "This link leads to no assessment" in lost.content.decode()
    base = base_of(begin(nobody))
    Draft.objects.update(expires_at="2020-01-01T00:00:00Z")
    for url in (base, f"{base}P1/", f"{base}summary/", f"{base}result/", f"{base}later/"):
        gone = nobody.get(url)
        assert gone.status_code == 409
        assert "kept for thirty days" in gone.content.decode()
        assert 'href="/diagnostic/"' in gone.content.decode()


def test_a_result_stays_as_it_is(nobody) -> None:
    result = finish(nobody)
    before = Draft.objects.get().document
    base = base_of(result)
    refused = nobody.post(f"{base}P1/", {"answer": "4"})
    assert refused.status_code == 409
    assert f'href="{base}"' in refused.content.decode()
    assert nobody.post(f"{base}summary/")["Location"] == result, "twice is once"
    assert nobody.get(f"{base}summary/")["Location"] == result
    assert Draft.objects.get().document == before


def test_nothing_that_counts_is_no_result(nobody) -> None:
    base = base_of(begin(nobody))
    Draft.objects.update(document={"answers": {"P1": "dk"}})
    assert nobody.post(f"{base}summary/").status_code == 409
    assert nobody.get(f"{base}result/")["Location"] == base


def test_the_private_link_stays_private(nobody, caplog) -> None:
    base = base_of(begin(nobody))
    answer = nobody.get(f"{base}P1/")
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "no-store"
    with caplog.at_level(logging.WARNING, logger="django.request"):
        caplog.handler.setFormatter(PlainFormatter("{message}", style="{"))
        nobody.post(f"{base}P1/", {"answer": "9"})
    assert "/diagnostic/‹hidden›/P1/" in caplog.text
    assert base not in caplog.text


def test_one_address_begins_thirty_drafts_an_hour(nobody) -> None:
    statuses = [nobody.post(FIRST, {"answer": "1"}).status_code for _ in range(31)]
    assert statuses == [302] * 30 + [429]
    assert Draft.objects.count() == 30


def test_a_question_takes_one_query_its_answer_five_a_result_one(nobody) -> None:
    address = begin(nobody)
    assert len(queries_of(nobody, address)) <= 1
    posted = queries_of(nobody, address, data={"answer": "1"})
    assert len([sql for sql in posted if "SELECT" in sql or "UPDATE" in sql]) <= 5
    assert len(queries_of(nobody, finish(nobody))) <= 1


def test_the_link_is_mailed_after_the_result_only(nobody) -> None:
    unfinished = base_of(begin(nobody))
    client = Client(headers={"host": PUBLIC, "accept-language": "fr"})
    assert client.post(f"{unfinished}send/", {"email": "a@b.example"}).status_code == 409
    base = base_of(finish(nobody))
    assert client.post(f"{base}send/", {"email": "not an address"}).status_code == 200
    assert mail.outbox == []
    sent = client.post(f"{base}send/", {"email": "Nina@Neuf.example"}).content.decode()
    assert "nina@neuf.example" in sent
    assert f"http://localhost{base}\n" in mail.outbox[0].body
    assert mail.outbox[0].subject == "Votre diagnostic sur Capitaine"
    assert "nina" not in str(list(Draft.objects.values()))
    for _ in range(2):
        client.post(f"{base}send/", {"email": "nina@neuf.example"})
    assert client.post(f"{base}send/", {"email": "nina@neuf.example"}).status_code == 429


def test_the_landing_page_leads_there(nobody) -> None:
    page = nobody.get("/", headers={"accept-language": "fr"}).content.decode()
    assert re.search(r'href="/diagnostic/">Faire le diagnostic \(10\xa0min\)<', page)


def test_an_expiry_is_thirty_days_away(nobody) -> None:
    begin(nobody)
    draft = Draft.objects.get()
    assert draft.expires_at - draft.created_at == timedelta(days=30)
