from datetime import timedelta

import pytest
from django.utils import timezone

from governance.decisions.models import Decision
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from portfolio.reviews.services.reviews import open_review
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, ready, started


def test_an_initiative_is_proposed_described_and_qualified(acme, api) -> None:
    created = api("post", "initiatives/", {"title": "Devis en trois jours"})
    assert created.status_code == 201
    body = created.json()
    path = f"initiatives/{body['initiative']['id']}/"
    taps = {"value_tap": "medium", "effort_tap": "small", "cost_tap": "small"}
    changed = api(
        "patch",
        path,
        {"estimates": taps, "budget": 24_000, "next_step": {"text": "Choisir l’outil"}},
        **{"if-match": created["ETag"]},
    )
    assert changed.status_code == 200, changed.content
    assert changed.json()["initiative"]["value"] == {
        "low": 10_000,
        "likely": 20_000,
        "high": 40_000,
    }
    assert [t["amount"] for t in changed.json()["tranches"]] == [12_000, 12_000]
    objective = {
        "benefit": "quality",
        "beneficiaries": "l’atelier",
        "kpi": "Délai",
        "unit": "j",
        "direction": "down",
        "baseline": 9,
        "target": 3,
        "target_on": str(TODAY + timedelta(days=200)),
    }
    assert api("post", f"{path}objectives/", objective).status_code == 201
    decided = api("post", f"{path}decisions/", {"verdict": "qualify"})
    assert (decided.status_code, decided.json()["state"]) == (201, "backlog")


def test_a_change_without_or_with_an_old_version_is_refused(acme, api) -> None:
    row = ready(acme)
    path = f"initiatives/{row.id}/"
    assert api("patch", path, {"title": "x"}).status_code == 428
    old = api("patch", path, {"title": "x"}, **{"if-match": '"1"'})
    assert (old.status_code, old.json()["code"]) == (412, "stale_version")
    assert Initiative.objects.get(id=row.id).title == row.title


def test_a_full_portfolio_answers_409_with_names_and_ids(acme, api) -> None:
    three = [started(acme, f"Priorité {n}") for n in (1, 2, 3)]
    row = ready(acme, "Quatrième")
    answer = api("post", f"initiatives/{row.id}/decisions/", {"verdict": "start"})
    assert (answer.status_code, answer.json()["code"]) == (409, "cap_reached")
    facts = answer.json()["facts"]
    assert [one["id"] for one in facts["initiatives"]] == [str(one.id) for one in three]
    assert "Priorité 2" in answer.json()["detail"]


def test_a_trade_off_is_one_call(acme, api) -> None:
    first, *_ = [started(acme, f"Priorité {n}") for n in (1, 2, 3)]
    row = ready(acme, "Quatrième")
    instead = {
        "initiative_id": str(first.id),
        "verdict": "stop",
        "reason": "plus de capitaine",
        "lesson": "nommer d’abord",
    }
    answer = api(
        "post",
        f"initiatives/{row.id}/decisions/",
        {"verdict": "start", "instead_of": instead},
        **{"idempotency-key": "une fois"},
    )
    assert answer.status_code == 201, answer.content
    assert answer.json()["gave_way"]["state"] == "stopped"
    before = Decision.objects.count()
    again = api(
        "post",
        f"initiatives/{row.id}/decisions/",
        {"verdict": "start", "instead_of": instead},
        **{"idempotency-key": "une fois"},
    )
    assert (again.status_code, again.json()) == (201, answer.json())
    assert Decision.objects.count() == before


@pytest.mark.parametrize(
    "field",
    ["state", "slot", "version", "decision_number", "proposed_by", "succeeded", "started_on"],
)
def test_no_field_that_a_decision_owns_is_written_by_a_patch(acme, api, field) -> None:
    row = ready(acme)
    answer = api("patch", f"initiatives/{row.id}/", {field: "active"}, **{"if-match": "*"})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert Initiative.objects.get(id=row.id).state == State.BACKLOG


def test_a_key_without_the_scope_decides_nothing(acme) -> None:
    row = ready(acme)
    call = caller(acme, "executive", scopes=("read", "write"))
    answer = call("post", f"initiatives/{row.id}/decisions/", {"verdict": "start"})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_lists_are_filtered_and_paged(acme, api) -> None:
    for number in range(3):
        scene.idea(acme, f"Idée {number}")
    started(acme)
    page = api("get", "initiatives/?state=proposed&limit=2").json()
    assert [one["title"] for one in page["results"]] == ["Idée 2", "Idée 1"]
    following = api("get", page["next"].split("/api/v1/")[1]).json()
    assert [one["title"] for one in following["results"]] == ["Idée 0"]
    assert api("get", "initiatives/?password=x").status_code == 422


def test_measurements_and_expenses_are_entered(acme, api) -> None:
    row = started(acme, budget=24_000)
    objective = str(scene.only_objective(row).id)
    path = f"initiatives/{row.id}/"
    measured = api("post", f"{path}measurements/", {"objective_id": objective, "value": 7.5})
    assert (measured.status_code, measured.json()["value"]) == (201, 7.5)
    money = {"amount": 12_001, "label": "caméras"}
    refused = api("post", f"{path}expenses/", {**money, "is_commitment": True})
    assert (refused.status_code, refused.json()["facts"]["offers"]) == (409, ["release"])
    spent = api("post", f"{path}expenses/", money)
    assert (spent.status_code, spent.json()["beyond_tranche"]) == (201, True)
    assert len(api("get", f"{path}expenses/").json()["results"]) == 1


def test_the_overviews_answer(acme, api) -> None:
    row = started(acme)
    assert api("get", "dashboard/").json()["course"]["unknown"] == 1
    slots = api("get", "portfolio/").json()["slots"]
    assert [slot["initiative"] and slot["initiative"]["id"] for slot in slots] == [
        str(row.id),
        None,
        None,
    ]
    assert api("get", "reviews/").json()["results"] == []


def test_a_review_is_read_and_decided(acme, api) -> None:
    row = started(acme)
    today = timezone.localdate()
    review = open_review(acting(acme.actor("executive"), now=timezone.now(), today=today))
    item = api("get", f"reviews/{review.id}/").json()["items"][0]
    assert item["initiative"]["id"] == str(row.id)
    path = f"reviews/{review.id}/items/{item['id']}/decisions/"
    answer = api("post", path, {"verdict": str(Verdict.CONTINUE)})
    assert answer.status_code == 201, answer.content
    assert api("get", "reviews/").json()["results"][0]["decided"] == 1


def test_the_description_names_every_route_of_the_portfolio(acme) -> None:
    client = acme.client("executive")
    document = client.get("/api/v1/schema/").json()
    paths = set(document["paths"])
    assert "/api/v1/initiatives/{initiative_id}/decisions/" in paths
    assert "/api/v1/dashboard/" in paths
