"""What was asked is found however it was spelt, and what was typed arrives clean."""

import pytest
from django.urls import get_resolver

from tests.conftest import Cast
from tests.portfolio.calls import caller

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/companies/start/", "/diagnostic/"])
def test_head_is_answered_where_get_is_on_the_public_host(public, path) -> None:
    head, get = public.head(path), public.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")


def test_head_is_answered_where_get_is_in_a_company(acme: Cast) -> None:
    client = acme.client("executive")
    patterns = {
        str(one.pattern) for one in get_resolver("config.urls").url_patterns[0].url_patterns
    }
    for path in sorted(one for one in patterns if "<" not in one):
        head, get = client.head(f"/{path}"), client.get(f"/{path}")
        assert (path, head.status_code, head.content) == (path, get.status_code, b"")


def test_head_does_nothing_that_a_post_would(acme: Cast) -> None:
    client = acme.client("executive")
    assert client.head("/session/end/").status_code == 405
    assert client.get("/profile/").status_code == 200


@pytest.mark.parametrize("host", ["10.0.0.7", "nobody.localhost", "evil.example", "localhost"])
def test_probes_are_answered_under_any_host(client, host: str) -> None:
    for path in ("/healthz", "/readyz"):
        assert client.get(path, headers={"host": host}).status_code == 200


def test_an_id_in_capitals_is_found(acme: Cast) -> None:
    member = str(acme.members["viewer"].id)
    assert acme.client("executive").get(f"/settings/members/{member.upper()}/").status_code == 200


def test_a_form_without_its_final_slash_is_not_lost(acme: Cast) -> None:
    sent = {"name": "Léa", "title": "", "language": "fr"}
    answer = acme.client("viewer").post("/profile", sent)
    assert answer.status_code == 302
    acme.members["viewer"].refresh_from_db()
    assert acme.members["viewer"].name == "Léa"


def test_a_page_without_its_final_slash_leads_to_the_one_address(acme: Cast) -> None:
    answer = acme.client("viewer").get("/profile")
    assert (answer.status_code, answer["Location"]) == (301, "/profile/")


def test_the_interface_takes_both_spellings(acme: Cast) -> None:
    api = caller(acme, "executive")
    assert api("post", "initiatives", {"title": "Relancer les devis"}).status_code == 201
    lists = [api("get", path) for path in ("initiatives", "initiatives/")]
    assert [one.status_code for one in lists] == [200, 200]
    assert lists[0].json() == lists[1].json()
    assert api("get", "me").json() == api("get", "me/").json()
    assert api("post", "nothing", {"title": "x"}).status_code == 404


def test_what_is_typed_arrives_clean(acme: Cast) -> None:
    sent = {"name": "Le\u0301a\u200b \u202eNoe\u0308l", "title": "A\u00adB", "language": "fr"}
    acme.client("viewer").post("/profile/", sent)
    member = acme.members["viewer"]
    member.refresh_from_db()
    assert (member.name, member.title) == ("Léa Noël", "AB")


def test_what_is_sent_arrives_clean(acme: Cast) -> None:
    made = caller(acme, "executive")("post", "initiatives/", {"title": "E\u0301crire\u200b"})
    assert made.json()["initiative"]["title"] == "Écrire"


@pytest.mark.parametrize("end", ["\u200b", "\u202e", "\u2028", "\u3000", "\ud7ff", "\u00ad"])
@pytest.mark.parametrize("path", ["/accounts/login/", "/companies/start/"])
def test_no_address_breaks_a_sign_in(public, path, end) -> None:
    sent = {"email": f"a@b.example{end}", "name": "A", "company": "B", "login": f"a@b.example{end}"}
    assert public.post(path, sent).status_code in {200, 302}
