"""A renewed assessment on screen and in the interface: proposal, rest, marks and trend."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tenants.utils import tenant_context

from assessments.again.services import AGAIN_AFTER, propose_assessment
from assessments.answers.models import Answer, Assessment, ObservedFact
from assessments.comparison.rules import TrendPoint as Taken
from assessments.comparison.rules import assessment_trend, dimension_spark
from assessments.diagnostic.services import complete_assessment, save_answer, start_assessment
from assessments.questionnaire.rules.answers import visible_items
from assessments.results.rules.radar import RadarScore, radar
from governance.members.models import Member
from portfolio.standing.selectors.attention import awaiting
from portfolio.standing.selectors.reading import rolled
from portfolio.standing.services import read_true
from tests.assessments.diagnostic.test_assessments_api import ROOT, caller
from tests.conftest import Cast, acting
from tests.counting import statements
from tests.portfolio.scene import owed_by, qualified

EN = {"accept-language": "en"}


def awaited(*, today: date, reader_id: UUID) -> list[str]:
    """The kinds of what awaits that member that day."""
    overview = read_true(lambda: rolled(today=today), today=today).overview
    owed = owed_by(reader_id, today)
    found = awaiting(overview=overview, today=today, reader_id=reader_id, owed=owed)
    return [line.kind for line in found]


@pytest.fixture
def taken(acme: Cast, firm, questionnaire):
    """Everything answered and completed so many days ago."""

    def run(*, days: int, **answers: object) -> Assessment:
        at = timezone.now() - timedelta(days=days)
        who: dict[str, Any] = {"actor": acme.actor("lead"), "today": at.date(), "now": at}
        one = start_assessment(acting(**who))
        given = {**firm(2, 3, J1=("hr",), J2=("write",), F1="trade", F2="small"), **answers}
        for item in visible_items(questionnaire, given):
            if item.id in given:
                save_answer(
                    acting(**who), assessment_id=one.id, item_id=item.id, raw=given[item.id]
                )
        return complete_assessment(acting(**who), assessment_id=one.id)

    return run


def read(client, path: str) -> str:
    response = client.get(path, headers=EN)
    assert response.status_code == 200, response.content[:500]
    return response.text


@pytest.mark.django_db
def test_the_rest_is_confirmed_with_one_tap_and_the_result_follows(acme: Cast, taken) -> None:
    taken(days=200, P4=1)
    client = acme.client("lead")
    base = client.post("/diagnostic/start/")["Location"]
    page = client.get(base)
    for _ in range(40):
        if page["Location"].endswith("rest/"):
            break
        item = page["Location"].split("/")[-2]
        given = {"S1": {"sk_use": "2"}, "J3": {"days_month": "1", "budget_year": "1"}}
        page = client.post(page["Location"], given.get(item, {"answer": "2"}))
    rest = read(client, f"{base}rest/")
    assert "Nothing else has changed" in rest
    assert "HR" in rest
    with statements() as sent:
        client.get(f"{base}rest/")
    assert len(sent) <= 6, sent
    assert client.post(f"{base}rest/")["Location"] == f"{base}summary/"
    assert "Everything is answered" in read(client, f"{base}summary/")
    assert Answer.objects.filter(carried=True).exists()
    assert client.get(f"{base}rest/")["Location"] == f"{base}summary/"


@pytest.mark.django_db
def test_a_question_of_the_plan_takes_at_most_five_queries_and_skips_within_it(
    acme: Cast, taken
) -> None:
    taken(days=200, P4=1, N1="dk")
    client = acme.client("lead")
    base = client.post("/diagnostic/start/")["Location"]
    client.post(f"{base}G1/", {"answer": "2"})
    client.get(f"{base}N1/")
    with statements() as sent:
        page = client.get(f"{base}N1/").text
    assert len(sent) <= 5, sent
    assert f'href="{base}N2/"' not in page


@pytest.mark.django_db
def test_a_proposal_awaits_those_who_lead_and_may_be_put_off(acme: Cast, taken) -> None:
    one = taken(days=190)
    now = (one.completed_at or timezone.now()) + AGAIN_AFTER
    assert propose_assessment(now=now)

    def kinds(part: str) -> list[str]:
        return awaited(today=now.date(), reader_id=acme.members[part].id)

    for part in ("executive", "lead"):
        assert "assessment" in kinds(part)
    for part in ("viewer", "contributor"):
        assert "assessment" not in kinds(part)
    qualified(acme, "Une")
    client = acme.client("lead")
    assert "A new assessment" in read(client, "/")
    page = read(client, "/diagnostic/")
    assert "Ask again in one month" in page
    assert acme.client("viewer").post("/diagnostic/later/").status_code == 403
    client.post("/diagnostic/later/")
    assert "assessment" not in kinds("lead")
    assert "Ask again in one month" not in read(client, "/diagnostic/")
    assert client.post("/diagnostic/later/").status_code == 409


@pytest.mark.django_db
def test_a_proposal_is_gone_once_an_assessment_is_under_way(acme: Cast, taken) -> None:
    one = taken(days=190)
    propose_assessment(now=(one.completed_at or timezone.now()) + AGAIN_AFTER)
    client = acme.client("lead")
    client.post("/diagnostic/start/")
    kinds = awaited(today=timezone.localdate(), reader_id=acme.members["lead"].id)
    assert "assessment" not in kinds


@pytest.mark.django_db
def test_the_newest_result_is_held_against_today_and_an_older_one_against_its_day(
    acme: Cast, taken
) -> None:
    Member.objects.update(joined_at=timezone.now() - timedelta(days=210))
    old = taken(days=200, P1=4)
    new = taken(days=30, P1=4)
    assert old.advice.observed.marks == ()
    client = acme.client("lead")
    assert "Declared and observed" not in read(client, f"/diagnostic/{old.id}/result/")
    page = read(client, f"/diagnostic/{new.id}/result/")
    assert "Contradicted" in page
    assert "No signed mandate is in force." in page
    assert "Sign a mandate" in page
    assert "New since the result." not in page
    assert new.result.overall == old.result.overall
    ObservedFact.objects.create(
        key="active.with_target", value={"met": 2, "all": 2}, at=timezone.now()
    )
    page = read(client, f"/diagnostic/{new.id}/result/")
    assert "New since the result." in page
    assert "1 answer is confirmed by what the product sees" in page


@pytest.mark.django_db
def test_actions_that_the_facts_prove_since_stand_beside_the_comparison(acme: Cast, taken) -> None:
    taken(days=200)
    ObservedFact.objects.create(key="ideas.count", value=9, at=timezone.now())
    new = taken(days=1)
    page = read(acme.client("lead"), f"/diagnostic/{new.id}/result/")
    assert "Done in between:" in page
    assert "Collect pain points from the field" in page


@pytest.mark.django_db
def test_the_interface_tells_of_contradictions_marks_and_what_may_be_carried(
    acme: Cast, taken
) -> None:
    Member.objects.update(joined_at=timezone.now() - timedelta(days=210))
    old = taken(days=100, P1=4, C1=0, C2=3)
    with tenant_context(acme.company):
        client = caller(acme)
    done = client.get(f"{ROOT}{old.id}/", headers=EN).json()
    assert done["contradictions"][0]["items"] == ["C1", "C2"]
    assert done["contradictions"][0]["why"].startswith("Three projects")
    marks = {one["item_id"]: one["status"] for one in done["observed"]["marks"]}
    assert marks["P1"] == "contradicted"
    assert done["carryable"] == []
    one = client.post(ROOT).json()
    assert (one["next"], one["observed"]) == ("G1", None)
    base = f"{ROOT}{one['id']}/"
    client.put(
        f"{base}answers/G1/",
        {"value": 2},
        content_type="application/json",
        headers={"if-match": "*"},
    )
    carried = client.post(f"{base}carried/")
    assert carried.status_code == 200, carried.content
    assert carried.json()["carryable"] == []
    assert carried.json()["answers"]["K1"] == 3
    again = client.post(f"{base}carried/")
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_carry")


@pytest.mark.django_db
def test_the_home_page_draws_the_trend_and_says_what_is_not_clear(acme: Cast, taken) -> None:
    taken(days=400, P1=0)
    taken(days=200, P1=1)
    client = acme.client("lead")
    page = read(client, "/diagnostic/")
    assert "2 assessments:" in page
    assert "Each dimension over time" in page
    with CaptureQueriesContext(connection) as queries:
        client.get("/diagnostic/")
    assert len(queries) <= 12


def on(day: int, value: float, *, major: int = 1, room: float = 0) -> Taken:
    return Taken(date(2026, 1, day), value, value - room, value + room, major)


def test_the_line_is_broken_between_two_major_versions() -> None:
    chart = assessment_trend([on(1, 20, room=5), on(11, 40), on(21, 45, major=2)])
    assert [len(one.line) for one in chart.stretches] == [2, 1]
    assert [len(one.band) for one in chart.stretches] == [4, 0]
    assert chart.breaks == (71.0,)
    assert [dot.code for dot in chart.dots] == ["first", "up", "other_version"]
    assert [dot.at.x for dot in chart.dots] == [8.0, 50.0, 92.0]


def test_a_change_is_clear_from_fifteen_points_on() -> None:
    chart = assessment_trend([on(1, 40), on(2, 54.9), on(3, 39.9)])
    assert [dot.code for dot in chart.dots] == ["first", "unclear", "down"]
    assert (chart.dots[1].score, chart.dots[2].score, chart.dots[2].delta) == (55, 39, -16)


def test_two_on_one_day_stand_in_the_middle_and_a_gap_has_no_point() -> None:
    assert {dot.at.x for dot in assessment_trend([on(1, 40), on(1, 50)]).dots} == {50.0}
    assert len(dimension_spark([20.0, None, 40.0]).points) == 2
    assert dimension_spark([None]).last is None


def test_the_radar_draws_no_line_through_what_the_product_does_not_see() -> None:
    seen = [50, 60, None, 70, None, None, 40]
    chart = radar([RadarScore(str(k), 50, None, one) for k, one in enumerate(seen)])
    assert chart.has_seen
    assert [axis.seen_dot is not None for axis in chart.axes] == [one is not None for one in seen]
    assert len(chart.seen_lines) == 2
    assert not radar([RadarScore("a", 50)]).has_seen


def test_what_is_seen_is_named_where_it_is_farthest_from_the_answer() -> None:
    chart = radar([RadarScore(str(k), 50, None, one) for k, one in enumerate([55, None, 90, 40])])
    label, dot = chart.seen_label, chart.axes[2].seen_dot
    assert label is not None
    assert dot is not None
    assert label.x == dot.x
    assert label.y > dot.y, "below, in the lower half"
    assert radar([RadarScore("a", 50)]).seen_label is None
