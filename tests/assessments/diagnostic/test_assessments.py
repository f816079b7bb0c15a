"""Starting, answering and completing an assessment: the services."""

from datetime import timedelta

import pytest

from assessments.answers.choices import AssessmentState
from assessments.answers.models import Answer, Assessment, Respondent
from assessments.answers.selectors import open_assessment, suggested_use_case
from assessments.diagnostic.services import (
    complete_assessment,
    expire_assessments,
    save_answer,
    start_assessment,
)
from assessments.voices.choices import RespondentRole
from assessments.voices.selectors.voices import answers_of, seat_of
from governance.access.rules.actors import Actor
from tenants.due_work.models import DueWork
from tenants.ids import uuid7
from tests.assessments.conftest import REFERENCE, firm_of
from tests.conftest import acting
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(today, now):
    """Calls a service with the actor, today and now."""

    def call(service, actor: Actor, at=now, **arguments):
        return service(acting(actor, at, today), **arguments)

    return call


@pytest.fixture
def started(acme, act) -> Assessment:
    return act(start_assessment, acme.actor("lead"))


def answer_all(act, actor, assessment, answers) -> None:
    for item_id, value in answers.items():
        act(save_answer, actor, assessment_id=assessment.id, item_id=item_id, raw=value)


def visible_reference(reference) -> dict:
    return {key: one for key, one in reference.items() if key not in {"C4", "M2", "M3"}}


def test_a_new_assessment_is_open_on_the_current_questionnaire(started, now) -> None:
    assert started.state == AssessmentState.OPEN
    assert started.questionnaire_version == "1.0.0"
    assert started.started_at == now


def test_starting_again_resumes_whoever_asks(acme, act, started) -> None:
    assert act(start_assessment, acme.actor("executive")).id == started.id
    assert Assessment.objects.count() == 1


def test_a_viewer_starts_nothing(acme, act) -> None:
    with refused("not_in_role"):
        act(start_assessment, acme.actor("viewer"))
    assert not Assessment.objects.exists()


def test_an_answer_is_kept_with_its_item_version_author_and_time(acme, act, started, now) -> None:
    saved = act(
        save_answer, acme.actor("executive"), assessment_id=started.id, item_id="P1", raw="3"
    )
    answer = Answer.objects.select_related("respondent").get()
    assert (answer.item, answer.item_version, answer.value) == ("P1", 1, 3)
    assert answer.answered_at == now
    assert answer.respondent.role == RespondentRole.BOSS
    assert answer.respondent.member_id == acme.members["executive"].id
    assert saved.assessment.version == started.version + 1


def test_a_second_answer_takes_the_place_of_the_first(acme, act, started) -> None:
    answer_all(act, acme.actor("lead"), started, {"P1": 1, "P2": 2})
    act(save_answer, acme.actor("lead"), assessment_id=started.id, item_id="P1", raw=4)
    assert answers_of(started) == {"P1": 4, "P2": 2}


def test_where_boss_and_captain_answered_a_fact_the_later_answer_counts(
    acme, act, started, now
) -> None:
    later = now + timedelta(hours=1)
    place = {"assessment_id": started.id, "item_id": "P1"}
    act(save_answer, acme.actor("executive"), at=later, raw=2, **place)
    act(save_answer, acme.actor("lead"), raw=4, **place)
    assert answers_of(started) == {"P1": 2}
    assert seat_of(started.id, member_id=None).firm == {"P1": 2}
    assert Respondent.objects.count() == 2


