"""Nothing typed is lost: not by a second click, an expired session, an old tab or a step-up."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from threading import Event

import pytest
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from config.error_texts import explain
from config.middleware import once
from governance.members.models import Member
from tenants.accounts.models import User
from tenants.errors import Refused
from tenants.kept_forms.models import KeptForm
from tenants.kept_forms.services import LONGEST, delete_expired_forms, keep_form, kept_form
from tests.cast import email_of
from tests.config.conftest import code_in, link_in_mail
from tests.config.test_handover import browser, carry, local
from tests.conftest import Cast, sign_in

WAIT = once._wait
pytestmark = pytest.mark.django_db
PAGE = "/settings/members/"
INVITED = {"email": "lea@acme.example", "name": "Léa", "role": "viewer"}


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the last form of a page."""
    form = page.rpartition("<form")[2]
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))


def strict(cast: Cast, part: str) -> Client:
    """A browser whose forms are held against forgery, as real ones are."""
    client = Client(enforce_csrf_checks=True, headers={"host": cast.host})
    sign_in(client, user=User.objects.get(email=email_of(cast.slug, part)), cast=cast)
    return client


def from_here(cast: Cast) -> dict[str, str]:
    return {"origin": f"http://{cast.host}"}


def invited() -> int:
    return Member.objects.filter(email=INVITED["email"]).count()


def send_kept(client: Client, cast: Cast) -> object:
    """The confirming page, its button pressed, and where that leads."""
    page = client.get("/kept/").content.decode()
    assert INVITED["email"] in page
    sent = {**hidden(page), **INVITED}
    answer = client.post("/kept/", sent, headers=from_here(cast))
    assert answer.status_code == 307
    return client.post(answer["Location"], sent, headers=from_here(cast))


class TestOnce:
    def test_every_form_of_a_page_has_its_own_key(self, acme: Cast) -> None:
        page = acme.client("executive").get(PAGE).content.decode()
        keys = re.findall(r'name="form_key" value="([^"]+)"', page)
        assert len(keys) == len(set(keys)) == page.count('name="csrfmiddlewaretoken"') >= 2

    def test_a_second_click_has_no_second_effect_and_the_same_answer(self, acme: Cast) -> None:
        client = acme.client("executive")
        sent = {**hidden(client.get(PAGE).content.decode()), **INVITED}
        first, second = client.post(PAGE, sent), client.post(PAGE, sent)
        assert (first.status_code, first["Location"]) == (302, PAGE)
        assert (second.status_code, second["Location"]) == (302, PAGE)
        assert invited() == 1
        assert client.get(PAGE).content.decode().count("L’invitation de lea@acme") == 1

    def test_a_new_form_may_say_the_same_again(self, acme: Cast) -> None:
        client = acme.client("executive")
        for _ in range(2):
            sent = {**hidden(client.get(PAGE).content.decode()), **INVITED}
            last = client.post(PAGE, sent)
        assert last.status_code == 422
        assert "Léa est déjà membre" in last.content.decode()

    def test_what_was_refused_may_be_sent_again(self, acme: Cast) -> None:
        client = acme.client("executive")
        key = hidden(client.get(PAGE).content.decode())
        assert client.post(PAGE, {**key, **INVITED, "email": "no"}).status_code == 422
        assert client.post(PAGE, {**key, **INVITED, "email": "no"}).status_code == 422
        assert client.post(PAGE, {**key, **INVITED}).status_code == 302

    def test_one_that_still_runs_is_waited_for(self, acme: Cast, monkeypatch) -> None:
        client = acme.client("executive")
        sent = {**hidden(client.get(PAGE).content.decode()), **INVITED}
        monkeypatch.setattr(once, "PATIENCE_SECONDS", 0)
        monkeypatch.setattr(once.cache, "add", lambda *_: False)
        answer = client.post(PAGE, sent, headers={"accept-language": "fr"})
        assert answer.status_code == 409
        assert explain(Refused("form_under_way")).text in unescape(answer.content.decode())
        assert invited() == 0

    @pytest.mark.parametrize("status", [302, 422])
    def test_whoever_waits_is_woken_by_the_end_of_the_first(self, status, monkeypatch) -> None:
        looks, began, ended = [], Event(), Event()
        look = once.cache.get
        monkeypatch.setattr(once.cache, "get", lambda key: looks.append(key) or look(key))
        monkeypatch.setattr(once, "_wait", lambda *told: (began.set(), WAIT(*told)))
        answers = iter([status, 302, 302])
        worked = []

        def respond(_request: HttpRequest) -> HttpResponse:
            worked.append(1)
            if len(worked) == 1:
                assert ended.wait(10)
            return HttpResponse(status=next(answers), headers={"Location": f"/{len(worked)}/"})

        def send() -> HttpResponse:
            sent = {"form_key": f"of one page {status} {id(looks)}"}
            return once.OnceMiddleware(respond)(RequestFactory().post("/", sent))

        with ThreadPoolExecutor() as pool:
            first = pool.submit(send)
            others = [pool.submit(send) for _ in range(2)]
            assert began.wait(10)
            ended.set()
            told = [one.result(10) for one in (first, *others)]
        assert len(worked) == (1 if status == 302 else 2)
        assert sum(one.status_code == 302 for one in told) == (3 if status == 302 else 2)
        assert len({one["Location"] for one in told if one.status_code == 302}) == 1
        assert len(looks) <= 8, "it asks again and again"


