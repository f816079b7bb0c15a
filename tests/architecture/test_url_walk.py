"""Every address × everybody × own, foreign and invented ids: who gets what, and nobody B's bytes.

What is expected stands in the permission file. A route that is missing there fails, and so does
one whose arguments nobody here can fill.
"""

import base64
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django_tenants.utils import tenant_context

from assessments.answers.models import Assessment
from assessments.questionnaire import selectors as catalogue
from assessments.results.selectors import outcome_of
from governance.access.rules.permissions import (
    NO_PERMISSION,
    PUBLIC,
    Cell,
    Column,
)
from governance.access.selectors import permission_table
from governance.api import throttles
from governance.keys.services import create_key
from governance.members.models import Member
from portfolio.initiatives.models import InitiativeDecision
from tenants.accounts.models import User
from tenants.checks import company_models
from tenants.companies.models import Organization
from tenants.ids import uuid7
from tests import proof
from tests.architecture.furniture import contents, furnish
from tests.architecture.routes import ALIASES, Route, routes
from tests.cast import PUBLIC as PUBLIC_HOST
from tests.conftest import Cast, acting, sign_in

COLUMNS = {
    "executive": Column.EXECUTIVE,
    "lead": Column.AI_LEAD,
    "contributor": Column.CONTRIBUTOR,
    "viewer": Column.VIEWER,
}
STRANGERS = ("anonymous", "other company", "outsider", "removed")
MARKS = {"acme": "CANARYA", "globex": "CANARYB"}
WORDS = {
    "number": 1,
    "position": 1,
    "list_name": "decisions",
    "form": "csv",
    "months": 1,
    "token": "nonsense",
    "name": "nonsense",
    "item": "G1",
    "verdict": "continue",
    "lang": "fr",
    "use_case_id": "UC01",
    "action_id": "PIL-01",
}
SIGN_IN = re.compile(r"/accounts/login/|/companies/[0-9a-f-]+/enter/")
# What is read of a diagnostic once it is finished, and held against the one before.
FINISHED = {
    "assessment_pdf",
    "assessment_send",
    "api_assessment_comparison",
    "api_assessment_mails",
    "api_assessment_pdf",
    "api_assessment_recommendations",
    "api_assessment_result",
    "api_assessment_uses",
}
# They would end the walk of whoever asks.
FAREWELLS = {"sign_out", "account_logout", "account_again"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

# Since it was last judged.
visited: Counter[str] = Counter()


@dataclass
class World:
    acme: Cast
    globex: Cast
    clients: dict[str, Client]
    values: dict[str, dict[str, Any]]


@pytest.fixture
def world(acme: Cast, globex: Cast, now) -> World:
    furnish(acme, MARKS["acme"], now)
    own = {**ids(acme), "finished": finish(acme, now)}
    with tenant_context(globex.company):
        furnish(globex, MARKS["globex"], now)
        foreign = {**ids(globex), "finished": finish(globex, now)}
    clients = {part: browser(acme.client(part)) for part in COLUMNS}
    clients["captain"] = browser(acme.client("captain"))
    clients |= strangers(acme, globex, now)
    invented = {name: uuid7() for name in own}
    return World(acme, globex, clients, {"own": own, "foreign": foreign, "invented": invented})


def browser(client: Client) -> Client:
    client.raise_request_exception = False
    return client


def strangers(acme: Cast, globex: Cast, now) -> dict[str, Client]:
    """Nobody, B's executive with B's session, somebody signed in here, and one who left."""
    outsider, removed, replayed = acme.client(), acme.client("captain"), acme.client()
    sign_in(outsider, user=User.objects.get(email="outsider@nowhere.example"), cast=acme)
    left = Member.objects.create(
        user_id=uuid7(), email="left@acme.example", role="executive", joined_at=now, left_at=now
    )
    gone = User.objects.create_user(left.email, created_at=now)
    Member.objects.filter(id=left.id).update(user_id=gone.id)
    removed = acme.client()
    sign_in(removed, user=gone, cast=acme)
    replayed.cookies = globex.client("executive").cookies
    every = (acme.client(), replayed, outsider, removed)
    return {name: browser(one) for name, one in zip(STRANGERS, every, strict=True)}


def ids(cast: Cast) -> dict[str, Any]:
    """Model name → the id of a row of the current company."""
    found = {model._meta.model_name: model._default_manager.first() for model in company_models()}
    missing = [name for name, row in found.items() if row is None]
    assert missing == []
    found["member"] = cast.members["viewer"]
    found["decision"] = InitiativeDecision.objects.select_related("decision").first().decision
    return {name: row.pk for name, row in found.items()} | {"organization": cast.company.id}


def finish(cast: Cast, now) -> Any:
    """The id of a finished assessment that has one before it."""
    questionnaire = catalogue.questionnaire("1.0.0")
    outcome = outcome_of(questionnaire=questionnaire, answers={"G1": 2, "P1": 1})
    done = [
        Assessment.objects.create(
            questionnaire_version=questionnaire.version,
            state="completed",
            started_by=cast.members["lead"],
            started_at=now - timedelta(days=days),
            completed_at=now - timedelta(days=days),
            result=outcome.result,
            advice=outcome.advice,
        )
        for days in (200, 1)
    ]
    return done[-1].id


def fill(route: Route, values: dict[str, Any]) -> dict[str, Any]:
    """A value for each argument of the route, by its name; fails where nobody knows one."""
    filled = {}
    for argument in route.arguments:
        name = argument.removesuffix("_id").replace("_", "")
        name = name if name in values else ALIASES.get(name, name)
        if argument == "assessment_id" and route.name in FINISHED:
            filled[argument] = values["finished"]
        elif argument in WORDS:
            filled[argument] = WORDS[argument]
        else:
            assert name in values, f"{route.name}: what is {argument}?"
            filled[argument] = values[name]
    return filled


def has_id(route: Route) -> bool:
    return any(argument not in WORDS for argument in route.arguments)


def asks(route: Route) -> str:
    ask = permission_table().ask(route.name)
    return "nothing: it stands in no file" if ask is None else ask.permission


def check_answer(answer: HttpResponse, where: str) -> list[str]:
    """What no answer may be or lack, whoever asked for what."""
    visited[where] += 1
    found = []
    if answer.status_code >= 500 and answer.status_code != 503:
        cause = getattr(answer, "exc_info", None)
        found.append(f"{where}: {answer.status_code} {cause[1]!r}" if cause else where)
    for header, value in HEADERS.items():
        if value not in answer.headers.get(header, ""):
            found.append(f"{where}: {header} is {answer.headers.get(header)}")
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        found.append(f"{where}: policy {policy!r}")
    return found


def judge(found: list[str]) -> None:
    """Every address that was visited answered as it should."""
    proof.measured("urls", done={"URL_VISITS": visited.total()}, figures={"mistakes": len(found)})
    visited.clear()
    assert not found, "\n".join(found)


def foreign_bytes(answer: HttpResponse) -> bool:
    """Does a byte of B stand in the answer, plain or encoded, in its body or its headers?"""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body + repr(answer.headers).encode()
    mark = MARKS["globex"].encode()
    forms = {mark, mark.lower(), quote(mark).encode(), base64.b64encode(mark)[:-2]}
    return any(form in text for form in forms)


def is_sign_in(answer: HttpResponse) -> bool:
    if answer.status_code == 302:
        return SIGN_IN.search(answer.headers["Location"]) is not None
    return answer.status_code == 401


def mistakes(route: Route, who: str, whose: str, answer: HttpResponse) -> list[str]:
    """Where the answer is not what the permission file promises."""
    status = answer.status_code
    where = f"GET {route.name} as {who}, {whose} id: {status}"
    if status == 405 or asks(route) == PUBLIC:
        return []
    if who in ("anonymous", "other company") or route.name.startswith("api_"):
        return [] if is_sign_in(answer) else [where]
    if who in STRANGERS:
        return [] if status in (403, 404) else [where]
    cell = cell_of(route, who)
    if cell is Cell.NO:
        return [] if status in (403, 404) else [where]
    if whose != "own" and has_id(route):
        asks_again = cell is not Cell.YES and (status == 403 or is_sign_in(answer))
        return [] if status == 404 or asks_again else [where]
    fine = {200, 302} if cell is Cell.YES else {200, 302, 403}
    return [] if status in fine else [where]


def cell_of(route: Route, who: str) -> Cell:
    permission = asks(route)
    if permission in NO_PERMISSION:
        return Cell.YES
    table = permission_table()
    if who != "captain":
        return table.cell(permission=permission, column=COLUMNS[who])
    by_role = table.cell(permission=permission, column=Column.CONTRIBUTOR)
    by_relation = table.cell(permission=permission, column=Column.CAPTAIN)
    return by_role if by_relation is Cell.NO or by_role is Cell.YES else Cell.OWN


def filled(world: World, side: str) -> Iterator[tuple[Route, str, dict[str, Any]]]:
    """Each route with whose ids stand in it: once where it holds none."""
    for route in routes(side):
        for whose, values in world.values.items():
            if whose == "own" or has_id(route):
                yield route, whose, values


def test_everybody_gets_what_the_permission_file_says(world: World) -> None:
    found: list[str] = []
    for route, whose, values in filled(world, "company"):
        path = route.path(fill(route, values))
        for who, client in world.clients.items():
            if route.name in FAREWELLS:
                continue
            answer = client.get(path)
            found += mistakes(route, who, whose, answer)
            found += check_answer(answer, f"GET {path} as {who}")
            if foreign_bytes(answer):
                found.append(f"GET {path} as {who} shows B")
    judge(found)


def test_a_key_opens_its_own_company_and_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttles, "REQUESTS_PER_MINUTE", 10**9)
    made = create_key(
        acting(world.acme.actor("executive"), now=timezone.now(), today=timezone.now().date()),
        name="walk",
        scopes=["read", "write", "decide"],
        days=30,
    )
    found: list[str] = []
    for route, whose, values in filled(world, "company"):
        if not route.name.startswith("api_"):
            continue
        path = route.path(fill(route, values))
        for host in (world.acme.host, world.globex.host):
            headers = {"host": host, "authorization": f"Bearer {made.text}"}
            client = browser(Client(headers=headers))
            for send in (client.get, client.post, client.patch, client.delete):
                answer = send(path)
                where = f"{answer.wsgi_request.method} {path} on {host}: {answer.status_code}"
                found += check_answer(answer, where)
                if foreign_bytes(answer):
                    found.append(f"{where} shows B")
                if host == world.globex.host and asks(route) != PUBLIC:
                    found += [] if answer.status_code == 401 else [where]
                elif send == client.get and answer.status_code != 405:
                    is_own = whose == "own" or not has_id(route)
                    fine = answer.status_code == (200 if is_own else 404)
                    found += [] if fine or asks(route) == PUBLIC else [where]
    judge(found)


