"""Browsers on the operator's host, and those that lead there."""

import time
from urllib.parse import urlsplit

from django.test import Client

from tenants.accounts.models import User
from tests.cast import PUBLIC

HOST = "operator.localhost"
OPERATOR = "operator@house.example"


def on_public(user: User) -> Client:
    """The browser of somebody who has just signed in on the public host."""
    public = Client(headers={"host": PUBLIC})
    public.force_login(user)
    session = public.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session["account_authentication_methods_user"] = user._meta.pk.value_to_string(user)
    session.save()
    return public


def on_console(language: str = "en") -> Client:
    return Client(headers={"host": HOST, "accept-language": language})


def local(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def carried(user: User, *, language: str = "en", path: str = "/") -> tuple[Client, str]:
    """A browser on the console's host with its ticket's address, asked for on the public host."""
    inside, public = on_console(language), on_public(user)
    asked = inside.get(path)
    assert urlsplit(asked["Location"]).netloc == PUBLIC
    given = public.get(local(asked["Location"]))
    assert given.status_code == 302, given.content
    assert urlsplit(given["Location"]).netloc == HOST
    return inside, local(given["Location"])


def entered(user: User, **how: str) -> Client:
    inside, ticket = carried(user, **how)
    assert inside.get(ticket)["Location"] == how.get("path", "/")
    return inside


def read(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def row_of(text: str, host: str) -> str:
    (row,) = [one for one in text.split("<tr ") if f">{host}<" in one]
    return row
