"""The sample companies in a database of their own, and who comes to their doors."""

import json
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.management import call_command
from django.db import connections
from django.db.models import Model, QuerySet, UUIDField
from django.test import Client
from django.test.utils import setup_test_environment
from django.utils import timezone
from django_tenants.utils import schema_context

from tenants.mail.services import send_posted
from tests import databases
from tests.reader import Reader
from tests.recording.forms import forms_of
from tests.recording.frozen import DAY, MOMENT, Clock, Job, hold_jobs
from tests.recording.masks import Masks

MAIN, SMALL, HARD, EMPTY = (
    "ateliers-morel",
    "fonderie-duval",
    "manufacture-generale",
    "maison-neuve",
)
SETS = ("ordinary", "hard", "empty")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEWCOMER = "noe.garcia@ateliers-morel.example"
LETTER = "letter.log"
PEOPLE = {
    "executive": "claire.morel@ateliers-morel.example",
    "lead": "karim.haddad@ateliers-morel.example",
    "captain": "sophie.lambert@ateliers-morel.example",
    "contributor": NEWCOMER,
    "viewer": "yann.legoff@ateliers-morel.example",
}
# A time-ordered id tells the order of making; one drawn by lot tells nothing, and is not named.
ORDERED = 7


@dataclass
class World:
    """What stands in the database, by name, and the clients of everybody who asks."""

    clock: Clock
    jobs: list[Job]
    masks: Masks = field(default_factory=Masks)
    schemas: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def host(self, company: str) -> str:
        return f"{company}.{settings.PUBLIC_HOST}"

    @contextmanager
    def inside(self, company: str) -> Iterator[None]:
        with schema_context(self.schemas[company]):
            yield

    def rows(self, name: str) -> QuerySet[Model]:
        """All rows of the model of that name, whatever app it stands in, in the order of making."""
        return model(name)._default_manager.order_by("pk")

    def one(self, name: str, **asked: Any) -> Any:
        """The first such row of the main company."""
        with self.inside(MAIN):
            found = self.rows(name).filter(**asked).first()
        if found is None:
            raise LookupError(f"no {name} {asked}")
        return found

    def learn(self, *companies: str) -> None:
        """Every row has a name now: its kind, and which of its kind it is."""
        for company in companies or tuple(self.schemas):
            with self.inside(company):
                for one in apps.get_models():
                    if isinstance(one._meta.pk, UUIDField) and not one._meta.pk.remote_field:
                        ids = one._base_manager.order_by("pk").values_list("pk", flat=True)
                        kind = f"{one._meta.model_name}"
                        self.masks.learn_rows(kind, (pk for pk in ids if is_ordered(pk)))

    def browser(
        self, host: str, email: str | None, *, language: str = "fr", minutes_ago: int = 1
    ) -> Client:
        """A browser in that language, signed in there as that person so many minutes ago."""
        client = Reader(headers={"host": host, "accept-language": language})
        client.raise_request_exception = False
        if email is not None:
            user = model("user")._default_manager.get(email=email)
            client.reader_id = user.pk
            client.force_login(user, backend=BACKEND)
            session = client.session
            stamp = self.clock.seconds() - minutes_ago * 60
            session["authenticated_at"] = stamp
            session["account_authentication_methods"] = [{"method": "code", "at": stamp}]
            if host != settings.PUBLIC_HOST:
                found = model("domain")._default_manager.get(domain=host)
                session["company"] = str(found.tenant_id)
                behind = SessionStore()
                behind.create()
                session["public_session"] = behind.session_key
            session.save()
        return client

    def caller(self, key: str, *, company: str = MAIN) -> Client:
        """A program with that key, or with none."""
        headers = {"host": self.host(company), "accept-language": "fr"}
        if text := self.keys.get(key):
            headers["authorization"] = f"Bearer {text}"
        client = Client(headers=headers)
        client.raise_request_exception = False
        return client


def is_ordered(pk: UUID) -> bool:
    return pk.version == ORDERED


def model(name: str) -> type[Model]:
    """The product's model of that name, in whatever app."""
    apps_of_ours = {"tenants", *settings.TENANT_APPS}
    found = [
        one
        for one in apps.get_models()
        if one._meta.model_name == name and one._meta.app_label in apps_of_ours
    ]
    if len(found) != 1:
        raise LookupError(f"{len(found)} models are called {name}")
    return found[0]


@contextmanager
def opened(clock: Clock) -> Iterator[World]:
    """The world until the block ends: then its database and its folder are gone."""
    logging.disable(logging.CRITICAL)
    name = f"recording_{os.getpid()}"
    databases.copy_template(databases.ensure_template(), name)
    connections["default"].settings_dict["NAME"] = name
    try:
        world = World(clock, hold_jobs(import_module("config.celery").app))
        _fill(world)
        yield world
    finally:
        connections.close_all()
        databases.drop(name)


