"""A new password: after a fresh sign-in, told by mail, the end of every other session."""

import time

import pytest
from django.core import mail
from django.test import Client

from tenants.accounts.models import User
from tests.cast import PUBLIC, email_of
from tests.config.test_handover import inside_of, is_asked_to_sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("doors")]
SET, CHANGE = "/accounts/password/set/", "/accounts/password/change/"
LONG = "quatre mots bien longs"


@pytest.fixture
def person(acme) -> User:
    return User.objects.get(email=email_of("acme", "executive"))


def signed_in(user: User, *, ago: float = 0.0) -> Client:
    """A browser on the public host, signed in so many seconds ago."""
    client = Client(headers={"host": PUBLIC})
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time() - ago}]
    session["account_authentication_methods_user"] = user._meta.pk.value_to_string(user)
    session.save()
    return client


def choose(client: Client, password: str, **more: str) -> bool:
    path = CHANGE if more else SET
    answer = client.post(path, {"password1": password, "password2": password, **more})
    return answer.status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_first_password_asks_a_fresh_sign_in(person, method) -> None:
    stale = signed_in(person, ago=11 * 60)
    answer = getattr(stale, method)(SET, {"password1": LONG, "password2": LONG})
    assert 'action="/accounts/login/again/"' in answer.content.decode()
    assert f'value="{SET}"' in answer.content.decode()
    person.refresh_from_db()
    assert not person.has_usable_password()
    assert choose(signed_in(person), LONG)
    person.refresh_from_db()
    assert person.check_password(LONG)


def test_a_new_password_ends_the_other_sessions_and_is_told(acme, person) -> None:
    mine, elsewhere = signed_in(person), signed_in(person)
    there = inside_of(acme, elsewhere)
    assert choose(mine, LONG)
    assert elsewhere.get("/companies/?all=1")["Location"].startswith("/accounts/login/")
    assert is_asked_to_sign_in(there)
    assert mine.get("/companies/?all=1").status_code == 200
    [told] = mail.outbox
    assert told.to == [person.email]
    assert "http://localhost/accounts/login/" in told.body
    assert LONG not in told.body + told.subject

    again, here = signed_in(person), inside_of(acme, mine)
    assert choose(mine, "cinq mots encore plus longs", oldpassword=LONG)
    assert again.get("/companies/?all=1").status_code == 302
    assert is_asked_to_sign_in(here), "handed over anew, without a question"
    assert mine.get("/companies/?all=1").status_code == 200
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("password", ["123456789012", "aaaaaaaaaaaa", "AteliersMorel2026"])
def test_a_guessable_password_is_refused_at_both_doors(person, password) -> None:
    mine = signed_in(person)
    assert not choose(mine, password)
    assert choose(mine, LONG)
    assert not choose(mine, password, oldpassword=LONG)
    person.refresh_from_db()
    assert person.check_password(LONG)
    assert len(mail.outbox) == 1