def test_an_empty_form_is_never_an_error_of_ours(world: World) -> None:
    before = contents(world.globex.company.schema_name)
    found: list[str] = []
    for route, whose, values in filled(world, "company"):
        path = route.path(fill(route, values))
        for who, client in world.clients.items():
            if route.name in FAREWELLS:
                continue
            answer = client.post(path)
            found += check_answer(answer, f"POST {path} as {who}, {whose} id")
            if foreign_bytes(answer):
                found.append(f"POST {path} as {who} shows B")
    judge(found)
    assert contents(world.globex.company.schema_name) == before


def test_the_public_host_shows_nothing_of_a_company_and_never_breaks(
    world: World, mailoutbox
) -> None:
    user = User.objects.get(email="executive@acme.example")
    member = browser(Client(headers={"host": PUBLIC_HOST}))
    member.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    nobody = browser(Client(headers={"host": PUBLIC_HOST}))
    found: list[str] = []
    for route, whose, values in filled(world, "public"):
        path = route.path(fill(route, values))
        for who, client in {"nobody": nobody, "member": member}.items():
            for send in (client.get, client.post):
                if route.name in FAREWELLS:
                    continue
                answer = send(path)
                found += check_answer(answer, f"{path} as {who}, {whose} id")
                if foreign_bytes(answer) or MARKS["acme"].encode() in answer.content:
                    found.append(f"{path} as {who} shows what a company wrote")
            if asks(route) != PUBLIC and who == "nobody" and not is_sign_in(client.get(path)):
                found.append(f"{path} lets nobody in")
    judge(found)


