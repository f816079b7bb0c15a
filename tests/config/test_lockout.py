"""Nobody is shut out by what others try, and no mailbox is flooded by what others ask."""

import time

import pytest
from django.core import mail
from django.test import Client

from tenants import visitors
from tenants.accounts import adapter
from tenants.accounts.models import User
from tests import proof
from tests.cast import PUBLIC, email_of
from tests.config.conftest import code_in, link_in_mail

pytestmark = pytest.mark.django_db
LOGIN, CODE = "/accounts/login/", "/accounts/login/code/"
BY_PASSWORD = "/accounts/login/password/"
TRIES = proof.size("LOCKOUT_TRIES")
PASSWORD = "une phrase assez longue"
OFFICE, ELSEWHERE = "192.0.2.10", "198.51.100.7"


def browser(address: str = OFFICE) -> Client:
    return Client(headers={"host": PUBLIC}, REMOTE_ADDR=address)


@pytest.fixture
def person(acme) -> User:
    user = User.objects.get(email=email_of("acme", "executive"))
    user.set_password(PASSWORD)
    user.save()
    return user


def enter(client: Client, person: User, password: str = PASSWORD) -> bool:
    client.post(BY_PASSWORD, {"login": person.email, "password": password})
    return "_auth_user_id" in client.session


def ask(client: Client, email: str) -> int:
    """How many mails one more request sends."""
    before = len(mail.outbox)
    client.post(LOGIN, {"email": email})
    return len(mail.outbox) - before


def enter_by_code(client: Client, person: User) -> bool:
    if not ask(client, person.email):
        return False
    client.post(CODE, {"code": code_in(link_in_mail()), "action": "verify"})
    return "_auth_user_id" in client.session


def known(person: User, address: str = OFFICE) -> Client:
    """A browser that this person has signed in with before, and signed out of."""
    client = browser(address)
    assert enter(client, person)
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session
    return client


def guess(client: Client, person: User) -> None:
    assert not any(enter(client, person, f"wrong {number}") for number in range(TRIES))


def test_a_good_password_is_not_refused_for_bad_ones_from_elsewhere(person) -> None:
    guess(browser(ELSEWHERE), person)
    assert enter(browser(), person)
    proof.measured("lockout", done={"LOCKOUT_TRIES": TRIES})


def test_the_harness_catches_passwords_counted_by_address_alone(person, monkeypatch) -> None:
    monkeypatch.setattr(adapter, "counted_as", lambda _, *, email: email)
    guess(browser(ELSEWHERE), person)
    assert not enter(browser(), person)
    proof.caught("lockout", "passwords counted by address alone")


def test_a_known_browser_is_not_refused_for_bad_ones_from_its_own_office(person) -> None:
    mine = known(person)
    guess(browser(), person)
    assert enter(mine, person)


def test_the_harness_catches_a_known_browser_that_is_not_told_apart(person, monkeypatch) -> None:
    mine = known(person)
    monkeypatch.setattr(visitors, "_known_cookie", lambda *_: "")
    guess(browser(), person)
    assert not enter(mine, person)
    proof.caught("lockout", "known browser not told apart")


def test_bad_passwords_of_one_account_refuse_no_other_of_the_office(acme, person) -> None:
    other = email_of("acme", "viewer")
    for number in range(TRIES):
        browser().post(BY_PASSWORD, {"login": other, "password": f"wrong {number}"})
    assert enter(browser(), person)


def test_who_guesses_is_stopped_after_five(person) -> None:
    stranger = browser(ELSEWHERE)
    assert not any(enter(stranger, person, f"wrong {number}") for number in range(5))
    assert not enter(stranger, person), "even with the right one"
    assert not enter(browser(ELSEWHERE), person), "in another browser too"


def test_a_known_browser_is_stopped_after_five_as_well(person) -> None:
    mine = known(person)
    assert not any(enter(mine, person, f"wrong {number}") for number in range(5))
    assert not enter(mine, person)


def test_a_browser_known_to_one_is_a_stranger_to_another(acme, person) -> None:
    mine, other = known(person), User.objects.get(email=email_of("acme", "viewer"))
    other.set_password(PASSWORD)
    other.save()
    for number in range(5):
        enter(browser(), other, f"wrong {number}")
    assert not enter(mine, other)


def test_a_cookie_of_ones_own_making_is_none(person) -> None:
    forger = browser(ELSEWHERE)
    forger.cookies["known"] = "eyJvZiI6IngiLCJhcyI6InkifQ:1abcde:forged"
    assert not any(enter(forger, person, f"wrong {number}") for number in range(5))
    assert not enter(forger, person)


def test_mails_to_one_address_are_capped_by_the_day(acme, person, monkeypatch) -> None:
    moment = [time.time()]
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: moment[0])
    for number in range(60):
        moment[0] += 60
        ask(browser(f"198.51.100.{number % 20}"), person.email)
    assert len(mail.outbox) == 30
    for path, more in [("/companies/start/", {"name": "A", "company": "B"}), (LOGIN, {})]:
        browser(ELSEWHERE).post(path, {"email": person.email, **more})
    assert len(mail.outbox) == 30, "whatever the mail"
    moment[0] += 24 * 3600
    assert ask(browser(ELSEWHERE), person.email) == 1


def test_who_was_let_in_before_gets_a_code_while_strangers_ask_for_many(
    acme, person, monkeypatch
) -> None:
    moment, mine = [time.time()], known(person)
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: moment[0])
    for number in range(100):
        moment[0] += 60
        ask(browser(f"198.51.100.{number}"), person.email)
    assert enter_by_code(mine, person)
    assert enter_by_code(browser(), person), "in a new browser at the same place too"
    assert enter(browser("203.0.113.5"), person), "and anywhere by password"


def test_the_harness_catches_mails_counted_by_address_alone(acme, person, monkeypatch) -> None:
    moment, mine = [time.time()], known(person)
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: moment[0])
    monkeypatch.setattr(visitors, "_known_cookie", lambda *_: "")
    monkeypatch.setattr(visitors, "_place", lambda _, email: visitors._digest(email))
    for number in range(100):
        moment[0] += 60
        ask(browser(f"198.51.100.{number}"), person.email)
    assert not enter_by_code(mine, person)
    proof.caught("lockout", "mails counted by address alone")


def test_one_place_asks_for_ten_a_day(acme, person, monkeypatch) -> None:
    moment = [time.time()]
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: moment[0])
    sent = 0
    for _ in range(20):
        moment[0] += 60
        sent += ask(browser(ELSEWHERE), person.email)
    assert sent == 10
    assert ask(browser(), person.email) == 1
