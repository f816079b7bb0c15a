"""Skills, plans and literacy measures through the programming interface."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.skills.models import SkillLevel, SkillPlan
from governance.literacy.models import LiteracyMeasure
from tests.assessments.diagnostic.test_assessments_api import caller as key_holder
from tests.portfolio.calls import calls_of

pytestmark = pytest.mark.django_db


def of(cast, part: str, *scopes: str):
    """Calls with a key of that member, whoever may make keys."""
    return calls_of(key_holder(cast, part, scopes or ("read", "write")))


@pytest.fixture
def day() -> str:
    return str(timezone.now().date() + timedelta(days=30))


def planned(cast, day: str, **more) -> dict:
    owner = str(cast.members["lead"].id)
    return {"skill": "sk_integ", "way": "train", "owner": owner, "by_on": day, **more}


def test_levels_are_set_whole_and_read_back(acme, api) -> None:
    path = f"skills/people/{acme.members['captain'].id}/levels/"
    before = api("get", path)
    assert (before.json()["version"], before["ETag"][:3]) == (0, '"0-')
    assert api("put", path, {"levels": {"sk_use": "able"}}).status_code == 428
    put = api("put", path, {"levels": {"sk_use": "able"}}, **{"if-match": '"0"'})
    assert put.status_code == 200, put.content
    assert put.json()["levels"]["sk_use"] == "able"
    assert put.json()["levels"]["sk_law"] == "none"
    stale = api("put", path, {"levels": {}}, **{"if-match": '"0"'})
    assert stale.status_code in (409, 412)
    wrong = api("put", path, {"levels": {"sk_fly": "able"}}, **{"if-match": "*"})
    assert (wrong.status_code, wrong.json()["fields"]) == (422, {"levels": ["unknown"]})
    assert SkillLevel.objects.get(skill="sk_use").level == "able"


def test_a_key_of_a_contributor_reaches_ones_own_line_only(acme) -> None:
    call = of(acme, "contributor")
    own = f"skills/people/{acme.members['contributor'].id}/levels/"
    other = f"skills/people/{acme.members['captain'].id}/levels/"
    for path, status in ((own, 200), (other, 403)):
        put = call("put", path, {"levels": {"sk_use": "able"}}, **{"if-match": "*"})
        assert put.status_code == status
    assert call("get", other).status_code == 403
    people = call("get", "skills/").json()["people"]
    assert [one["member"]["id"] for one in people] == [str(acme.members["contributor"].id)]


def test_the_picture_names_gaps_plans_and_literacy(acme, api, day) -> None:
    made = api("post", "skills/plans/", planned(acme, day))
    assert made.status_code == 201, made.content
    whole = api("get", "skills/?language=fr").json()
    assert [one["id"] for one in whole["skills"]] == [
        *("sk_use", "sk_proc", "sk_data", "sk_integ", "sk_law")
    ]
    assert whole["skills"][3]["name"] == "Relier ou automatiser des logiciels"
    assert {one["gap"] for one in whole["skills"]} == {"unknown"}
    assert (len(whole["people"]), whole["map_is_done"]) == (5, False)
    assert [one["id"] for one in whole["plans"]] == [made.json()["id"]]
    assert whole["literacy"] == {
        "reached": 0,
        "members": 5,
        "share": 0.0,
        "roles_met": 0,
        "roles_all": 4,
    }


def test_a_plan_is_made_changed_done_or_given_up(acme, api, day) -> None:
    made = api("post", "skills/plans/", planned(acme, day))
    path = made["Location"].split("/api/v1/")[1]
    assert api("post", "skills/plans/", planned(acme, day)).json()["code"] == "skill_plan_open"
    put = api("put", path, planned(acme, day, note="b"), **{"if-match": made["ETag"]})
    assert (put.status_code, put.json()["note"], put["ETag"]) == (200, "b", '"2"')
    today = str(timezone.now().date())
    person = str(acme.members["viewer"].id)
    half = api("post", f"{path}completion/", {"done_on": today})
    assert half.json()["fields"] == {"persons": ["required"], "duration_min": ["required"]}
    told = {"done_on": today, "persons": [person], "duration_min": 60, "raises": True}
    done = api("post", f"{path}completion/", told)
    assert done.status_code == 200, done.content
    assert done.json()["measure_id"] == str(LiteracyMeasure.objects.get().id)
    assert api("delete", path).json()["code"] == "skill_plan_done"
    other = api("post", "skills/plans/", planned(acme, day, skill="sk_law"))
    assert api("delete", other["Location"].split("/api/v1/")[1]).status_code == 204
    assert SkillPlan.objects.count() == 1


def test_a_measure_is_recorded_and_names_people_to_who_records(acme, api) -> None:
    person = str(acme.members["viewer"].id)
    today = str(timezone.now().date())
    told = {"kind": "briefing", "held_on": today, "persons": [person], "duration_min": 30}
    made = api("post", "literacy-measures/", told)
    assert made.status_code == 201, made.content
    rows = api("get", "literacy-measures/").json()["results"]
    assert (rows[0]["people"], rows[0]["persons"]) == (1, [person])
    reader = of(acme, "viewer", "read")
    rows = reader("get", "literacy-measures/").json()["results"]
    assert (rows[0]["people"], rows[0]["persons"]) == (1, [])
    assert of(acme, "contributor")("post", "literacy-measures/", told).status_code == 403
    assert LiteracyMeasure.objects.count() == 1