@pytest.mark.usefixtures("doors")
class TestKept:
    def test_a_session_that_ended_loses_nothing(self, acme: Cast) -> None:
        inside, public = browser(acme)
        inside.get(local(carry(inside, public)))
        sent = {**hidden(inside.get(PAGE).content.decode()), **INVITED}
        del inside.cookies["session"]
        asked = inside.post(PAGE, sent, headers=from_here(acme))
        assert asked.status_code == 302
        assert "next=%2Fkept%2F" in asked["Location"]
        back = public.get(local(asked["Location"]))
        assert inside.get(local(back["Location"]))["Location"] == "/kept/"
        assert send_kept(inside, acme)["Location"] == PAGE
        assert invited() == 1
        assert inside.get("/kept/").status_code == 404

    @pytest.mark.parametrize("loses", ["cookie", "token"])
    def test_an_old_token_loses_nothing(self, acme: Cast, loses: str) -> None:
        client = strict(acme, "executive")
        sent = {**hidden(client.get(PAGE).content.decode()), **INVITED}
        if loses == "cookie":
            del client.cookies["csrf"]
        else:
            sent["csrfmiddlewaretoken"] = "x" * 64
        asked = client.post(PAGE, sent, headers=from_here(acme))
        assert (asked.status_code, asked["Location"]) == (302, "/kept/")
        assert invited() == 0
        assert send_kept(client, acme)["Location"] == PAGE
        assert invited() == 1

    def test_a_step_up_asks_by_the_known_address_and_replays(self, acme: Cast) -> None:
        path = "/settings/portfolio/"
        cap = {"form": "cap", "cap": "2", "reason": "Moins, mieux.", "expected_version": "1"}
        inside, public = browser(acme, signed_in_ago=11 * 60)
        inside.get(local(carry(inside, public)))
        page = inside.get(path).content.decode()
        asked = inside.post(path, {**hidden(page), **cap}, headers=from_here(acme))
        assert asked.status_code == 302
        again = public.get(local(asked["Location"]))
        assert email_of("acme", "executive") in again.content.decode()
        code = public.post("/accounts/login/again/", {"next": local(asked["Location"])})
        assert code["Location"].startswith("/accounts/login/code/?next=%2Fcompanies%2F")
        assert mail.outbox[-1].to == [email_of("acme", "executive")]
        assert inside.get("/kept/").status_code == 302, "the old sign-in is over here too"
        verify = {"code": code_in(link_in_mail()), "action": "verify"}
        back = public.post(code["Location"], {**verify, "next": local(asked["Location"])})
        inside.get(local(public.get(back["Location"])["Location"]))
        assert "Moins, mieux." in inside.get("/kept/").content.decode()

    def test_a_page_that_asks_a_fresh_sign_in_leads_there_and_back(self, acme: Cast) -> None:
        inside, public = browser(acme, signed_in_ago=11 * 60)
        inside.get(local(carry(inside, public)))
        asked = inside.get("/settings/keys/")
        assert asked.status_code == 302
        assert "next=%2Fsettings%2Fkeys%2F" in asked["Location"]
        assert "fresh=1" in asked["Location"]

    def test_nobody_else_is_given_it(self, acme: Cast) -> None:
        client = strict(acme, "executive")
        sent = {**hidden(client.get(PAGE).content.decode()), **INVITED}
        client.post(PAGE, {**sent, "csrfmiddlewaretoken": "x"}, headers=from_here(acme))
        other = acme.client("viewer")
        other.cookies["kept"] = client.cookies["kept"].value
        answer = other.get("/kept/")
        assert answer.status_code == 404
        assert INVITED["email"] not in answer.content.decode()
        stranger = acme.client()
        stranger.cookies["kept"] = client.cookies["kept"].value
        assert stranger.get("/kept/").status_code == 302

    def test_a_form_from_elsewhere_is_not_kept(self, acme: Cast) -> None:
        client = strict(acme, "executive")
        sent = {**hidden(client.get(PAGE).content.decode()), **INVITED}
        for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {}):
            wrong = {**sent, "csrfmiddlewaretoken": "x"}
            assert client.post(PAGE, wrong, headers=headers).status_code == 403
        own = {**INVITED, "form_key": "made:up"}
        assert client.post(PAGE, own, headers=from_here(acme)).status_code == 403
        assert not KeptForm.objects.exists()

    def test_passwords_codes_and_files_are_never_kept(self, acme: Cast, now) -> None:
        fields = {"name": ["a"], "password1": ["b"], "oldpassword": ["c"], "code": ["d"]}
        token = keep_form(host="h", path="/", fields=fields, user_id=None, now=now)
        kept = kept_form(token=token or "", host="h", user_id=None, now=now)
        assert kept is not None
        assert kept.fields == {"name": ["a"]}

    def test_it_is_sealed_and_gone_after_half_an_hour(self, acme: Cast, now) -> None:
        token = keep_form(host="h", path="/", fields={"a": ["secret"]}, user_id=None, now=now)
        row = KeptForm.objects.get()
        assert b"secret" not in bytes(row.sealed)
        assert token not in (row.token_digest, row.sealed)
        late = now + timedelta(minutes=30)
        assert kept_form(token=token or "", host="h", user_id=None, now=late) is None
        assert kept_form(token=token or "", host="other", user_id=None, now=now) is None
        delete_expired_forms(now=late)
        assert not KeptForm.objects.exists()

    def test_what_is_too_long_is_not_kept(self, acme: Cast, now) -> None:
        fields = {"a": ["x" * LONGEST]}
        assert keep_form(host="h", path="/", fields=fields, user_id=None, now=now) is None
