"""What people decided about the actions, as the rules read it, and what the product has seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from assessments.observed.selectors import Observed, observed_facts
from assessments.questionnaire import selectors as catalogue
from assessments.roadmap.choices import StepState
from assessments.roadmap.models import RoadmapStep
from assessments.roadmap.rules.actions import Action, ActionCatalogue
from assessments.roadmap.rules.progress import (
    NOT_OBSERVED,
    ActionProgress,
    Chosen,
    Evidence,
    Stage,
    evidence,
    progress,
)
from assessments.roadmap.rules.recommendations import DONE, REFUSED
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power, is_asked
from governance.duties.selectors import DutySource, Owed, Reader
from tenants.errors import NotFound


def current_actions() -> ActionCatalogue:
    """The newest published actions."""
    return catalogue.actions(catalogue.versions("actions")[-1])


def get_action(action_id: str) -> Action:
    """The action of that id; NotFound `action_not_found`."""
    found = current_actions().actions.get(action_id)
    if found is None:
        raise NotFound("action_not_found", action=action_id[:20])
    return found


def action_steps() -> dict[str, RoadmapStep]:
    """Every decision about an action, by the action, with its owner; one query."""
    rows = RoadmapStep.objects.select_related("owner", "decided_by")
    return {row.action_id: row for row in rows}


def chosen(step: RoadmapStep | None) -> Chosen | None:
    """A row as the rules read it."""
    if step is None:
        return None
    return Chosen(
        state=step.state,
        due_on=step.due_on,
        moves=tuple(step.moves),
        refused_until=step.refused_until,
        done_on=step.done_on,
        proven_by_fact=step.proven_by_fact,
    )


def evidences(facts: Mapping[str, Observed]) -> dict[str, Evidence]:
    """How the proof of every action stands, by the action."""
    actions = current_actions().actions.values()
    return {one.id: evidence(one.proof, facts) for one in actions}


def set_aside(facts: Mapping[str, Observed], *, today: date) -> dict[str, str]:
    """The actions that no new roadmap proposes: refused until later, or done; one query."""
    steps, proofs = action_steps(), evidences(facts)
    reasons = {Stage.REFUSED: REFUSED, Stage.DONE: DONE}
    found = {
        one: progress(chosen=chosen(steps.get(one)), today=today, evidence=proof).stage
        for one, proof in proofs.items()
    }
    return {one: reasons[stage] for one, stage in found.items() if stage in reasons}


def recorded_progress(*, today: date) -> dict[str, ActionProgress]:
    """Where the actions stand that somebody decided about, by the action; one query."""
    rows = RoadmapStep.objects.exclude(state=StepState.OPEN)
    found = {row.action_id: progress(chosen=chosen(row), today=today) for row in rows}
    return {one: where for one, where in found.items() if where.stage is not Stage.PROPOSED}


def late_steps(*, today: date) -> QuerySet[RoadmapStep]:
    """What was taken and whose date has passed, done meanwhile or not."""
    return RoadmapStep.objects.filter(state=StepState.TAKEN, due_on__lt=today)


def late_actions(*, today: date, owner_id: UUID | None = None) -> list[RoadmapStep]:
    """What was taken (by that member) and whose date has passed, the longest first.

    What the product sees done meanwhile is not late. One query, a second one where any is late.
    """
    taken = late_steps(today=today)
    if owner_id is not None:
        taken = taken.filter(owner_id=owner_id)
    rows = list(taken.select_related("owner").order_by("due_on", "action_id"))
    if not rows:
        return []
    proofs = evidences(observed_facts(today=today))
    return [row for row in rows if not proofs.get(row.action_id, NOT_OBSERVED).is_proven]


def _action(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.ACTION,
        powers=(Power(permission="roadmap.steer"),),
        door=Place(route="roadmap_action", parts=(row.code,)),
        operation=Place(route="api_roadmap_done", parts=(row.code,)),
        **row.of(reader),
    )


ACTIONS_OWED = DutySource(
    sql=f"""
SELECT id, action_id AS code, due_on, version FROM assessments_roadmapstep
WHERE state = '{StepState.TAKEN}' AND owner_id = %(reader)s
""",
    row=Owed,
    read=_action,
)


def not_proven(duties: Sequence[Duty], *, until: date, today: date) -> list[Duty]:
    """Those duties without the actions that the product sees done; one query where one is asked."""
    asked = {
        one.code for one in duties if one.kind is DutyKind.ACTION if is_asked(one, until=until)
    }
    if not asked:
        return list(duties)
    proofs = evidences(observed_facts(today=today))
    seen = {code for code in asked if proofs.get(code, NOT_OBSERVED).is_proven}
    return [one for one in duties if one.kind is not DutyKind.ACTION or one.code not in seen]
