"""What a renewed assessment asks first, what one tap confirms, and when it is proposed."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from assessments.again.rules import (
    BUDGET_SECONDS,
    Plan,
    asked_first,
    known_before,
    plan_again,
    plan_seconds,
    rest_left,
)
from assessments.again.selectors import next_item
from assessments.again.services import (
    AGAIN_AFTER,
    PROPOSE_JOB,
    propose_assessment,
    put_off_proposal,
)
from assessments.answers.models import Answer, Assessment
from assessments.diagnostic.services import (
    carry_answers,
    complete_assessment,
    save_answer,
    start_assessment,
)
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import visible_items
from assessments.voices.selectors.voices import answers_of, seat_of
from governance.outbox.models import OutboxMessage
from tenants.due_work.models import DueWork
from tests.conftest import acting
from tests.refusals import refused

CLOSING = {
    "S1": {"sk_use": 2, "sk_proc": 1, "sk_data": 1, "sk_integ": 0, "sk_law": 0},
    "J1": ("sales", "production", "quality"),
    "J2": ("extract", "forecast", "inspect"),
    "J3": {"days_month": 1, "budget_year": 1},
    "F1": "construction",
    "F2": "small",
}


@pytest.mark.parametrize("usage", [0, 1, 2, 4])
@pytest.mark.parametrize("anchor", [0, 1, 2, 3, 4])
def test_a_firm_where_nothing_changed_needs_three_minutes_at_most(
    questionnaire, firm, usage, anchor
) -> None:
    before = firm(usage, anchor, **CLOSING)
    plan = plan_again(questionnaire=questionnaire, before=before)
    assert plan.first[0] == "G1"
    assert plan_seconds(questionnaire, before, plan) <= BUDGET_SECONDS


def test_facts_come_before_actions_before_the_unknown_before_the_lowest(
    questionnaire, firm
) -> None:
    before = firm(2, 3, **CLOSING, N1="dk")
    del before["K3"]
    plan = plan_again(
        questionnaire=questionnaire,
        before=before,
        touched={"C3", "P1"},
        contradicted={"M2", "P1"},
    )
    assert plan.first == ("G1", "P1", "M2", "C3", "K3", "N1")
    shown = {item.id for item in visible_items(questionnaire, before)}
    assert set(plan.rest) == shown - set(plan.first)


def test_the_lowest_answers_come_first_as_far_as_the_time_goes(questionnaire, firm) -> None:
    before = firm(2, 3, **CLOSING, T3=1, N2=0, C3=1)
    assert plan_again(questionnaire=questionnaire, before=before).first == (
        "G1",
        "N2",
        "C3",
    )


def test_a_question_that_a_new_path_opens_is_asked(questionnaire, firm) -> None:
    before = {k: v for k, v in firm(0, 3, **CLOSING).items() if k not in {"C4", "K2", "R4"}}
    plan = Plan(("G1",), tuple(k for k in before if k not in {"G1", "M2", "M3"}))
    facts = {"questionnaire": questionnaire, "plan": plan}
    asked = {usage: asked_first(**facts, answers={"G1": usage}).items for usage in (0, 2)}
    assert [item.id for item in asked[0]] == ["G1"]
    assert [item.id for item in asked[2]] == ["G1", "C4", "K2", "R4", "M2", "M3"]
    assert "C4" not in rest_left(**facts, answers={"G1": 2})
    assert "P1" in rest_left(**facts, answers={"G1": 2})
    assert "P1" not in rest_left(**facts, answers={"G1": 2, "P1": 3})


def test_an_answer_to_a_question_that_was_reworded_is_not_known(questionnaire, firm) -> None:
    reworded = tuple(
        replace(item, revision=2) if item.id == "P1" else item for item in questionnaire.items
    )
    after = replace(questionnaire, items=reworded)
    assert "P1" not in known_before(questionnaire, after, firm(1, 2))
    assert "P2" in known_before(questionnaire, after, firm(1, 2))


@pytest.fixture
def act(today, now):
    def call(service, actor, at=now, **arguments):
        return service(acting(actor, at), **arguments)

    return call


@pytest.fixture
def done(acme, act, firm, questionnaire):
    """Answers everything and completes, at that moment."""

    def run(at, **answers):
        lead = acme.actor("lead")
        one = act(start_assessment, lead, at=at)
        given = {**firm(2, 3, **CLOSING), **answers}
        for item in visible_items(questionnaire, given):
            if item.id in given:
                raw = given[item.id]
                act(save_answer, lead, at=at, assessment_id=one.id, item_id=item.id, raw=raw)
        return act(complete_assessment, lead, at=at, assessment_id=one.id)

    return run


def due_at() -> object:
    return DueWork.objects.filter(job=PROPOSE_JOB).values_list("due_at", flat=True).first()


@pytest.mark.django_db
def test_confirming_the_rest_equals_answering_everything(acme, act, done, now) -> None:
    old = done(now - timedelta(days=200), P4=1)
    lead = acme.actor("lead")
    new = act(start_assessment, lead)
    assert new.plan.before == old.id
    while (item := next_item(seat_of(new.id, member_id=lead.member_id))) is not None:
        raw = {"P4": 3}.get(item, answers_of(old).get(item))
        act(save_answer, lead, assessment_id=new.id, item_id=item, raw=raw)
    act(carry_answers, lead, assessment_id=new.id)
    assert answers_of(new) == {**answers_of(old), "P4": 3}
    carried = set(Answer.objects.filter(carried=True).values_list("item", flat=True))
    assert carried == set(new.plan.rest)
    renewed = act(complete_assessment, lead, assessment_id=new.id)
    fresh = done(now + timedelta(days=1), P4=3)
    assert renewed.result == fresh.result
    with refused("assessment_completed"):
        act(carry_answers, lead, assessment_id=new.id)


@pytest.mark.django_db
def test_an_answer_changed_by_hand_is_not_carried_over_again(acme, act, done, now) -> None:
    done(now - timedelta(days=200))
    lead = acme.actor("lead")
    new = act(start_assessment, lead)
    act(save_answer, lead, assessment_id=new.id, item_id="P3", raw=0)
    act(carry_answers, lead, assessment_id=new.id)
    assert answers_of(new)["P3"] == 0
    act(save_answer, lead, assessment_id=new.id, item_id="P4", raw=0)
    assert not Answer.objects.get(respondent__assessment=new, item="P4").carried


@pytest.mark.django_db
def test_a_first_assessment_has_nothing_to_carry(acme, act) -> None:
    new = act(start_assessment, acme.actor("lead"))
    assert new.plan is None
    with refused("nothing_to_carry"):
        act(carry_answers, acme.actor("lead"), assessment_id=new.id)
    with refused("not_in_role"):
        act(carry_answers, acme.actor("viewer"), assessment_id=new.id)
    assert not Answer.objects.exists()


@pytest.mark.django_db
def test_a_new_assessment_is_proposed_once_after_six_months(acme, done, now) -> None:
    last = done(now)
    due = now + AGAIN_AFTER
    assert due_at() == due
    assert not propose_assessment(now=due - timedelta(minutes=1))
    assert not OutboxMessage.objects.exists()
    assert propose_assessment(now=due)
    assert not propose_assessment(now=due)
    told = OutboxMessage.objects.filter(template="assessment_again")
    assert {one.recipient_id for one in told} == {
        acme.members["executive"].id,
        acme.members["lead"].id,
    }
    assert Assessment.objects.get(id=last.id).again_proposed_at == due
    assert due_at() is None


@pytest.mark.django_db
def test_what_is_put_off_comes_back_in_a_month_and_not_before(acme, act, done, now) -> None:
    done(now)
    due = now + AGAIN_AFTER
    with refused("nothing_proposed"):
        act(put_off_proposal, acme.actor("lead"), at=due)
    propose_assessment(now=due)
    act(put_off_proposal, acme.actor("lead"), at=due)
    assert due_at() == due + timedelta(days=30)
    assert not propose_assessment(now=due + timedelta(days=29))
    assert propose_assessment(now=due + timedelta(days=30))
    assert OutboxMessage.objects.filter(template="assessment_again").count() == 4


@pytest.mark.django_db
def test_nothing_is_proposed_while_one_is_open_or_after_a_newer_one(acme, act, done, now) -> None:
    done(now)
    due = now + AGAIN_AFTER
    begun = due - timedelta(days=3)
    act(start_assessment, acme.actor("lead"), at=begun)
    assert not propose_assessment(now=due)
    assert due_at() == begun + timedelta(days=30)
    done(due)
    assert not propose_assessment(now=due + timedelta(days=1))
    assert due_at() == due + AGAIN_AFTER
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_a_company_without_an_assessment_waits_for_none(acme, now) -> None:
    assert not propose_assessment(now=now)
    assert due_at() is None


def test_answers_to_the_first_edition_speak_as_the_mapping_says() -> None:
    first, second = (catalogue.questionnaire(one) for one in ("1.0.0", "2.0.0"))
    scored = {item.id: 3 for item in first.items if item.kind == "scored"}
    answers = {"G1": 2, **scored, "J2": ("write",), "F1": "industry", "F2": "small"}
    known = known_before(first, second, answers)
    assert "R2" not in known, "the older answer speaks of less"
    assert "T4" not in known, "it is new"
    assert set(answers) - set(known) == {"R2"}
    assert {known[one] for one in scored if one != "R2"} == {3}
    assert known_before(first, second, {"R1": "dk"}) == {"R1": "dk"}
    assert "F1" not in known_before(first, second, {"F1": "other"}), "it passed every use"
    plan = plan_again(questionnaire=second, before=known)
    assert {"R2", "T4"} <= set(plan.first)
    assert {"P1", "J2", "F1", "F2"} <= set(plan.rest)