@pytest.mark.parametrize(
    ("item_id", "raw", "code"),
    [
        ("P1", 5, "out_of_range"),
        ("P1", "often", "wrong_shape"),
        ("G1", "dk", "dont_know_not_offered"),
        ("J1", ["sales", "hr", "it", "legal"], "too_many"),
        ("J1", ["gardening"], "not_an_option"),
        ("F2", "huge", "not_an_option"),
        ("S1", {}, "nothing_answered"),
        ("S1", {"sk_fly": 1}, "not_a_row"),
        ("J3", {"days_month": 9}, "out_of_range"),
        ("P1", None, "wrong_shape"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_code_and_nothing_is_lost(
    acme, act, started, item_id, raw, code
) -> None:
    answer_all(act, acme.actor("lead"), started, {"P2": 2, item_id: VALID[item_id]})
    before = answers_of(started)
    with refused("bad_answer") as told:
        act(
            save_answer,
            acme.actor("lead"),
            assessment_id=started.id,
            item_id=item_id,
            raw=raw,
        )
    assert told.fields == {item_id: [code]}
    assert answers_of(started) == before


VALID = {
    "P1": 1,
    "G1": 1,
    "J1": ["sales"],
    "F2": "small",
    "S1": {"sk_use": 2},
    "J3": {"days_month": 1},
}


@pytest.mark.parametrize(("item_id", "code"), [("Z9", "not_an_item"), ("M2", "not_asked")])
def test_only_visible_items_are_answered(acme, act, started, item_id, code) -> None:
    answer_all(act, acme.actor("lead"), started, {"G1": 0})
    with refused(code):
        act(save_answer, acme.actor("lead"), assessment_id=started.id, item_id=item_id, raw=1)
    assert answers_of(started) == {"G1": 0}


def test_an_answer_that_becomes_hidden_is_kept_but_not_counted(acme, act, started) -> None:
    answer_all(act, acme.actor("lead"), started, {"G1": 2, "M2": 4, "P1": 1})
    act(save_answer, acme.actor("lead"), assessment_id=started.id, item_id="G1", raw=0)
    assert answers_of(started)["M2"] == 4
    done = act(complete_assessment, acme.actor("lead"), assessment_id=started.id)
    traced = [trace.item_id for one in done.result.dimensions for trace in one.traces]
    assert "M2" not in traced


def test_a_viewer_answers_and_completes_nothing(acme, act, started) -> None:
    place = {"assessment_id": started.id}
    with refused("not_in_role"):
        act(save_answer, acme.actor("viewer"), item_id="P1", raw=1, **place)
    with refused("not_in_role"):
        act(complete_assessment, acme.actor("viewer"), **place)
    started.refresh_from_db()
    assert started.state == AssessmentState.OPEN
    assert not Answer.objects.exists()
    assert not Respondent.objects.exists()


def test_an_invited_viewer_answers(acme, act, started) -> None:
    Respondent.objects.create(
        assessment=started, member=acme.members["viewer"], role=RespondentRole.MANAGER
    )
    act(save_answer, acme.actor("viewer"), assessment_id=started.id, item_id="P4", raw=1)
    assert answers_of(started) == {"P4": 1}


def test_completing_stores_result_and_advice_as_computed(
    one_edition, acme, act, started, now
) -> None:
    given = visible_reference(firm_of(one_edition)(1, 1, **REFERENCE))
    answer_all(act, acme.actor("lead"), started, given)
    done = act(complete_assessment, acme.actor("lead"), assessment_id=started.id)
    done.refresh_from_db()
    result = done.result
    assert (done.state, done.completed_at) == (AssessmentState.COMPLETED, now)
    assert done.engine_version == result.engine
    assert (round(result.overall, 2), result.level) == (25.0, 2)
    steps = done.advice.roadmap.steps
    first = [step.recommendation.action_id for step in steps if step.window == 1]
    assert first == ["PIL-01", "PIL-02", "CHO-03", "CHO-05", "MES-01", "COM-01", "DON-04"]
    uses = done.advice.uses
    assert (uses.shortlist, [one.use_case_id for one in uses.not_yet]) == ((), ["UC27"])


def test_nothing_answered_gives_no_result(acme, act, started) -> None:
    answer_all(act, acme.actor("lead"), started, {"F2": "small", "P1": "dk"})
    with refused("assessment_empty"):
        act(complete_assessment, acme.actor("lead"), assessment_id=started.id)
    started.refresh_from_db()
    assert (started.state, started.result) == (AssessmentState.OPEN, None)


def test_a_completed_assessment_takes_nothing_more(acme, act, started) -> None:
    answer_all(act, acme.actor("lead"), started, {"P1": 1})
    done = act(complete_assessment, acme.actor("lead"), assessment_id=started.id)
    place = {"assessment_id": started.id}
    with refused("assessment_completed"):
        act(save_answer, acme.actor("lead"), item_id="P1", raw=4, **place)
    with refused("assessment_completed"):
        act(complete_assessment, acme.actor("lead"), **place)
    kept = Assessment.objects.get()
    assert (kept.result, kept.version) == (done.result, done.version)
    assert answers_of(kept) == {"P1": 1}


def test_after_thirty_days_it_is_closed_and_a_new_one_begins(acme, act, started, now) -> None:
    answer_all(act, acme.actor("lead"), started, {"P1": 1})
    late = now + timedelta(days=30)
    assert open_assessment(now=late - timedelta(seconds=1)) == started
    with refused("assessment_expired"):
        act(
            save_answer,
            acme.actor("lead"),
            at=late,
            assessment_id=started.id,
            item_id="P2",
            raw=1,
        )
    fresh = act(start_assessment, acme.actor("lead"), at=late)
    started.refresh_from_db()
    assert (fresh.id != started.id, started.state) == (True, AssessmentState.EXPIRED)
    assert answers_of(started) == {"P1": 1}


def test_the_due_job_closes_what_lasted_thirty_days(started, acme, now) -> None:
    job = DueWork.objects.get(organization_id=acme.company.id, job="assessments.expire")
    assert job.due_at == now + timedelta(days=30)
    assert expire_assessments(now=now + timedelta(days=29)) == 0
    assert expire_assessments(now=now + timedelta(days=30)) == 1
    assert not DueWork.objects.filter(job="assessments.expire").exists()


def test_a_stale_version_is_refused(acme, act, started) -> None:
    place = {"assessment_id": started.id, "expected_version": started.version + 1}
    with refused("stale_version"):
        act(save_answer, acme.actor("lead"), item_id="P1", raw=1, **place)
    with refused("stale_version"):
        act(complete_assessment, acme.actor("lead"), **place)
    assert not Answer.objects.exists()


def test_an_unknown_assessment_is_not_found(acme, act) -> None:
    with refused("assessment_not_found"):
        act(complete_assessment, acme.actor("lead"), assessment_id=uuid7())


def test_only_a_suggested_use_is_handed_to_the_portfolio(acme, act, started, reference) -> None:
    answer_all(act, acme.actor("lead"), started, visible_reference(reference))
    act(complete_assessment, acme.actor("lead"), assessment_id=started.id)
    use = suggested_use_case(assessment_id=started.id, use_case_id="UC37")
    assert use.id == "UC37"
    with refused("use_case_not_found"):
        suggested_use_case(assessment_id=started.id, use_case_id="UC01")
