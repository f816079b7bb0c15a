"""What a page, an answer or a change asks of the database, however many rows there are."""

from collections.abc import Callable
from datetime import date

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from governance.members.models import Member
from portfolio.forecast import selectors as forecasts
from portfolio.initiatives.selectors.answers import ListedCards
from portfolio.notes.services import write_note
from portfolio.proposals.services import ask_proposer, join_initiative
from portfolio.standing.selectors.records import load_records
from portfolio.standing.services import rebuild
from tenants import hosts
from tests.conftest import Cast, acting
from tests.counting import statements
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.standing.crowd import crowd

Call = Callable[..., object]


def test_a_statement_sent_past_django_is_counted(db) -> None:
    with statements() as sent:
        Member.objects.none().exists()
        with psycopg.Cursor(connection.connection) as cursor:
            cursor.execute("SELECT 1")
        connection.connection.execute("SELECT 2")
    assert sent[-2:] == ["SELECT 1", "SELECT 2"]


@pytest.fixture(autouse=True)
def _known_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, the company's host stays known."""
    monkeypatch.setattr(hosts, "LIFETIME_SECONDS", 3600.0)


@pytest.fixture(params=[50, 2000])
def busy(acme: Cast, day: date, request: pytest.FixtureRequest) -> Cast:
    """Three priorities measured, one idea that may start, and a crowd of ideas."""
    for number in (1, 2):
        row = scene.started(acme, f"Priorité {number}", day=day)
        scene.measure(acme, row, 8, day=day)
    scene.ready(acme, "Prête", day=day)
    crowd(acme, request.param, day=day)
    rebuild(today=day)
    return acme


def count(call: Call, *args, status: int = 200, **more) -> int:
    """How many statements that takes once warm, with the company and the caller."""
    with statements() as sent:
        answer = call(*args, **more)
    assert answer.status_code == status, answer.content
    print(f"{len(sent)} statements: {[' '.join(one.split())[:60] for one in sent]}")
    return len(sent)


def test_the_ceilings_of_answers_and_pages(busy: Cast, day: date, monkeypatch) -> None:
    api, client = caller(busy, "executive"), busy.client("executive")
    row = scene.Initiative.objects.get(title="Priorité 1")
    page, path = reverse("initiative", args=[row.id]), f"initiatives/{row.id}/"
    for warm in (
        lambda: client.get(page),
        lambda: client.get("/portfolio/"),
        lambda: api("get", "me/"),
    ):
        warm()
    with monkeypatch.context() as patch:
        # No read of a true row recomputes a forecast.
        patch.setattr(forecasts, "forecast_measurements", None)
        assert count(api, "get", "initiatives/") <= 3
        assert count(api, "get", "initiatives/?state=proposed&sort=-value&limit=200") <= 3
        assert count(api, "get", path) <= 3
        assert count(api, "get", "dashboard/") <= 3
        assert count(api, "get", "portfolio/") <= 3
        assert count(client.get, reverse("portfolio")) <= 6
        assert count(client.get, reverse("portfolio") + "?q=idée&sort=legal&page=2") <= 6
        assert count(client.get, page) <= 7
        assert count(client.get, reverse("decision_log")) <= 10


def test_a_full_pool_and_a_proposal_that_was_talked_about_ask_no_more(
    busy: Cast, day: date
) -> None:
    for number in range(12 - scene.Initiative.objects.filter(state="backlog").count()):
        scene.qualified(busy, f"Vivier {number}", day=day)
    row, client = scene.idea(busy, "Proposée", day=day), busy.client("executive")
    boss = acting(busy.actor("executive"), now=scene.at(day), today=day)
    join_initiative(boss, initiative_id=row.id)
    ask_proposer(boss, initiative_id=row.id, question="Pour combien de personnes ?")
    write_note(boss, initiative_id=row.id, text="Vu avec l’atelier.")
    rebuild(today=day)
    page = reverse("initiative", args=[row.id])
    said = client.get(page).content.decode()
    assert "Pour combien de personnes ?" in said
    assert "Vu avec l’atelier." in said
    assert "Le vivier est plein" in client.get(reverse("portfolio")).content.decode()
    assert count(client.get, reverse("portfolio")) <= 6
    assert count(client.get, page) <= 7


def test_the_ceilings_of_a_start_and_of_a_measurement(busy: Cast, day: date) -> None:
    api = caller(busy, "executive")
    api("get", "me/")
    row = scene.Initiative.objects.get(title="Prête")
    said = {"verdict": "start"}
    assert count(api, "post", f"initiatives/{row.id}/decisions/", said, status=201) <= 19
    objective = scene.only_objective(row)
    told = {"objective_id": str(objective.id), "value": 8, "on": str(day)}
    path = f"initiatives/{row.id}/measurements/"
    assert count(api, "post", path, told, status=201) <= 13


def test_the_ceilings_of_a_proposal_and_of_a_company_s_first_start(acme: Cast, day: date) -> None:
    """With its first start a company's reviews, its board's page and its quarters become due."""
    row = scene.ready(acme, "Prête", day=day)
    crowd(acme, 2000, day=day)
    rebuild(today=day)
    api = caller(acme, "executive")
    api("get", "me/")
    idea = {"title": "Une de plus", "benefit": "time", "confirmed": True}
    assert count(api, "post", "initiatives/", idea, status=201) <= 12
    said = {"verdict": "start"}
    assert count(api, "post", f"initiatives/{row.id}/decisions/", said, status=201) <= 20


@pytest.mark.parametrize("what", ["records", "list"])
def test_what_every_answer_waits_for_is_planned_once(acme: Cast, day: date, what: str) -> None:
    row = scene.ready(acme, "Prête", day=day)
    crowd(acme, 2000, day=day)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE portfolio_initiative, portfolio_objective")
    rebuild(today=day)
    of, read = {
        "records": ("%portfolio_guardreading%", lambda: load_records([row.id], today=day)),
        "list": ("%AS place%", lambda: ListedCards(today=day, filters={}).order_by("-id")[:51]),
    }[what]
    before = planned_anew(of)
    for _ in range(12):
        read()
    # The server looks at five plans before it keeps one.
    assert planned_anew(of) - before <= 5


def planned_anew(of: str) -> int:
    """How many plans the server made for one reading alone, in statements like that."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(custom_plans), 0)::int FROM pg_prepared_statements"
            " WHERE statement LIKE %s",
            [of],
        )
        return cursor.fetchone()[0]
