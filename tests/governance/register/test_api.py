"""The register through the programming interface, each address once."""

import pytest
from django.utils import timezone

from tests.assessments.diagnostic.test_assessments_api import caller as key_holder
from tests.portfolio.calls import calls_of

pytestmark = pytest.mark.django_db
PATH = "register/"


def caller(cast, part):
    return calls_of(key_holder(cast, part))


@pytest.fixture
def api(acme):
    return caller(acme, "lead")


def made(acme, api, **more):
    person = str(acme.members["captain"].id)
    told = {
        "tool": "Agent",
        "kind": "agent",
        "light": "orange",
        "condition": "Relu",
        "data": ["customers"],
        "owner_id": person,
        "checker_id": person,
        "reads": "le site",
        "stop_by_id": person,
        "stop_how": "Couper la clé",
        "cost_year": "1200.50",
        **more,
    }
    answer = api("post", PATH, told)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_an_entry_is_made_read_changed_and_listed(acme, api):
    row = made(acme, api)
    path = f"{PATH}{row['id']}/"
    assert (row["status"], row["cost_year"], row["version"]) == ("live", 1200.5, 1)
    assert api("patch", path, {"seats": 4}).status_code == 428
    changed = api("patch", path, {"seats": 4}, **{"if-match": '"1"'})
    assert (changed.status_code, changed.json()["seats"]) == (200, 4)
    stale = api("patch", path, {"seats": 5}, **{"if-match": '"1"'})
    assert stale.status_code in (409, 412)
    wrong = api("patch", path, {"condition": ""}, **{"if-match": "*"})
    assert (wrong.status_code, wrong.json()["fields"]) == (422, {"condition": ["condition_needed"]})
    assert api("get", path).json()["version"] == 2
    for n in range(3):
        made(acme, api, tool=f"B{n}")
    first = api("get", f"{PATH}?limit=2&light=orange").json()
    assert (len(first["results"]), first["next"] is not None) == (2, True)
    assert api("get", f"{PATH}?q=b1").json()["results"][0]["tool"] == "B1"


def test_a_use_is_declared_with_or_without_a_name(acme):
    call = caller(acme, "contributor")
    sent = {"tool": "?", "data": ["persons"], "account": "personal", "nameless": True}
    answer = call("post", f"{PATH}declarations/", sent)
    assert (answer.status_code, answer.json()["status"]) == (201, "declared")
    assert answer.json()["incident_on"] is not None
    assert call("post", PATH, {"tool": "x"}).status_code == 403


def test_a_stop_is_asked_and_confirmed(acme, api):
    path = f"{PATH}{made(acme, api)['id']}/stop/"
    assert api("post", path).json()["status"] == "stop_asked"
    day = timezone.localdate().isoformat()
    stopper = caller(acme, "captain")
    done = stopper("post", f"{path}confirmation/", {"stopped_on": day})
    assert (done.status_code, done.json()["stopped_on"]) == (200, day)
    assert api("post", path).status_code == 409


def test_software_is_looked_through(acme, api):
    known = api("post", f"{PATH}software/", {"name": "Compta"}).json()
    look = {"found": "yes", "data": ["internal"], "switched_on": "vendor"}
    done = api("post", f"{PATH}software/{known['id']}/look/", look)
    assert (done.status_code, done.json()["found"]) == (200, "yes")
    assert api("get", f"{PATH}software/").json()["results"][0]["version"] == 2
    assert api("get", f"{PATH}?q=compta").json()["results"][0]["origin"] == "came_inside_software"


def test_a_table_is_taken_in_whole_or_not(acme, api):
    good = api("post", f"{PATH}table/", {"table": "tool;seats\nA;1\nB;2\n"})
    assert good.json() == {"rows": 2, "written": 2}
    bad = api("post", f"{PATH}table/", {"table": "tool;seats\nA;x\n"})
    assert (bad.status_code, bad.json()["fields"]) == (422, {"2.seats": ["not_a_number"]})


def test_the_legal_check_is_answered(acme, api):
    path = f"{PATH}{made(acme, api)['id']}/classification/"
    some = api("post", path, {"answers": {"A1": "no"}})
    assert some.status_code == 200, some.content
    wrong = api("post", path, {"answers": {"Z9": "no"}})
    assert wrong.status_code == 422
