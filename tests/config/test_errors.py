import pytest
from django.test import Client
from django.utils import translation

from config.error_texts import OWN_TEXTS, explain
from tenants.errors import Invalid, NotAllowed, NotFound, Refused, Unavailable

pages = [pytest.mark.django_db, pytest.mark.usefixtures("doors")]


class TestPages:
    pytestmark = pages

    def test_a_refusal_says_who_can_and_what_next(self, acme):
        answer = acme.client("viewer").get("/room/refusing/", headers={"accept-language": "en"})
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "Executive" in page
        assert "Anna &lt;b&gt;" in page, "names are escaped"
        assert 'href="/"' in page

    def test_an_unknown_address_is_the_same_page_for_all(self, acme):
        for client in [acme.client(), acme.client("executive")]:
            answer = client.get("/initiatives/nothing/")
            assert answer.status_code == 404
            assert "<h1>" in answer.content.decode()

    @pytest.mark.parametrize("part", ["executive", None])
    def test_an_address_that_the_route_table_does_not_name_is_not_there(self, acme, part):
        assert acme.client("executive").get("/room/").status_code == 200
        assert acme.client(part).get("/room/unnamed/").status_code == 404

    def test_a_fault_of_ours_is_static_and_says_nothing_of_the_inside(self, acme):
        client = Client(headers={"host": acme.host}, raise_request_exception=False)
        answer = client.get("/room/broken/")
        assert answer.status_code == 500
        assert b"Something broke on our side" in answer.content
        assert b"fault of ours" not in answer.content
        assert b"Traceback" not in answer.content

    def test_what_is_not_there_for_a_moment_says_when_to_try_again(self, acme):
        answer = acme.client("viewer").get("/room/refusing/?away")
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert b"<h1>" in answer.content

    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_an_error_page_is_in_the_readers_language(self, acme, language):
        client = acme.client()
        answer = client.get("/nothing/", headers={"accept-language": language})
        assert f'<html lang="{language}">' in answer.content.decode()


def test_facts_fill_the_sentence():
    with translation.override("en"):
        found = explain(NotAllowed("not_a_member", company="Ateliers Morel"))
    assert "Ateliers Morel" in found.text
    assert (found.status, found.code) == (403, "not_a_member")


def test_a_missing_fact_is_a_dash_and_no_second_error():
    with translation.override("en"):
        assert "–" in explain(NotAllowed("not_a_member")).text


@pytest.mark.parametrize("kind", [NotAllowed, NotFound, Refused, Invalid, Unavailable])
def test_a_code_without_a_text_of_its_own_still_says_something(kind):
    with translation.override("en"):
        found = explain(kind("never_heard_of"))
    assert found.title
    assert "never_heard_of" not in found.text


def test_a_percent_sign_in_a_fact_does_no_harm():
    with translation.override("en"):
        assert "100 %s" in explain(NotAllowed("not_a_member", company="100 %s")).text


def test_every_own_text_is_a_sentence():
    for code, text in OWN_TEXTS.items():
        with translation.override("en"):
            assert str(text).rstrip().endswith("."), code
