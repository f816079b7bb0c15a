"""The next assessment: proposed after six months, planned from the last, its rest confirmed."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from assessments.again.rules import Plan, known_before, plan_again
from assessments.answers.choices import AssessmentState
from assessments.answers.models import Assessment
from assessments.answers.selectors import LASTS, completed_assessments, open_assessment
from assessments.observed.rules import CONTRADICTED, EXCEEDED
from assessments.observed.selectors import completed_between, newly_proven, observed_facts, seen_on
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.voices.selectors.voices import answers_of
from governance.access.choices import Role
from governance.access.rules.actors import Act
from governance.access.services import require
from governance.members.models import Member
from governance.outbox.services import tell
from tenants.due_work.services import set_due
from tenants.errors import Refused
from tenants.transactions import use_case

PROPOSE_JOB = "assessments.propose"
AGAIN_AFTER = timedelta(days=182)
PUT_OFF_FOR = timedelta(days=30)


def expect_next(*, completed_at: datetime) -> None:
    """The company waits for its next proposal, six months after that assessment."""
    set_due(job=PROPOSE_JOB, due_at=completed_at + AGAIN_AFTER)


def propose_assessment(*, now: datetime) -> bool:
    """A new assessment is proposed to those who lead, once; returns whether it just was.

    Not before its time, and not while one is open: then it is looked at again when that one ends.
    """
    with use_case():
        newest = _newest()
        if newest is None:
            set_due(job=PROPOSE_JOB, due_at=None)
            return False
        under_way = open_assessment(now=now)
        due = under_way.started_at + LASTS if under_way else _due(newest)
        if due > now:
            set_due(job=PROPOSE_JOB, due_at=due)
            return False
        set_due(job=PROPOSE_JOB, due_at=None)
        if newest.again_proposed_at is not None:
            return False
        newest.again_proposed_at = now
        newest.save(update_fields=["again_proposed_at"])
        _tell_leaders(newest, due=due, now=now)
    return True


def put_off_proposal(act: Act) -> None:
    """The proposal comes back in a month. Refused `nothing_proposed`; NotAllowed."""
    require(act, permission="assessment.answer")
    with use_case():
        newest = _newest()
        if newest is None or newest.again_proposed_at is None:
            raise Refused("nothing_proposed")
        newest.again_proposed_at = None
        newest.again_from = act.now + PUT_OFF_FOR
        newest.save(update_fields=["again_proposed_at", "again_from"])
        set_due(job=PROPOSE_JOB, due_at=newest.again_from)


def plan_for(*, questionnaire: Questionnaire, today: date, now: datetime) -> Plan | None:
    """What a new assessment asks first, from the newest completed one; None where none speaks."""
    newest = next(iter(completed_assessments(most=1)), None)
    if newest is None:
        return None
    older = catalogue.questionnaire(newest.questionnaire_version)
    before = known_before(older, questionnaire, answers_of(newest))
    if not before:
        return None
    facts = observed_facts(today=today)
    seen = seen_on(facts, questionnaire=questionnaire, answers=before, today=today)
    since = newest.completed_at or newest.started_at
    done = {
        *newly_proven(newest.advice, seen),
        *completed_between(start=since, end=now),
    }
    plan = plan_again(
        questionnaire=questionnaire,
        before=before,
        touched=_touched(questionnaire, done),
        contradicted={
            mark.item_id for mark in seen.marks if mark.status in (CONTRADICTED, EXCEEDED)
        },
    )
    return replace(plan, before=newest.id)


def _touched(questionnaire: Questionnaire, done: set[str]) -> set[str]:
    """The items that those actions were meant to raise."""
    known = catalogue.actions_for(questionnaire.version).actions
    return {
        item_id
        for action_id in done
        if action_id in known
        for rule in known[action_id].when
        for item_id in rule
    }


def _newest() -> Assessment | None:
    done = Assessment.objects.filter(state=AssessmentState.COMPLETED)
    return done.select_for_update().order_by("-completed_at", "-id").first()


def _due(newest: Assessment) -> datetime:
    done_at = newest.completed_at or newest.started_at
    return newest.again_from or done_at + AGAIN_AFTER


def _tell_leaders(newest: Assessment, *, due: datetime, now: datetime) -> None:
    """Executives and AI captains are told, once for each time it falls due."""
    roles = [Role.EXECUTIVE, Role.AI_LEAD]
    for member in Member.objects.filter(role__in=roles, left_at=None).order_by("id"):
        tell(
            member=member,
            template="assessment_again",
            context={"assessment_id": newest.id},
            now=now,
            dedup_key=f"assessment:{newest.id}:again:{due:%Y-%m-%d}:{member.id}",
        )
