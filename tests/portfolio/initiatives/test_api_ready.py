"""An idea is made ready by key alone: stop criteria, legal check, tranches, trials."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tenants.utils import tenant_context

from governance.law.models import Triage
from portfolio.criteria.choices import PortfolioComparison, StopMetric
from portfolio.criteria.models import StopCriterion
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.money.models import Tranche
from portfolio.trials.models import Trial
from tests.portfolio import scene
from tests.portfolio.calls import caller

STRANGER = "00000000-0000-7000-8000-000000000000"
NO_TAPS = scene.NO_TAPS
BY_TAPS = {"taps": NO_TAPS, "answers": scene.SINGLES}
TAPS = {"value_tap": "medium", "effort_tap": "small", "cost_tap": "small"}
SPEND = {"metric": "spend", "comparison": "above", "value": 8000}


@pytest.fixture
def reader(acme):
    """A key that may read only."""
    return caller(acme, "executive", scopes=("read",))


@pytest.fixture
def row(acme) -> Initiative:
    return scene.idea(acme)


@pytest.fixture
def foreign(globex) -> Initiative:
    with tenant_context(globex.company):
        return scene.idea(globex)


def same(api, method, path, body, **headers):
    """The same request twice under one Idempotency-Key: one answer."""
    key = {"idempotency-key": f"une fois {path}", **headers}
    first, second = api(method, path, body, **key), api(method, path, body, **key)
    assert second.headers.get("Idempotency-Replayed") == "true"
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    return first


def test_an_idea_is_made_ready_and_started_by_key_alone(acme, api) -> None:
    made = api("post", "initiatives/", {"title": "Devis", "benefit": "time"})
    path = made["Location"].split("/api/v1/")[1]
    goal = {
        "benefit": "time",
        "beneficiaries": "l’atelier",
        "kpi": "Délai",
        "unit": "j",
        "direction": "down",
        "baseline": 9,
        "target": 3,
        "target_on": str(timezone.localdate() + timedelta(days=180)),
    }
    assert api("post", f"{path}objectives/", goal).status_code == 201
    me = api("get", "me").json()["member_id"]
    live = {"expected_on": str(timezone.localdate() + timedelta(days=30))}
    facts = {"captain": me, "budget": 8000, "estimates": TAPS, "go_live": live}
    assert api("patch", path, facts, **{"if-match": "*"}).status_code == 200
    proposed = api("get", f"{path}criteria/").json()["proposed"]
    rules = api("put", f"{path}criteria/", {"criteria": proposed}, **{"if-match": "*"})
    assert rules.status_code == 200, rules.content
    assert api("post", f"{path}triage/", BY_TAPS).status_code == 201
    page = api("get", path).json()
    assert [line["code"] for line in page["readiness"] if not line["met"]] == []
    assert api("post", f"{path}decisions/", {"verdict": "qualify"}).status_code == 201
    started = api("post", f"{path}decisions/", {"verdict": "start"})
    assert (started.status_code, started.json()["state"]) == (201, State.ACTIVE)


def test_the_tranches_are_as_given_and_add_up(api, row) -> None:
    path = f"initiatives/{row.id}/"
    good = {"budget": 9000, "tranches": [2000, 7000]}
    assert same(api, "patch", path, good, **{"if-match": "*"}).status_code == 200
    for wrong in ({**good, "tranches": [2000]}, {"tranches": [9000]}):
        refused = api("patch", path, wrong, **{"if-match": "*"})
        assert refused.status_code == 422
        assert "budget" in refused.json()["fields"]
    assert list(Tranche.objects.order_by("position").values_list("amount", flat=True)) == [
        2000,
        7000,
    ]


class TestCriteria:
    def test_they_are_put_in_the_place_of_those_before(self, api, row) -> None:
        path = f"initiatives/{row.id}/criteria/"
        seen = api("get", path)
        assert seen.json()["criteria"] == []
        first = api("put", path, {"criteria": [SPEND]}, **{"if-match": seen["ETag"]})
        assert first.status_code == 200, first.content
        dated = {"metric": "date", "comparison": "above", "by_date": "2027-06-30"}
        again = api("put", path, {"criteria": [dated]}, **{"if-match": first["ETag"]})
        assert [one["metric"] for one in again.json()["criteria"]] == ["date"]
        kept = StopCriterion.objects.get()
        assert (kept.metric, kept.comparison) == (StopMetric.DATE, PortfolioComparison.ABOVE)

    @pytest.mark.parametrize(
        ("body", "headers", "status"),
        [
            ({"criteria": [SPEND]}, {}, 428),
            ({"criteria": [SPEND]}, {"if-match": '"99"'}, 412),
            ({"criteria": []}, {"if-match": "*"}, 422),
            ({"criteria": [{**SPEND, "is_met": True}]}, {"if-match": "*"}, 422),
            ({"criteria": [{**SPEND, "value": None}]}, {"if-match": "*"}, 422),
            ({"criteria": [SPEND], "state": "active"}, {"if-match": "*"}, 422),
        ],
    )
    def test_what_is_stale_or_unreadable_changes_nothing(
        self, api, row, body, headers, status
    ) -> None:
        answer = api("put", f"initiatives/{row.id}/criteria/", body, **headers)
        assert answer.status_code == status, answer.content
        assert not StopCriterion.objects.exists()

    def test_a_key_that_only_reads_puts_none(self, reader, row) -> None:
        path, body = f"initiatives/{row.id}/criteria/", {"criteria": [SPEND]}
        answer = reader("put", path, body, **{"if-match": "*"})
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
        assert not StopCriterion.objects.exists()

    def test_of_another_company_there_are_none(self, api, foreign) -> None:
        path = f"initiatives/{foreign.id}/criteria/"
        assert api("get", path).status_code == 404
        body = {"criteria": [SPEND]}
        assert api("put", path, body, **{"if-match": "*"}).status_code == 404


class TestTriage:
    def test_it_asks_in_the_readers_language(self, api, row) -> None:
        path = f"initiatives/{row.id}/triage/"
        french = api("get", path, **{"accept-language": "fr"}).json()
        english = api("get", path, **{"accept-language": "en"}).json()
        assert [tap["id"] for tap in english["taps"]] == list(NO_TAPS)
        assert english["taps"][0]["text"].startswith("Does it serve to judge")
        beside = [one["id"] for one in english["questions"] if one["beside_taps"]]
        assert beside == ["A1", "A12", "D0", "W0"]
        assert french["questions"][0]["text"] != english["questions"][0]["text"]
        assert french["result"] is None

    def test_taps_and_what_is_asked_beside_them_answer_it_once(self, api, row) -> None:
        path = f"initiatives/{row.id}/triage/"
        done = same(api, "post", path, BY_TAPS)
        result = done.json()["result"]
        assert (done.status_code, result["triage_class"], result["open"]) == (201, "minimal", [])
        assert (result["sources"]["A7a"], "A12" in result["sources"]) == ("tap:people", False)
        assert Triage.objects.count() == 1

    def test_what_is_left_open_is_answered_later(self, api, row) -> None:
        path = f"initiatives/{row.id}/triage/"
        sent = api("post", path, {"answers": {"A1": "yes"}})
        assert sent.json()["result"]["triage_class"] == "to_review"
        for _ in range(9):
            left = sent.json()["result"]["open"]
            if not left:
                break
            answers = {one: "deployer" if one == "A12" else "no" for one in left}
            sent = api("post", path, {"answers": answers})
        assert (sent.json()["result"]["triage_class"], left) == ("minimal", [])
        asked = {one["id"] for one in sent.json()["questions"] if one["asked"]}
        assert asked == set(sent.json()["result"]["answers"])

    def test_duties_are_of_the_law_or_good_practice(self, api, row) -> None:
        path = f"initiatives/{row.id}/triage/"
        duties = api("post", path, BY_TAPS).json()["result"]["obligations"]
        kinds = {one["id"]: one["kind"] for one in duties}
        assert kinds["art4_literacy_measure"] == "law"
        assert kinds["register_entry"] == "good_practice"

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ({}, 422),
            ({"answers": {}}, 422),
            ({"taps": {**NO_TAPS, "class": "minimal"}}, 422),
            ({"taps": {"people": "no", "forbidden": "no", "data": "no"}}, 422),
            ({"taps": {**NO_TAPS, "people": "perhaps"}}, 422),
            ({"answers": {"A1": "perhaps"}}, 422),
            ({"answers": {"Z9": "yes"}}, 422),
        ],
    )
    def test_what_answers_nothing_is_refused(self, api, row, body, status) -> None:
        answer = api("post", f"initiatives/{row.id}/triage/", body)
        assert answer.status_code == status, answer.content
        assert not Triage.objects.exists()

    def test_a_stale_one_and_a_key_that_only_reads_are_refused(self, api, reader, row) -> None:
        path = f"initiatives/{row.id}/triage/"
        seen = api("get", path)["ETag"]
        assert api("post", path, BY_TAPS, **{"if-match": seen}).status_code == 201
        stale = api("post", path, BY_TAPS, **{"if-match": seen})
        assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
        assert reader("post", path, BY_TAPS).status_code == 403
        assert Triage.objects.count() == 1

    def test_evidence_is_given_by_its_code(self, api, reader, row) -> None:
        path = f"initiatives/{row.id}/triage/"
        talks = {"A11a": "yes", "A11b": "no", "A11c": "no"}
        talking = {"taps": {**NO_TAPS, "public": "yes"}, "answers": scene.SINGLES | talks}
        done = api("post", path, talking)
        needed = [one["code"] for one in done.json()["result"]["evidence"]]
        assert needed
        body = {"references": dict.fromkeys(needed, "Classeur 4")}
        where = f"{path}evidence/"
        given = same(api, "patch", where, body, **{"if-match": done["ETag"]})
        assert given.json()["result"]["missing"] == []
        stale = api("patch", where, body, **{"if-match": done["ETag"]})
        assert stale.status_code == 412
        again = api("post", path, talking)
        former = api("patch", where, body, **{"if-match": done["ETag"]})
        assert former.status_code == 412, "version 1 of another triage is not what was seen"
        unknown = {"references": {"nothing": "x"}}
        assert api("patch", where, unknown, **{"if-match": again["ETag"]}).status_code == 422
        assert reader("patch", where, body, **{"if-match": "*"}).status_code == 403
        assert api("patch", where, body).status_code == 428

    def test_an_impact_assessment_is_settled_where_one_is_due(self, api, row) -> None:
        path = f"initiatives/{row.id}/triage/"
        where, body = f"{path}dpia/", {"settled": "referenced", "note": "AIPD 2026-4"}
        assert api("put", where, body, **{"if-match": "*"}).status_code == 404
        api("post", path, BY_TAPS)
        not_due = api("put", where, body, **{"if-match": "*"})
        assert (not_due.status_code, not_due.json()["code"]) == (409, "dpia_not_due")
        answers = api("get", path).json()["result"]["answers"]
        criteria = {f"D{number}": "yes" if number < 4 else "no" for number in range(1, 11)}
        many = {**answers, "D0": "yes", **criteria}
        due = api("post", path, {"answers": many})
        assert due.json()["result"]["dpia"] in ("presumed", "required"), due.content
        silent = api("put", where, {"settled": "referenced"}, **{"if-match": due["ETag"]})
        assert silent.status_code == 422
        done = api("put", where, body, **{"if-match": due["ETag"]})
        assert done.json()["result"]["dpia_settled"] == "referenced"
        assert api("put", where, body, **{"if-match": due["ETag"]}).status_code == 412

    def test_of_another_company_there_is_none(self, api, foreign) -> None:
        path = f"initiatives/{foreign.id}/triage/"
        assert api("get", path).status_code == 404
        assert api("post", path, {"taps": NO_TAPS}).status_code == 404


class TestTrials:
    def test_one_is_started_and_answered_once(self, acme, api, row) -> None:
        path = f"initiatives/{row.id}/trials/"
        scene.triage(acme, row)
        made = same(api, "post", path, {"question": "Lit-il nos plans ?"})
        assert made.status_code == 201
        assert Trial.objects.count() == 1
        where = f"trials/{made.json()['id']}/"
        assert made["Location"].endswith(where)
        answer = {"answer": "Oui, deux sur trois.", "conclusive": True, "spent": 90}
        done = same(api, "post", f"{where}answer/", answer)
        assert (done.status_code, done.json()["conclusive"]) == (200, True)
        second = api("post", f"{where}answer/", answer)
        assert (second.status_code, second.json()["code"]) == (409, "trial_answered")
        assert api("get", path).json()["results"] == [api("get", where).json()]
        assert "@" not in api("get", where).json()["carried_by"]["name"]

    def test_one_that_is_refused_does_not_run(self, acme, api, reader, row, foreign) -> None:
        path = f"initiatives/{row.id}/trials/"
        scene.triage(acme, row)
        question = {"question": "Lit-il nos plans ?"}
        assert reader("post", path, question).status_code == 403
        assert api("post", path, {**question, "ends": "2027-01-01"}).status_code == 422
        assert api("post", path, {**question, "days": 6}).status_code == 409
        assert api("post", path, {**question, "carried_by": STRANGER}).status_code == 422
        assert api("post", f"initiatives/{foreign.id}/trials/", question).status_code == 404
        assert api("get", f"trials/{STRANGER}/").status_code == 404
        answer = {"answer": "Oui", "conclusive": True}
        assert api("post", f"trials/{STRANGER}/answer/", answer).status_code == 404
        assert not Trial.objects.exists()

    def test_emotion_recognition_at_work_is_not_tried(self, api, row) -> None:
        question = {"question": "Qui est fatigué ?"}
        path = f"initiatives/{row.id}/trials/"
        needed = api("post", path, question)
        assert (needed.status_code, needed.json()["code"]) == (409, "trial_triage_needed")
        taps = {**NO_TAPS, "forbidden": "yes"}
        answers = {**scene.SINGLES, "A2": "yes"}
        api("post", f"initiatives/{row.id}/triage/", {"taps": taps, "answers": answers})
        left = api("get", f"initiatives/{row.id}/triage/").json()["result"]["open"]
        more = {"answers": dict.fromkeys(left, "no")}
        api("post", f"initiatives/{row.id}/triage/", more)
        refused = api("post", path, question)
        assert (refused.status_code, refused.json()["code"]) == (409, "triage_prohibited")
        assert not Trial.objects.exists()


def test_a_list_is_sorted_page_by_page(acme, api) -> None:
    for title in ("Beta", "Alpha", "Gamma", "Alpha"):
        scene.idea(acme, title)
    scene.qualified(acme, "Delta")
    for sort, wanted in (
        ("title", ["Alpha", "Alpha", "Beta", "Delta", "Gamma"]),
        ("-title", ["Gamma", "Delta", "Beta", "Alpha", "Alpha"]),
        ("-value", ["Delta"]),
    ):
        seen, path = [], f"initiatives/?limit=2&sort={sort}"
        while path:
            page = api("get", path).json()
            seen += page["results"]
            path = page["next"] and page["next"].split("/api/v1/")[1]
        assert [one["title"] for one in seen][: len(wanted)] == wanted
        assert len({one["id"] for one in seen}) == len(seen) == 5
    assert api("get", "initiatives/?sort=password").status_code == 422
