"""What GET gives, PUT takes: as it was, or changed."""

from datetime import timedelta

from django.utils import timezone

from portfolio.criteria.models import StopCriterion
from tests.portfolio import scene
from tests.portfolio.scene import TODAY

GOAL = {
    "benefit": "quality",
    "beneficiaries": "l’atelier",
    "kpi": "Délai",
    "unit": "j",
    "direction": "down",
    "baseline": 9.5,
    "target": 3,
    "target_on": str(TODAY + timedelta(days=200)),
}
LATER = {"id": "00000000-0000-7000-8000-000000000000", "version": 99, "promised_target": 1}


def test_an_objective_comes_back_as_it_was_or_changed(acme, api) -> None:
    row = scene.idea(acme)
    made = api("post", f"initiatives/{row.id}/objectives/", GOAL).json()
    path = f"objectives/{made['id']}/"
    seen = api("get", path)
    assert (seen.json(), seen["ETag"][:3]) == (made, '"1-')
    same = api("put", path, seen.json(), **{"if-match": seen["ETag"]})
    assert same.status_code == 200, same.content
    assert same.json() == {**made, "version": 2}
    changed = api("put", path, {**same.json(), "kpi": "Jours"}, **{"if-match": same["ETag"]})
    assert changed.json() == {**made, "kpi": "Jours", "version": 3}
    for name, value in LATER.items():
        refused = api("put", path, {**changed.json(), name: value}, **{"if-match": "*"})
        assert (refused.status_code, refused.json()["fields"]) == (422, {name: ["unknown_field"]})


def test_criteria_come_back_as_they_were_with_their_proposal(acme, api) -> None:
    path = f"initiatives/{scene.idea(acme).id}/criteria/"
    rule = {"metric": "spend", "comparison": "above", "value": 8000}
    dated = {"metric": "date", "comparison": "above", "by_date": "2027-06-30"}
    first = api("put", path, {"criteria": [rule, dated]}, **{"if-match": "*"})
    assert first.status_code == 200, first.content
    seen = api("get", path)
    assert seen.json() == first.json()
    assert {"id", "is_met"} <= set(seen.json()["criteria"][0])
    again = api("put", path, seen.json(), **{"if-match": seen["ETag"]})
    assert again.status_code == 200, again.content
    said = [{k: v for k, v in one.items() if k != "id"} for one in seen.json()["criteria"]]
    kept = [{k: v for k, v in one.items() if k != "id"} for one in again.json()["criteria"]]
    assert kept == said
    lie = {"criteria": [{**again.json()["criteria"][0], "is_met": True}]}
    assert api("put", path, lie, **{"if-match": "*"}).status_code == 422
    assert StopCriterion.objects.count() == 2


def test_levels_and_plans_come_back_as_they_were(acme, api) -> None:
    path = f"skills/people/{acme.members['captain'].id}/levels/"
    empty = api("get", path)
    assert set(empty.json()["levels"].values()) == {""}
    put = api("put", path, empty.json(), **{"if-match": empty["ETag"]})
    assert put.status_code == 200, put.content
    assert set(put.json()["levels"].values()) == {"none"}
    day = str(timezone.now().date() + timedelta(days=30))
    owner = str(acme.members["lead"].id)
    plan = {"skill": "sk_integ", "way": "train", "owner": owner, "by_on": day}
    made = api("post", "skills/plans/", plan)
    where = made["Location"].split("/api/v1/")[1]
    back = api("put", where, made.json(), **{"if-match": made["ETag"]})
    assert back.status_code == 200, back.content
    assert back.json() == {**made.json(), "version": 2}


def test_an_impact_assessment_comes_back_as_it_was(acme, api) -> None:
    path = f"initiatives/{scene.idea(acme).id}/triage/"
    none = {"people": "no", "forbidden": "no", "data": "no", "public": "no"}
    assert api("get", f"{path}dpia/").json() == {"settled": "open", "note": ""}
    answers = api("post", path, {"taps": none}).json()["result"]["answers"]
    due = {n: "yes" if n in ("D1", "D2", "D3") else kept for n, kept in answers.items()}
    assert api("post", path, {"answers": due}).status_code == 201
    body = {"settled": "referenced", "note": "AIPD 2026-4"}
    assert api("put", f"{path}dpia/", body, **{"if-match": "*"}).status_code == 200
    seen = api("get", f"{path}dpia/")
    assert seen.json() == body
    again = api("put", f"{path}dpia/", seen.json(), **{"if-match": seen["ETag"]})
    assert again.status_code == 200, again.content


def test_an_answer_comes_back_as_it_was(acme, api) -> None:
    one = api("post", "assessments/").json()
    path = f"assessments/{one['id']}/answers/S1/"
    assert api("get", path).json() == {"value": None}
    assert api("put", path, {"value": {"sk_use": 2}}, **{"if-match": "*"}).status_code == 200
    seen = api("get", path)
    assert seen.json() == {"value": {"sk_use": 2}}
    assert api("put", path, seen.json(), **{"if-match": seen["ETag"]}).status_code == 200
    assert api("get", f"assessments/{one['id']}/answers/Z9/").status_code == 422
