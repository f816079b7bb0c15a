"""An integrator's own references, and many measurements at once."""

from datetime import timedelta

import pytest

from portfolio.objectives.models import Measurement, Objective
from tests.conftest import Cast
from tests.portfolio import scene
from tests.portfolio.calls import Call

pytestmark = pytest.mark.django_db
GOAL = {
    "benefit": "time",
    "beneficiaries": "Atelier",
    "kpi": "Jours",
    "unit": "d",
    "direction": "down",
    "baseline": 9,
    "target": 3,
    "external_ref": "ERP-KPI-1",
}


@pytest.fixture
def objective(acme: Cast, api: Call) -> Objective:
    row = scene.started(acme, day=scene.TODAY - timedelta(days=60))
    first = row.objectives.get()
    seen = api("get", f"objectives/{first.id}/").json()
    api("put", f"objectives/{first.id}/", {**seen, "external_ref": "ERP-1"}, **ANY)
    return first


def test_a_reference_finds_its_initiative_and_stands_once(api: Call) -> None:
    made = api("post", "initiatives/", {"title": "A", "external_ref": " ERP-7 "})
    assert made.json()["external_ref"] == "ERP-7"
    found = api("get", "initiatives/?external_ref=ERP-7").json()["results"]
    assert [one["id"] for one in found] == [made.json()["initiative"]["id"]]
    again = api("post", "initiatives/", {"title": "B", "external_ref": "ERP-7"})
    assert (again.status_code, again.json()["code"]) == (409, "external_ref_taken")
    assert again.json()["facts"]["id"] == found[0]["id"]
    other = api("post", "initiatives/", {"title": "B"}).json()["initiative"]["id"]
    taken = api("patch", f"initiatives/{other}/", {"external_ref": "ERP-7"}, **{"if-match": "*"})
    assert taken.json()["code"] == "external_ref_taken"
    same = api("patch", f"initiatives/{found[0]['id']}/", {"external_ref": "ERP-7"}, **ANY)
    assert same.status_code == 200


ANY = {"if-match": "*"}


def test_a_reference_of_an_objective_stays_when_a_person_edits_it(acme: Cast, api: Call) -> None:
    row = scene.idea(acme)
    made = api("post", f"initiatives/{row.id}/objectives/", GOAL).json()
    assert made["external_ref"] == "ERP-KPI-1"
    twice = api("post", f"initiatives/{row.id}/objectives/", GOAL)
    assert twice.json()["code"] == "external_ref_taken"
    without = {name: value for name, value in GOAL.items() if name != "external_ref"}
    changed = api("put", f"objectives/{made['id']}/", {**without, "kpi": "Délai"}, **ANY).json()
    assert (changed["kpi"], changed["external_ref"]) == ("Délai", "ERP-KPI-1")


def test_many_measurements_are_taken_at_once_and_again_without_effect(
    api: Call, objective: Objective
) -> None:
    days = [scene.TODAY - timedelta(days=back) for back in (30, 20, 10)]
    sent = {
        "measurements": [
            {"objective_ref": "ERP-1", "value": value, "on": day.isoformat()}
            for value, day in zip((8, 7.5, "7,1"), days, strict=True)
        ]
    }
    first = api("post", "measurements/", sent)
    assert first.status_code == 201, first.content
    assert [one["value"] for one in first.json()["results"]] == [8, 7.5, 7.1]
    again = api("post", "measurements/", sent)
    assert again.json() == first.json()
    assert Measurement.objects.filter(objective=objective, withdrawn_at=None).count() == 3


def test_one_wrong_measurement_refuses_all_and_says_which(api: Call, objective: Objective) -> None:
    day = (scene.TODAY - timedelta(days=10)).isoformat()
    ahead = (scene.TODAY + timedelta(days=10)).isoformat()
    good = {"objective_id": str(objective.id), "value": 8, "on": day}
    wrong = [
        ({**good, "objective_id": None, "objective_ref": "X"}, 422, "measurements.1.objective_id"),
        ({"objective_ref": "X", "value": 1}, 422, "measurements.1.objective_ref"),
        ({"value": 1}, 422, "measurements.1.objective_ref"),
        ({**good, "on": ahead}, 422, "measurements.1.on"),
    ]
    for entry, status, field in wrong:
        answer = api("post", "measurements/", {"measurements": [good, entry]})
        assert (answer.status_code, [*answer.json()["fields"]]) == (status, [field])
    far = api("post", "measurements/", {"measurements": [good, {**good, "value": 5}]})
    assert (far.status_code, far.json()["code"]) == (409, "same_day")
    assert far.json()["facts"]["place"] == 1
    assert not Measurement.objects.filter(objective=objective).exists()


def test_what_is_measured_is_read_newest_day_first_and_by_day(
    api: Call, objective: Objective
) -> None:
    path = f"initiatives/{objective.initiative_id}/measurements/"
    for back, value in ((10, 7), (30, 8), (20, 7.5)):
        day = (scene.TODAY - timedelta(days=back)).isoformat()
        body = {"objective_id": str(objective.id), "value": value, "on": day}
        assert api("post", path, body).status_code == 201
    seen = [one["value"] for one in api("get", path).json()["results"]]
    assert seen == [7, 7.5, 8]
    since = (scene.TODAY - timedelta(days=20)).isoformat()
    query = f"{path}?since={since}&objective={objective.id}"
    assert [one["value"] for one in api("get", query).json()["results"]] == [7, 7.5]
    assert api("get", f"{path}?limit=1").json()["results"][0]["value"] == 7
