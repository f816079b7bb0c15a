"""How the roadmap is answered in JSON, and what its acts are given."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, UnsetType

from assessments.roadmap.rules.progress import RoadmapChanges, Stage, Standing
from assessments.roadmap.selectors.live import LiveAction, LiveRoadmap, live_action, live_roadmap
from assessments.roadmap.selectors.page import EffectLine, Reason
from assessments.roadmap.services import (
    complete_action,
    move_action,
    refuse_action,
    reopen_action,
    take_action,
)
from governance.api.codec import Body
from governance.api.operations import act, operation
from governance.api.views import ApiView
from governance.mandates.selectors import NamedMember
from tenants.bounds import one_of, text
from tenants.shapes import LocalTime, Shape, local_time, shaped

LEFT_OUT = ("no_gain", "prerequisite_out", "budget", "capacity", "refused", "done", "again")


class MoveAnswer(Shape, frozen=True, kw_only=True):
    """A date that gave way to another one, and the day that was decided."""

    before: date
    after: date
    on: date


class ProofAnswer(Shape, frozen=True, kw_only=True):
    """The fact that proves an action; `reached` of `wanted` where it can be counted."""

    key: str
    standing: Standing
    seen_at: LocalTime | None
    reached: float | None
    wanted: float | None


class RoadmapActionAnswer(Shape, frozen=True, kw_only=True):
    """An action where it stands today; `window` is null where the plan has none for it."""

    id: str
    title: str
    how: str
    why: str
    window: int | None
    window_before: int | None
    stage: Stage
    by_product: bool
    owner: NamedMember | None
    due_on: date | None
    first_due_on: date | None
    moves: tuple[MoveAnswer, ...]
    refused_until: date | None
    reason: str
    done_on: date | None
    proof_text: str
    proof: ProofAnswer
    days: float
    cost: float
    is_foundation: bool
    is_duty: bool
    is_practice: bool
    over_capacity: bool
    effects: tuple[EffectLine, ...]
    reasons: tuple[Reason, ...]
    version: int


Actions = tuple[RoadmapActionAnswer, ...]


class RoadmapWindowAnswer(Shape, frozen=True, kw_only=True):
    """A stretch of the year: the days it takes of those there are, and what is open in it."""

    number: int
    first_on: date
    last_on: date
    is_over: bool
    days: float
    capacity: float
    cost: float
    done: int
    headlines: Actions
    others: Actions


class LeftOutActionAnswer(Shape, frozen=True, kw_only=True):
    """An action without a window; `waiting_for` names what it needs first."""

    action: RoadmapActionAnswer
    reason: Annotated[str, one_of(LEFT_OUT)]
    waiting_for: tuple[str, ...]


class RoadmapCountsAnswer(Shape, frozen=True, kw_only=True):
    """How many actions there are, how they stand, and which comes first."""

    every: int
    done: int
    taken: int
    late: int
    to_choose: int
    next: str | None


class LiveRoadmapAnswer(Shape, frozen=True, kw_only=True):
    """The roadmap of today; `assessment_id` is null before the first assessment."""

    assessment_id: UUID | None
    counts: RoadmapCountsAnswer
    windows: tuple[RoadmapWindowAnswer, ...]
    beyond: Actions
    done: Actions
    refused: Actions
    left_out: tuple[LeftOutActionAnswer, ...]
    changes: RoadmapChanges | None
    money: float
    money_left: float


class TakeBody(Body, frozen=True, kw_only=True):
    """Who takes it, until when."""

    owner_id: UUID
    due_on: date


class MoveBody(Body, frozen=True, kw_only=True):
    """Another date, or another owner."""

    due_on: date | UnsetType = UNSET
    owner_id: UUID | UnsetType = UNSET


class RefuseBody(Body, frozen=True, kw_only=True):
    """Without `until` it is not proposed again for six months."""

    reason: Annotated[str, text(600)]
    until: date | UnsetType = UNSET


class DoneBody(Body, frozen=True, kw_only=True):
    """The sentence may be empty only where the product sees the proof."""

    proof_text: Annotated[str, text(600, shortest=0)] | UnsetType = UNSET


class ReopenBody(Body, frozen=True, kw_only=True):
    """Nothing."""


def action_answer(action: LiveAction) -> RoadmapActionAnswer:
    """The action where it stands, with what was said of it there."""
    line, progress, step = action.line, action.progress, action.step
    said = step if step is not None and action.stage in {"refused", "done"} else None
    is_done = action.stage == "done"
    return RoadmapActionAnswer(
        id=action.id,
        title=line.title,
        how=line.how,
        why=line.why,
        window=line.window or None,
        window_before=action.window_before,
        stage=progress.stage,
        by_product=progress.by_product,
        owner=None if action.owner is None else shaped(action.owner, NamedMember),
        due_on=progress.due_on,
        first_due_on=progress.first_due_on,
        moves=tuple(shaped(move, MoveAnswer) for move in progress.moves),
        refused_until=progress.refused_until,
        reason=said.reason if said and not is_done else "",
        done_on=progress.since if is_done else None,
        proof_text=said.proof_text if said and is_done else "",
        proof=_proof(action),
        days=line.days,
        cost=line.cost,
        is_foundation=line.is_foundation,
        is_duty=line.is_duty,
        is_practice=line.is_practice,
        over_capacity=line.over_capacity,
        effects=line.effects,
        reasons=line.reasons,
        version=action.version,
    )


def roadmap_answer(found: LiveRoadmap) -> LiveRoadmapAnswer:
    """The roadmap of today."""
    counts = found.counts
    return LiveRoadmapAnswer(
        assessment_id=None if found.assessment is None else found.assessment.id,
        counts=RoadmapCountsAnswer(
            every=counts.every,
            done=counts.done,
            taken=counts.taken,
            late=counts.late,
            to_choose=counts.to_choose,
            next=None if counts.next is None else counts.next.id,
        ),
        windows=tuple(
            RoadmapWindowAnswer(
                number=one.number,
                first_on=one.first_on,
                last_on=one.last_on,
                is_over=one.is_over,
                days=one.days,
                capacity=one.capacity,
                cost=one.cost,
                done=one.done,
                headlines=_actions(one.headlines),
                others=_actions(one.others),
            )
            for one in found.windows
        ),
        beyond=_actions(found.beyond),
        done=_actions(found.done),
        refused=_actions(found.refused),
        left_out=tuple(
            LeftOutActionAnswer(
                action=action_answer(one.action),
                reason=one.reason,
                waiting_for=one.waiting_for,
            )
            for one in found.left_out
        ),
        changes=found.changes,
        money=found.money,
        money_left=found.money_left,
    )


def _actions(found: Iterable[LiveAction]) -> Actions:
    return tuple(action_answer(one) for one in found)


def _proof(action: LiveAction) -> ProofAnswer:
    evidence = action.evidence
    return ProofAnswer(
        key=action.line.proof,
        standing=evidence.standing,
        seen_at=None if evidence.at is None else local_time(evidence.at),
        reached=evidence.reached,
        wanted=evidence.wanted,
    )


class RoadmapDetail(ApiView):
    @operation("The roadmap as it stands today", LiveRoadmapAnswer, name="get_roadmap")
    def get(self) -> LiveRoadmapAnswer:
        """Three windows, what is done, refused and left out, and what the newest one changed."""
        return roadmap_answer(live_roadmap(today=self.today, language=self.language))


def action_now(view: ApiView, _row: object, *, action_id: str) -> RoadmapActionAnswer:
    """The action where it stands now; its version is 0 where nobody has decided about it."""
    return action_answer(live_action(action_id=action_id, today=view.today, language=view.language))


press = partial(act, shape=RoadmapActionAnswer, answer=action_now)


class ActionTake(ApiView):
    post = press(take_action, "Take an action: it has an owner and a date", body=TakeBody)


class ActionMove(ApiView):
    post = press(move_action, "Move a taken action, or hand it over", body=MoveBody)


class ActionRefuse(ApiView):
    post = press(refuse_action, "Refuse an action until a day", body=RefuseBody)


class ActionDone(ApiView):
    post = press(complete_action, "Mark an action done", body=DoneBody)


class ActionReopen(ApiView):
    post = press(reopen_action, "Propose an action again", body=ReopenBody)