def test_answers_without_a_page_carry_the_headers_too(world: World) -> None:
    nobody = browser(Client(headers={"host": "unknown.localhost"}))
    found = check_answer(nobody.get("/"), "unknown host")
    for client in (world.clients["viewer"], world.clients["anonymous"]):
        found += check_answer(client.get("/no/such/page/"), "unknown page")
        found += check_answer(client.get("/api/v1/no/such/page"), "unknown endpoint")
    judge(found)


def test_the_walk_would_see_a_byte_of_the_other_company(world: World) -> None:
    mark = MARKS["globex"]
    assert foreign_bytes(HttpResponse(f"<p>{mark} name</p>"))
    assert foreign_bytes(HttpResponse(base64.b64encode(mark.encode())))
    assert foreign_bytes(HttpResponse(headers={"Location": f"/{mark.lower()}/"}))
    assert not foreign_bytes(HttpResponse(MARKS["acme"]))
    with tenant_context(world.globex.company):
        assert Member.objects.filter(name__contains=mark).exists()
    proof.caught("urls", "foreign byte")


def test_the_walk_would_see_a_permission_that_is_not_asked() -> None:
    route = Route("company", "settings_keys", ())
    for who in ("anonymous", "viewer", "outsider", "removed", "captain"):
        assert mistakes(route, who, "own", HttpResponse("keys"))
    assert not mistakes(route, "executive", "own", HttpResponse("keys"))
    own = Route("company", "mandate", ("mandate_id",))
    assert mistakes(own, "executive", "foreign", HttpResponse("theirs"))
    assert check_answer(HttpResponse("bare", status=500), "here")
    proof.caught("urls", "permission not asked")


def test_both_companies_are_furnished(world: World) -> None:
    assert len(world.values["own"]) == len(company_models()) + 2
    assert Organization.objects.filter(id=world.values["foreign"]["organization"]).exists()
