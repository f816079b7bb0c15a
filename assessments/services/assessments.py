"""Starting, answering and completing an assessment."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from assessments.choices import AssessmentState, RespondentRole
from assessments.models import Answer, Assessment, Respondent
from assessments.rules.results import plain
from assessments.selectors import catalogue
from assessments.selectors.again_page import answers_before, carryable
from assessments.selectors.assessments import LASTS, answers_of, invited, refusal
from assessments.selectors.declared_page import seen_on
from assessments.services.again import expect_next, plan_for
from assessments.services.answers import final_outcome, read_answer
from governance.choices import Role
from governance.rules.actors import Actor
from governance.services.authority import require
from tenants.errors import NotFound, Refused
from tenants.services.due_work import set_due
from tenants.transactions import use_case

EXPIRY_JOB = "assessments.expire"
CAPACITIES: Mapping[Role | None, RespondentRole] = {
    Role.EXECUTIVE: RespondentRole.BOSS,
    Role.AI_LEAD: RespondentRole.CAPTAIN,
}


def start_assessment(*, actor: Actor, today: date, now: datetime) -> Assessment:
    """The company's one open assessment: the one under way, or a new one of today's questionnaire.

    After another one of the same major version it has a plan: what to ask first, what to confirm.
    NotAllowed for who may not answer.
    """
    require(actor=actor, permission="assessment.answer", today=today)
    with use_case():
        _close_past(now)
        questionnaire = catalogue.current_questionnaire(today=today)
        fresh = Assessment(
            questionnaire_version=questionnaire.version,
            plan=plan_for(questionnaire=questionnaire, today=today, now=now),
            state=AssessmentState.OPEN,
            started_by_id=_member_id(actor),
            started_at=now,
        )
        Assessment.objects.bulk_create([fresh], ignore_conflicts=True)
        assessment = Assessment.objects.get(state=AssessmentState.OPEN)
        if assessment.id == fresh.id:
            set_due(job=EXPIRY_JOB, due_at=now + LASTS)
    return assessment


def save_answer(
    *,
    actor: Actor,
    assessment_id: UUID,
    item_id: str,
    raw: object,
    today: date,
    now: datetime,
    expected_version: int | None = None,
) -> Assessment:
    """One answer is kept, in the place of the one before; all others stay as they are.

    *raw* is what a form or a JSON body holds, see `parse_answer`. NotFound
    `assessment_not_found`; Refused `assessment_completed`, `assessment_expired`, `stale_version`;
    Invalid `not_an_item`, `not_asked`, and `bad_answer` with the code under the item's id.
    """
    with use_case():
        assessment = _locked(assessment_id)
        require(
            actor=actor,
            permission="assessment.answer",
            today=today,
            subject=invited(assessment),
        )
        _refuse_closed(assessment, now=now, expected_version=expected_version)
        questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
        item, value = read_answer(
            questionnaire=questionnaire, answers=answers_of(assessment), item_id=item_id, raw=raw
        )
        answer = Answer(
            respondent=_respondent(assessment, actor),
            item=item.id,
            item_version=item.revision,
            value=plain(value),
            answered_at=now,
        )
        Answer.objects.bulk_create(
            [answer],
            update_conflicts=True,
            unique_fields=["respondent", "item"],
            update_fields=["item_version", "value", "answered_at", "carried"],
        )
        assessment.version += 1
        assessment.save(update_fields=["version"])
    return assessment


def carry_answers(
    *,
    actor: Actor,
    assessment_id: UUID,
    today: date,
    now: datetime,
    expected_version: int | None = None,
) -> Assessment:
    """Whatever was not asked again is answered as it was in the assessment before, and marked.

    Answers already given stay. As `complete_assessment`; Refused `nothing_to_carry`.
    """
    with use_case():
        assessment = _locked(assessment_id)
        require(
            actor=actor,
            permission="assessment.answer",
            today=today,
            subject=invited(assessment),
        )
        _refuse_closed(assessment, now=now, expected_version=expected_version)
        before = answers_before(assessment)
        items = [one for one in carryable(assessment, answers_of(assessment)) if one in before]
        if not items:
            raise Refused("nothing_to_carry")
        questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
        respondent = _respondent(assessment, actor)
        Answer.objects.bulk_create(
            Answer(
                respondent=respondent,
                item=item_id,
                item_version=questionnaire.item(item_id).revision,
                value=plain(before[item_id]),
                answered_at=now,
                carried=True,
            )
            for item_id in items
        )
        assessment.version += 1
        assessment.save(update_fields=["version"])
    return assessment


def complete_assessment(
    *,
    actor: Actor,
    assessment_id: UUID,
    today: date,
    now: datetime,
    expected_version: int | None = None,
) -> Assessment:
    """The assessment is closed with its result, roadmap and uses, kept as computed now.

    So is what the product sees of its answers; in six months the next one is proposed.
    NotFound `assessment_not_found`; Refused `assessment_completed`, `assessment_expired`,
    `assessment_empty` (nothing that counts is answered), `stale_version`.
    """
    with use_case():
        assessment = _locked(assessment_id)
        require(
            actor=actor,
            permission="assessment.answer",
            today=today,
            subject=invited(assessment),
        )
        _refuse_closed(assessment, now=now, expected_version=expected_version)
        questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
        answers = answers_of(assessment)
        outcome = final_outcome(questionnaire=questionnaire, answers=answers)
        seen = seen_on(questionnaire=questionnaire, answers=answers, today=today)
        assessment.result = outcome.result.as_dict()
        assessment.advice = {**outcome.advice, "observed": seen.as_dict()}
        assessment.engine_version = outcome.result.engine
        assessment.state = AssessmentState.COMPLETED
        assessment.completed_at = now
        assessment.version += 1
        assessment.save(
            update_fields=[
                "result",
                "advice",
                "engine_version",
                "state",
                "completed_at",
                "version",
            ]
        )
        set_due(job=EXPIRY_JOB, due_at=None)
        expect_next(completed_at=now)
    return assessment


def expire_assessments(*, now: datetime) -> int:
    """Open assessments older than thirty days take no more answers; returns how many.

    What was answered is kept.
    """
    with use_case():
        count = _close_past(now)
        set_due(job=EXPIRY_JOB, due_at=_next_expiry())
    return count


def _close_past(now: datetime) -> int:
    past = Assessment.objects.filter(state=AssessmentState.OPEN, started_at__lte=now - LASTS)
    return past.update(state=AssessmentState.EXPIRED)


def _next_expiry() -> datetime | None:
    under_way = Assessment.objects.filter(state=AssessmentState.OPEN).first()
    return under_way.started_at + LASTS if under_way else None


def _locked(assessment_id: UUID) -> Assessment:
    found = Assessment.objects.select_for_update().filter(id=assessment_id).first()
    if found is None:
        raise NotFound("assessment_not_found")
    return found


def _refuse_closed(assessment: Assessment, *, now: datetime, expected_version: int | None) -> None:
    code = refusal(assessment, now=now)
    if code is not None:
        raise Refused(code)
    if expected_version is not None and expected_version != assessment.version:
        raise Refused("stale_version", expected=expected_version, current=assessment.version)


def _respondent(assessment: Assessment, actor: Actor) -> Respondent:
    member_id = _member_id(actor)
    role = CAPACITIES.get(actor.role, RespondentRole.TEAM)
    known = Respondent.objects.filter(assessment=assessment, member_id=member_id).first()
    return known or Respondent.objects.create(assessment=assessment, member_id=member_id, role=role)


def _member_id(actor: Actor) -> UUID:
    """The member who answers; the permission leaves no other actor."""
    if actor.member_id is None:
        raise TypeError("the system answers no questions")
    return actor.member_id
