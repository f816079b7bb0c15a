import re

import pytest
from django.core import mail
from django.test import Client

from tenants.accounts.models import User
from tests.cast import PUBLIC, email_of
from tests.config.conftest import code_in, link_in_mail

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
CODE = "/accounts/login/code/"


def ask(public, email, next_path=""):
    return public.post(LOGIN, {"email": email, "next": next_path})


def test_the_mailed_link_fills_in_the_code_and_a_click_signs_in(acme, public):
    answer = ask(public, email_of("acme", "executive"), "/companies/?all=1")
    assert answer.status_code == 302
    assert answer["Location"].startswith(CODE)
    link = link_in_mail()
    page = public.get(link)
    assert code_in(link) in page.content.decode()
    assert "_auth_user_id" not in public.session, "reading the page must not sign in"
    answer = public.post(CODE, {"code": code_in(link), "action": "verify", "next": "/companies/"})
    assert (answer.status_code, answer["Location"]) == (302, "/companies/")
    assert public.session["_auth_user_id"] == str(acme.members["executive"].user_id)


def test_a_code_works_once_and_only_in_the_browser_that_asked(acme, public, client):
    ask(public, email_of("acme", "executive"))
    link = link_in_mail()
    other = client.post(CODE, {"code": code_in(link)}, headers={"host": "localhost"})
    assert (other.status_code, other["Location"]) == (302, LOGIN)
    public.post(CODE, {"code": code_in(link), "action": "verify"})
    public.post("/accounts/logout/")
    again = public.post(CODE, {"code": code_in(link), "action": "verify"})
    assert (again.status_code, again["Location"]) == (302, LOGIN)
    assert "_auth_user_id" not in public.session


def test_three_wrong_codes_end_the_attempt(acme, public):
    ask(public, email_of("acme", "executive"))
    for _ in range(3):
        public.post(CODE, {"code": "WRONG1", "action": "verify"})
    public.post(CODE, {"code": code_in(link_in_mail()), "action": "verify"})
    assert "_auth_user_id" not in public.session


def test_known_and_unknown_addresses_get_the_same_answer(acme, public):
    shapes = []
    for email in ["abcdefghi@acme.example", email_of("acme", "executive")]:
        asked = ask(public, email)
        page = public.get(CODE).content.decode().replace(email, "x@y")
        page = page.split("</head>")[1]
        shapes.append((asked.status_code, asked["Location"], _without_tokens(page)))
        public.cookies.clear()
    assert shapes[0] == shapes[1]
    assert len(mail.outbox) == 2, "both cost the same work"
    assert "/companies/start/" in mail.outbox[0].body


def test_a_known_and_an_unknown_address_fail_alike_with_a_password(acme, public):
    pages = []
    for email in [email_of("acme", "executive"), "nobody@acme.example"]:
        data = {"login": email, "password": "wrong password here"}
        answer = public.post("/accounts/login/password/", data)
        pages.append(_without_tokens(answer.content.decode().replace(email, "x@y")))
        assert answer.status_code == 200
    assert pages[0] == pages[1]


def test_a_password_is_an_option(acme, public):
    user = User.objects.get(email=email_of("acme", "executive"))
    user.set_password("une phrase assez longue")
    user.save()
    data = {"login": user.email, "password": "une phrase assez longue", "next": "/companies/new/"}
    answer = public.post("/accounts/login/password/", data)
    assert (answer.status_code, answer["Location"]) == (302, "/companies/new/")


def test_the_fourth_mail_in_a_minute_to_one_address_is_not_sent(acme, public):
    for _ in range(5):
        ask(public, email_of("acme", "executive"))
    assert len(mail.outbox) == 3


def test_nobody_signs_up_by_a_form_of_the_library(public):
    for path in ["/accounts/signup/", "/accounts/email/", "/accounts/password/reset/"]:
        assert public.get(path).status_code == 404


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http://acme.localhost/",
        "/a\nb",
    ],
)
def test_sign_in_never_leads_elsewhere(acme, public, target):
    ask(public, email_of("acme", "executive"), target)
    assert "evil" not in mail.outbox[-1].body
    data = {"code": code_in(link_in_mail()), "action": "verify", "next": target}
    answer = public.post(CODE, data)
    assert answer["Location"] == "/companies/"


def test_links_name_the_public_host_whatever_the_request_says(acme, public):
    public.post(LOGIN, {"email": email_of("acme", "executive")}, headers={"host": "127.0.0.1"})
    assert "http://localhost/accounts/login/code/" in mail.outbox[-1].body
    assert "127.0.0.1" not in mail.outbox[-1].body


def test_sign_out_is_a_form_and_clears_the_browser(acme, public):
    user = User.objects.get(email=email_of("acme", "executive"))
    public.force_login(user)
    assert public.get("/accounts/logout/").status_code == 405
    answer = public.post("/accounts/logout/")
    assert "cookies" not in answer["Clear-Site-Data"]
    assert answer.cookies["session"]["max-age"] == 0
    assert set(answer.cookies) == {"session", "csrf"}
    assert "_auth_user_id" not in public.session


def _without_tokens(page: str) -> str:
    return re.sub(r'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"', "", page)


def test_a_link_opened_in_another_browser_says_where_it_works(acme, public):
    ask(public, email_of("acme", "executive"))
    other = Client(headers={"host": PUBLIC})
    answer = other.get(link_in_mail())
    assert answer.status_code == 409
    assert "Ce lien s’ouvre ailleurs" in answer.content.decode()
    assert "/accounts/login/" in answer.content.decode()
    assert public.get(link_in_mail()).status_code == 200
