"""Who is told of an action of the roadmap: its new owner at once, and once when it is late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min

from assessments.answers.choices import AssessmentState
from assessments.answers.models import Assessment
from assessments.observed.selectors import observed_facts
from assessments.roadmap.choices import StepState
from assessments.roadmap.models import RoadmapStep
from assessments.roadmap.rules.progress import Evidence, Move, evidence
from assessments.roadmap.selectors.steps import get_action, late_actions
from governance.access.choices import Role
from governance.access.rules.actors import Act
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.members.models import Member
from governance.outbox import services as outbox
from governance.outbox.selectors import current_company
from tenants.columns import check_columns
from tenants.due_work.services import bring_forward, set_due
from tenants.errors import Invalid, NotFound, Refused
from tenants.rows import check_version
from tenants.transactions import use_case

REMINDER_JOB = "assessments.remind_actions"
MORNING = time(6, 0)
DAY = timedelta(days=1)


def tell_owner(act: Act, *, step: RoadmapStep) -> None:
    """Whoever was given the action by somebody else has a message waiting."""
    if step.owner_id != act.actor.member_id:
        _tell(step=step, template="action_given", key=str(step.version), now=act.now)


def remind_actions(*, now: datetime, today: date) -> int:
    """Owners of actions whose date has passed have one message for that date; returns how many.

    Running it again tells nobody twice: a date that moved is another date.
    """
    with use_case():
        late = [step for step in late_actions(today=today) if step.reminded_for != step.due_on]
        for step in late:
            step.reminded_for = step.due_on
            step.save(update_fields=["reminded_for"])
            _tell(step=step, template="action_late", key=f"late:{step.due_on}", now=now)
        ahead = RoadmapStep.objects.filter(state=StepState.TAKEN, due_on__gte=today)
        nearest = ahead.aggregate(on=Min("due_on"))["on"]
        set_due(job=REMINDER_JOB, due_at=_morning_after(nearest) if nearest else None)
    return len(late)


def expect_reminder(*, due_on: date) -> None:
    """Somebody looks at late actions the morning after that day, or before."""
    bring_forward(job=REMINDER_JOB, due_at=_morning_after(due_on))


def _morning_after(day: date) -> datetime:
    zone = ZoneInfo(current_company().timezone)
    return datetime.combine(day + DAY, MORNING, tzinfo=zone)


def _tell(*, step: RoadmapStep, template: str, key: str, now: datetime) -> None:
    if step.owner is not None:
        outbox.tell(
            member=step.owner,
            template=template,
            context={"action_id": step.action_id, "due_on": step.due_on},
            now=now,
            dedup_key=f"action:{step.id}:{key}:{step.owner_id}",
        )


PERMISSION = "roadmap.steer"
REFUSED_FOR = timedelta(days=182)
FARTHEST = timedelta(days=730)
NEVER_READ = 0
UNDECIDED: Mapping[str, Any] = {
    "state": StepState.OPEN,
    "owner": None,
    "due_on": None,
    "moves": [],
    "refused_until": None,
    "reason": "",
    "proof_text": "",
    "proven_by_fact": False,
    "done_on": None,
}


def take_action(
    act: Act, *, action_id: str, owner_id: UUID, due_on: date, expected_version: int | None = None
) -> RoadmapStep:
    """The action has an owner and a date; the owner is told, unless it is who decided.

    Raises NotAllowed, NotFound `action_not_found`, `member_not_found`, Refused
    `action_not_in_roadmap`, `action_taken`, `action_done`, `stale_version`, Invalid
    `date_not_ahead`, `date_too_far` at *due_on*, `owner_reads_only` at *owner_id*.
    """
    action = get_action(action_id)
    require(act, permission=PERMISSION)
    _check_day(due_on, field="due_on", first=act.today, today=act.today)
    with use_case():
        owner = _able(owner_id)
        step = _lock(act, action_id=action_id, expected=expected_version)
        if step.state == StepState.TAKEN:
            raise Refused("action_taken")
        if step.state == StepState.DONE or _evidence(action.proof, today=act.today).is_proven:
            raise Refused("action_done")
        taken = {"state": StepState.TAKEN, "owner": owner, "due_on": due_on}
        values = {**UNDECIDED, **taken}
        _write(act, step, values=values)
        tell_owner(act, step=step)
        expect_reminder(due_on=due_on)
    return step


def move_action(
    act: Act,
    *,
    action_id: str,
    due_on: date | None = None,
    owner_id: UUID | None = None,
    expected_version: int | None = None,
) -> RoadmapStep:
    """A taken action has another date, another owner or both; the first date stays visible.

    Its owner may do so too. Raises as `take_action`, Refused `action_not_taken`.
    """
    get_action(action_id)
    if due_on is not None:
        _check_day(due_on, field="due_on", first=act.today, today=act.today)
    with use_case():
        step = _lock_own(act, action_id=action_id, expected=expected_version)
        if step.state != StepState.TAKEN or step.due_on is None:
            raise Refused("action_not_taken")
        values: dict[str, Any] = {}
        if due_on is not None and due_on != step.due_on:
            move = Move(before=step.due_on, after=due_on, on=act.today, by=act.actor.person_id)
            values |= {"due_on": due_on, "moves": [*step.moves, move]}
        if owner_id is not None and owner_id != step.owner_id:
            values["owner"] = _able(owner_id)
        _write(act, step, values=values)
        if "owner" in values:
            tell_owner(act, step=step)
        if due_on is not None:
            expect_reminder(due_on=due_on)
    return step


def refuse_action(
    act: Act,
    *,
    action_id: str,
    reason: str,
    until: date | None = None,
    expected_version: int | None = None,
) -> RoadmapStep:
    """The action is not proposed before that day, six months from now unless told.

    Raises NotAllowed, NotFound `action_not_found`, Refused `action_not_in_roadmap`, `action_done`,
    `stale_version`, Invalid `refusal_needs_reason`, `date_not_ahead`, `date_too_far`.
    """
    action = get_action(action_id)
    require(act, permission=PERMISSION)
    until = until or act.today + REFUSED_FOR
    said = _said(reason, code="refusal_needs_reason", field="reason")
    _check_day(until, field="until", first=act.today + timedelta(days=1), today=act.today)
    with use_case():
        step = _lock(act, action_id=action_id, expected=expected_version)
        if step.state == StepState.DONE or _evidence(action.proof, today=act.today).is_proven:
            raise Refused("action_done")
        refused = {"state": StepState.REFUSED, "reason": said, "refused_until": until}
        values = {**UNDECIDED, **refused}
        _write(act, step, values=values)
    return step


def reopen_action(act: Act, *, action_id: str, expected_version: int | None = None) -> RoadmapStep:
    """The action is proposed again, whatever was decided; what the product sees stays seen.

    Raises NotAllowed, NotFound `action_not_found`, Refused `action_open`, `stale_version`.
    """
    get_action(action_id)
    require(act, permission=PERMISSION)
    with use_case():
        step = _lock(act, action_id=action_id, expected=expected_version)
        if step.state == StepState.OPEN:
            raise Refused("action_open")
        _write(act, step, values=UNDECIDED)
    return step


def complete_action(
    act: Act, *, action_id: str, proof_text: str = "", expected_version: int | None = None
) -> RoadmapStep:
    """The action is done: the product sees it, or somebody says in a sentence what proves it.

    Its owner may do so too. Raises NotAllowed, NotFound `action_not_found`, Refused
    `action_not_in_roadmap`, `action_done`, `stale_version`, Invalid `proof_needs_sentence`.
    """
    action = get_action(action_id)
    is_seen = _evidence(action.proof, today=act.today).is_proven
    said = _said(proof_text, code="" if is_seen else "proof_needs_sentence", field="proof_text")
    with use_case():
        step = _lock_own(act, action_id=action_id, expected=expected_version)
        if step.state == StepState.DONE:
            raise Refused("action_done")
        values = {
            "state": StepState.DONE,
            "proof_text": said,
            "proven_by_fact": is_seen,
            "done_on": act.today,
        }
        _write(act, step, values=values)
    return step


def _lock_own(act: Act, *, action_id: str, expected: int | None) -> RoadmapStep:
    """As `_lock`, for whoever steers the roadmap or owns the action."""
    owners = RoadmapStep.objects.filter(action_id=action_id, owner_id__isnull=False)
    named = frozenset(owners.values_list("owner_id", flat=True))
    require(act, permission=PERMISSION, subject=SubjectFacts(named_ids=named))
    return _lock(act, action_id=action_id, expected=expected)


def _lock(act: Act, *, action_id: str, expected: int | None) -> RoadmapStep:
    """The row of the action, locked; an open one is made where the roadmap speaks of it.

    An action nobody has decided about has version 0.
    """
    rows = RoadmapStep.objects.select_for_update(of=("self",)).filter(action_id=action_id)
    step = rows.first()
    if step is None:
        fresh = RoadmapStep(
            action_id=action_id,
            assessment=_assessment_with(action_id),
            state=StepState.OPEN,
            decided_by_id=act.actor.person_id,
            decided_on=act.today,
            version=NEVER_READ,
        )
        RoadmapStep.objects.bulk_create([fresh], ignore_conflicts=True)
        step = rows.get()
    check_version(step.version, expected)
    return step


def _assessment_with(action_id: str) -> Assessment:
    """The newest assessment, if its roadmap speaks of the action."""
    done = Assessment.objects.filter(state=AssessmentState.COMPLETED)
    newest = done.order_by("-completed_at", "-id").first()
    spoken = newest.advice.roadmap.recommendations if newest and newest.advice else ()
    if newest is None or action_id not in {one.action_id for one in spoken}:
        raise Refused("action_not_in_roadmap")
    return newest


def _write(act: Act, step: RoadmapStep, *, values: Mapping[str, Any]) -> RoadmapStep:
    check_columns(model=RoadmapStep, values=values)
    for name, value in values.items():
        setattr(step, name, value)
    step.decided_by_id, step.decided_on = act.actor.person_id, act.today
    step.version += 1
    step.save(update_fields=[*values, "decided_by", "decided_on", "version"])
    return step


def _evidence(proof: str, *, today: date) -> Evidence:
    return evidence(proof, observed_facts(today=today))


def _said(text: str, *, code: str, field: str) -> str:
    said = text.strip()
    if code and not said:
        raise Invalid(code, fields={field: [code]})
    return said


def _check_day(day: date, *, field: str, first: date, today: date) -> None:
    if day < first:
        raise Invalid("date_not_ahead", fields={field: ["not_ahead"]})
    if day > today + FARTHEST:
        raise Invalid("date_too_far", fields={field: ["too_far"]})


def _able(member_id: UUID) -> Member:
    """Somebody present who may change something: a viewer only reads."""
    member = Member.objects.filter(id=member_id, left_at=None).first()
    if member is None:
        raise NotFound("member_not_found", named=member_id)
    if member.role == Role.VIEWER:
        raise Invalid("owner_reads_only", fields={"owner_id": ["owner_reads_only"]})
    return member