def _fill(world: World) -> None:
    for one in SETS:
        call_command("demo", set=one, today=DAY, stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    setup_test_environment()
    settings.ALLOWED_HOSTS = ["*"]
    for company in (MAIN, SMALL, HARD, EMPTY):
        domain = model("domain")._default_manager.select_related("tenant")
        world.schemas[company] = domain.get(domain=world.host(company)).tenant.schema_name
    _prepare(world)
    world.learn()
    world.jobs.clear()


def _prepare(world: World) -> None:
    """What the year of the sample company has not: keys, a newcomer, an open diagnostic, drafts."""
    boss = world.browser(world.host(MAIN), PEOPLE["executive"])
    for name, scopes in (("read", ["read"]), ("full", ["read", "write", "decide"])):
        page = boss.post("/settings/keys/", {"name": name, "scopes": scopes, "days": 90})
        world.keys[name] = found(r"cap_[0-9a-f]{8}_[\w-]{43}", page)
        world.masks.learn(world.keys[name], f"the {name} key")
    invited = {"email": NEWCOMER, "role": "contributor", "name": "Noé Garcia"}
    boss.post("/settings/members/", invited)
    _ask_the_team(world, boss)
    nobody = world.browser(settings.PUBLIC_HOST, None)
    draft = nobody.post("/diagnostic/first/", {"answer": "2"})["Location"]
    world.tokens["draft"] = draft.split("/")[2]
    nobody.post(draft, {"answer": "1"})
    done = nobody.post("/diagnostic/first/", {"answer": "3"})["Location"]
    world.tokens["finished draft"] = done.split("/")[2]
    _answer_all(nobody, done)
    asked = {"email": "nina@neuf.example", "name": "Nina Neuf", "company": "Neuf et fils"}
    nobody.post("/companies/start/", asked)
    send_posted(now=timezone.now())
    letter = mail.outbox[-1]
    world.tokens["founding"] = found(r"/companies/start/([^/\s]+)/", letter.body)
    _keep_letter(letter.message().as_bytes())
    for name, token in world.tokens.items():
        world.masks.learn(token, f"{name} link")


def _ask_the_team(world: World, boss: Client) -> None:
    """An open diagnostic with a few answers, a link for the team, and somebody behind it."""
    base = boss.post("/diagnostic/start/")["Location"]
    for item, answer in (("G1", "3"), ("P1", "2"), ("P2", "4")):
        boss.post(f"{base}{item}/", {"answer": answer})
    call = world.caller("full")
    asked = call.post(
        f"/api/v1/assessments/{base.split('/')[2]}/invitations/",
        json.dumps({"role": "team"}),
        content_type="application/json",
    )
    world.tokens["team"] = found(r"/voice/([\w-]{43})", asked)
    nobody = world.browser(world.host(MAIN), None)
    own = nobody.post(f"/voice/{world.tokens['team']}/")["Location"]
    world.tokens["own"] = own.split("/")[2]
    nobody.post(nobody.get(own)["Location"], {"answer": "2"})


def _answer_all(nobody: Client, address: str) -> None:
    """Every question of the open diagnostic is answered: by a number, or passed over."""
    base = "/".join(address.split("/")[:3]) + "/"
    for _ in range(80):
        if address.endswith("/summary/"):
            _finish(nobody, base)
            return
        page = nobody.get(address).content.decode()
        names = set(re.findall(r'<(?:input|select)[^>]*\bname="([^"]+)"', page))
        given: dict[str, Any] = dict.fromkeys(names - {"csrfmiddlewaretoken", "form_key"}, "1")
        answer = nobody.post(address, given)
        address = answer.headers.get("Location") or _skipped(nobody, base, page, address)
    raise LookupError(f"no end to the questions of {base}: {address}")


def _finish(nobody: Client, base: str) -> None:
    """What does not go together stays as it is, and the result stands."""
    address = nobody.post(f"{base}summary/")["Location"]
    if address.endswith("/check/"):
        page = nobody.get(address).content.decode()
        shown = [fields for _, fields, names in forms_of(page) if "shown" in names]
        address = nobody.post(address, shown[0])["Location"]
    if not address.endswith("/result/"):
        raise LookupError(f"{base} has no result: {address}")


def _skipped(nobody: Client, base: str, page: str, address: str) -> str:
    """Where "I do not know" leads, or the first answer that is offered."""
    for offered in ["dk", *re.findall(r'name="answer"[^>]*value="([^"]+)"', page)]:
        answer = nobody.post(address, {"answer": offered})
        if "Location" in answer.headers:
            return answer["Location"]
    raise LookupError(f"no answer to {address}")


def _keep_letter(text: bytes) -> None:
    """The demo's letter box holds this letter, written at the frozen moment."""
    folder = Path(settings.EMAIL_FILE_PATH)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LETTER
    path.write_bytes(text)
    os.utime(path, (MOMENT.timestamp(), MOMENT.timestamp()))


def found(pattern: str, where: Any) -> str:
    """The first match in a text or an answer."""
    text = where if isinstance(where, str) else where.content.decode()
    match = re.search(pattern, text)
    if match is None:
        raise LookupError(f"{pattern} is not in {text[:2000]}")
    return match[match.lastindex or 0]
