"""Starting, answering and completing an assessment."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from assessments.again.selectors import answers_before, carryable
from assessments.again.services import expect_next, plan_for
from assessments.answers.choices import AssessmentState
from assessments.answers.models import Answer, Assessment, Respondent
from assessments.answers.selectors import LASTS, refusal
from assessments.answers.services import final_outcome, read_answer
from assessments.observed.selectors import observed_facts, seen_on
from assessments.peers.services import lend_assessment
from assessments.questionnaire import selectors as catalogue
from assessments.results.rules.results import plain
from assessments.roadmap.selectors.steps import set_aside
from assessments.voices.choices import RespondentRole
from assessments.voices.rules.picture import Heard, voices_of
from assessments.voices.rules.voices import Said, firm_answers
from assessments.voices.selectors.invitations import is_team_asked
from assessments.voices.selectors.voices import RespondentSeat, everything_said, seat_of, seated
from assessments.voices.services import seal_voices
from governance.access.choices import Role
from governance.access.rules.actors import Act
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from tenants.due_work.services import set_due
from tenants.errors import Refused
from tenants.rows import check_version, locked
from tenants.transactions import use_case

EXPIRY_JOB = "assessments.expire"
# Whoever answers under a name is no member of the anonymous team.
CAPACITIES: Mapping[Role | None, RespondentRole] = {
    Role.EXECUTIVE: RespondentRole.BOSS,
    Role.AI_LEAD: RespondentRole.CAPTAIN,
}


def start_assessment(act: Act) -> Assessment:
    """The company's one open assessment: the one under way, or a new one of today's questionnaire.

    After another one of the same major version it has a plan: what to ask first, what to confirm.
    NotAllowed for who may not answer; Refused `assessment_completed` where somebody finished the
    one under way at this very moment.
    """
    require(act, permission="assessment.answer")
    with use_case():
        _close_past(act.now)
        questionnaire = catalogue.current_questionnaire(today=act.today)
        fresh = Assessment(
            questionnaire_version=questionnaire.version,
            plan=plan_for(questionnaire=questionnaire, today=act.today, now=act.now),
            state=AssessmentState.OPEN,
            started_by_id=act.actor.person_id,
            started_at=act.now,
        )
        Assessment.objects.bulk_create([fresh], ignore_conflicts=True)
        assessment = Assessment.objects.filter(state=AssessmentState.OPEN).first()
        if assessment is None:
            raise Refused("assessment_completed")
        if assessment.id == fresh.id:
            set_due(job=EXPIRY_JOB, due_at=act.now + LASTS)
    return assessment


def save_answer(
    act: Act, *, assessment_id: UUID, item_id: str, raw: object, expected_version: int | None = None
) -> RespondentSeat:
    """One answer of the actor's own is kept, in the place of the one before; others' stay.

    *raw* is what a form or a JSON body holds, see `parse_answer`. Returns the actor's place with
    it. NotFound `assessment_not_found`; Refused `assessment_completed`, `assessment_expired`,
    `stale_version`; Invalid `not_an_item`, `not_asked`, and `bad_answer` with the code under the
    item's id.
    """
    with use_case():
        seat = _locked_seat(act, assessment_id)
        require_seat(act, seat=seat)
        _refuse_closed(seat.assessment, now=act.now, expected_version=expected_version)
        item, value = read_answer(
            questionnaire=catalogue.questionnaire(seat.assessment.questionnaire_version),
            path=seat.questionnaire,
            answers=seat.answers,
            item_id=item_id,
            raw=raw,
        )
        respondent = seat.respondent or _new_respondent(act, seat.assessment)
        answer = Answer(
            respondent=respondent,
            item=item.id,
            item_version=item.revision,
            value=plain(value),
            answered_at=act.now,
        )
        Answer.objects.bulk_create(
            [answer],
            update_conflicts=True,
            unique_fields=["respondent", "item"],
            update_fields=["item_version", "value", "answered_at", "carried"],
        )
        _touch(seat.assessment)
    others = [one for one in seat.said if (one.who, one.item_id) != (respondent.id, item.id)]
    mine = Said(respondent.id, respondent.role, item.id, value, act.now)
    return seated(seat.assessment, [*others, mine], respondent)


def carry_answers(
    act: Act, *, assessment_id: UUID, expected_version: int | None = None
) -> Assessment:
    """Whatever was not asked again is answered as it was in the assessment before, and marked.

    What anybody has answered meanwhile stays. As `complete_assessment`; Refused `nothing_to_carry`.
    """
    with use_case():
        seat = _locked_seat(act, assessment_id)
        assessment = seat.assessment
        require(act, permission="assessment.answer")
        _refuse_closed(assessment, now=act.now, expected_version=expected_version)
        before = answers_before(assessment)
        items = [one for one in carryable(seat) if one in before]
        if not items:
            raise Refused("nothing_to_carry")
        respondent = seat.respondent or _new_respondent(act, assessment)
        Answer.objects.bulk_create(
            Answer(
                respondent=respondent,
                item=item_id,
                item_version=seat.questionnaire.item(item_id).revision,
                value=plain(before[item_id]),
                answered_at=act.now,
                carried=True,
            )
            for item_id in items
        )
        _touch(assessment)
    return assessment


def complete_assessment(
    act: Act, *, assessment_id: UUID, expected_version: int | None = None
) -> Assessment:
    """The assessment is closed with its result, roadmap, uses and voices, kept as computed now.

    Who was only invited to answer does not finish it. So is kept what the product sees of the
    answers; in six months the next one is proposed. NotFound `assessment_not_found`; Refused
    `assessment_completed`, `assessment_expired`, `assessment_empty` (nothing that counts is
    answered), `stale_version`.
    """
    with use_case():
        assessment = locked(Assessment, assessment_id)
        require(act, permission="assessment.answer")
        _refuse_closed(assessment, now=act.now, expected_version=expected_version)
        questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
        said = everything_said(assessment)
        firm = firm_answers(questionnaire, said)
        facts = observed_facts(today=act.today)
        outcome = final_outcome(
            questionnaire=questionnaire, answers=firm, set_aside=set_aside(facts, today=act.today)
        )
        seen = seen_on(facts, questionnaire=questionnaire, answers=firm, today=act.today)
        assessment.result = outcome.result
        assessment.advice = replace(outcome.advice, observed=seen)
        picture = voices_of(questionnaire, said, firm=firm)
        assessment.voices = Heard(firm, picture, is_team_asked(assessment))
        assessment.engine_version = outcome.result.engine
        assessment.state = AssessmentState.COMPLETED
        assessment.completed_at = act.now
        assessment.version += 1
        assessment.save(
            update_fields=[
                "result",
                "advice",
                "voices",
                "engine_version",
                "state",
                "completed_at",
                "version",
            ]
        )
        seal_voices(assessment_ids=[assessment.id], now=act.now)
        set_due(job=EXPIRY_JOB, due_at=None)
        lend_assessment(assessment=assessment)
        expect_next(completed_at=act.now)
    return assessment


def expire_assessments(*, now: datetime) -> int:
    """Open assessments older than thirty days take no more answers; returns how many.

    What was answered is kept.
    """
    with use_case():
        count = _close_past(now)
        set_due(job=EXPIRY_JOB, due_at=_next_expiry())
    return count


def require_seat(act: Act, *, seat: RespondentSeat) -> None:
    """The actor answers this assessment by role, or because he or she was asked; NotAllowed."""
    asked = frozenset({act.actor.member_id} if seat.is_taken and act.actor.member_id else ())
    subject = SubjectFacts(invited_ids=asked)
    require(act, permission="assessment.answer", subject=subject)


def _close_past(now: datetime) -> int:
    past = Assessment.objects.filter(state=AssessmentState.OPEN, started_at__lte=now - LASTS)
    ids = list(past.values_list("id", flat=True))
    seal_voices(assessment_ids=ids, now=now)
    return past.filter(id__in=ids).update(state=AssessmentState.EXPIRED)


def _next_expiry() -> datetime | None:
    under_way = Assessment.objects.filter(state=AssessmentState.OPEN).first()
    return under_way.started_at + LASTS if under_way else None


def _locked_seat(act: Act, assessment_id: UUID) -> RespondentSeat:
    """The actor's place, read once nobody else writes: a lock's own statement sees older rows."""
    locked(Assessment, assessment_id)
    return seat_of(assessment_id, member_id=act.actor.member_id)


def _refuse_closed(assessment: Assessment, *, now: datetime, expected_version: int | None) -> None:
    code = refusal(assessment, now=now)
    if code is not None:
        raise Refused(code)
    check_version(assessment.version, expected_version)


def _touch(assessment: Assessment) -> None:
    assessment.version += 1
    assessment.save(update_fields=["version"])


def _new_respondent(act: Act, assessment: Assessment) -> Respondent:
    role = CAPACITIES.get(act.actor.role, RespondentRole.MANAGER)
    return Respondent.objects.create(
        assessment=assessment, member_id=act.actor.person_id, role=role
    )
