"""What each verdict writes on its initiative, once nothing stands in its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F

from governance.decisions.models import Decision
from portfolio.cap.selectors import lowest_free_slot
from portfolio.criteria.choices import StopMetric
from portfolio.criteria.models import StopCriterion
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Again, State, Verdict
from portfolio.life.rules import NO_CHANGE, Advised, Changes
from portfolio.life.services import check_day
from portfolio.money.models import Tranche
from portfolio.money.rules import ZERO
from portfolio.objectives.models import Objective
from portfolio.standing.selectors.records import Record
from tenants.errors import Invalid, NotFound, Refused

ENDING = frozenset({Verdict.STOP, Verdict.COMPLETE})


@dataclass(frozen=True, kw_only=True)
class VerdictRequest:
    """One verdict on one initiative with what was said: the same from every door."""

    initiative_id: UUID
    verdict: Verdict
    reason: str = ""
    lesson: str = ""
    kept: str = ""
    gained: str = ""
    again: Again | None = None
    restart_on: date | None = None
    claims_success: bool = False
    runs_on_id: UUID | None = None
    adopted_as: State | None = None
    joined_id: UUID | None = None
    changes: Changes = NO_CHANGE
    advised: Advised | None = None
    expected_version: int | None = None


def engaged_amount(*, record: Record, ask: VerdictRequest) -> Decimal:
    """The euros that the verdict engages: the tranche it releases, or what it adds."""
    if ask.verdict is Verdict.ADJUST and ask.changes.budget is not None:
        return max(ZERO, ask.changes.budget - (record.initiative.budget or 0))
    tranche = released_tranche(record=record, ask=ask)
    return ZERO if tranche is None else tranche.amount


def released_tranche(*, record: Record, ask: VerdictRequest) -> Tranche | None:
    """The tranche that the verdict releases: the first at the first start, later the next."""
    waiting = [tranche for tranche in record.tranches if tranche.released_on is None]
    nothing_released = len(waiting) == len(record.tranches)
    if ask.verdict is Verdict.RELEASE or (ask.verdict is Verdict.START and nothing_released):
        return waiting[0] if waiting else None
    return None


def apply_state(*, row: Initiative, ask: VerdictRequest, to_state: State, today: date) -> list[str]:
    """The row is in its new state with its dates and slot, unsaved; returns the changed fields."""
    changed: dict[str, Any] = {"spending_frozen_on": None}
    if to_state != row.state:
        changed |= {"state": to_state, "state_since": today, "slot": None, "restart_on": None}
    if ask.verdict is Verdict.START:
        changed |= {"slot": row.slot or lowest_free_slot(), "started_on": row.started_on or today}
        changed["promised_budget"] = row.promised_budget or row.budget
        expected = row.live_promised_on or row.live_expected_on or row.live_on
        changed["live_promised_on"] = expected
    if ask.adopted_as is State.ACTIVE:
        changed["slot"] = lowest_free_slot()
    if ask.adopted_as is State.STOPPED:
        changed |= {"ended_on": today, "lesson": ask.reason.strip()}
    if ask.verdict is Verdict.PAUSE:
        changed["restart_on"] = ask.restart_on
    if ask.verdict is Verdict.REVIVE:
        changed["ended_on"] = None
    if ask.verdict in ENDING:
        before = row.lesson if row.state == State.COMPLETED else ""
        lesson = "\n".join(filter(None, (before, ask.lesson.strip())))
        changed |= {"ended_on": today, "lesson": lesson, "kept": ask.kept.strip()}
        changed |= {"gained": ask.gained.strip(), "again": ask.again or ""}
        changed["runs_on_id"] = ask.runs_on_id or row.runs_on_id
    if ask.verdict is Verdict.COMPLETE:
        changed["succeeded"] = ask.claims_success
    for name, value in changed.items():
        setattr(row, name, value)
    return [name.removesuffix("_id") for name in changed]


def keep_promise(*, initiative_id: UUID) -> None:
    """Each objective keeps what was promised at the first start, for ever."""
    Objective.objects.filter(
        initiative_id=initiative_id, promised_on=None, target__isnull=False
    ).update(
        promised_baseline=F("baseline"),
        promised_target=F("target"),
        promised_on=F("target_on"),
        version=F("version") + 1,
    )


def release(*, tranche: Tranche | None, decision: Decision, today: date, proven: bool) -> None:
    """The tranche may be spent, on that decision; shown as such where its proof is not there."""
    if tranche is not None:
        tranche.released_by, tranche.released_on = decision, today
        tranche.against_proof = not proven
        tranche.save(update_fields=["released_by", "released_on", "against_proof"])


def apply_changes(
    *, record: Record, changes: Changes, decision: Decision, today: date
) -> list[str]:
    """What *adjust* changes is written; the first promise stays. Returns the row's fields."""
    row, fields = record.initiative, []
    if changes.captain_id is not None:
        row.captain_id, row.captain_since = changes.captain_id, today
        fields += ["captain", "captain_since"]
    if changes.scope is not None:
        row.summary = changes.scope.strip()
        fields.append("summary")
    if changes.target is not None or changes.target_on is not None:
        _move_target(record=record, changes=changes)
    if changes.budget is not None:
        _move_budget(record=record, budget=changes.budget, decision=decision, today=today)
        row.budget = changes.budget
        fields.append("budget")
    if changes.stop_above is not None:
        move_spend_limit(record=record, limit=changes.stop_above, at=decision.at)
    return fields


def check_changes(*, record: Record, changes: Changes, today: date) -> None:
    """Nothing if the new values can be; raises Invalid, NotFound or Refused."""
    check_day(day=changes.target_on, today=today, field="target_on")
    objective = changed_objective(record=record, changes=changes)
    if changes.target is not None and objective.baseline is not None:
        better = changes.target > objective.baseline
        if changes.target == objective.baseline or better != (objective.direction == "up"):
            raise Invalid("target_does_not_improve", fields={"target": ["does_not_improve"]})
    if changes.target_on is not None and changes.target_on <= today:
        raise Invalid("date_not_ahead", fields={"target_on": ["not_ahead"]})
    released = sum(t.amount for t in record.tranches if t.released_on is not None)
    if changes.budget is not None and changes.budget < released:
        raise Refused("budget_below_released", released=released, budget=changes.budget)


def changed_objective(*, record: Record, changes: Changes) -> Objective:
    """The objective whose target or date moves; raises NotFound."""
    for objective in record.objectives:
        if changes.objective_id in (None, objective.id):
            return objective
    raise NotFound("objective_not_found", named=changes.objective_id)


def move_spend_limit(*, record: Record, limit: Decimal, at: datetime) -> None:
    """The stop criterion on spending looks at another sum; the former stays as superseded."""
    for former in (one for one in record.criteria if one.metric == StopMetric.SPEND):
        StopCriterion.objects.filter(id=former.id).update(superseded_at=at)
        StopCriterion.objects.create(
            initiative=record.initiative,
            metric=former.metric,
            comparison=former.comparison,
            value=limit,
            by_date=former.by_date,
            set_by_id=former.set_by_id,
            set_at=at,
        )


def _move_target(*, record: Record, changes: Changes) -> None:
    objective = changed_objective(record=record, changes=changes)
    if changes.target is not None:
        objective.target = changes.target
    if changes.target_on is not None:
        objective.target_on = changes.target_on
    objective.version += 1
    objective.save(update_fields=["target", "target_on", "version"])


def _move_budget(*, record: Record, budget: Decimal, decision: Decision, today: date) -> None:
    """More is a tranche this decision releases; less is taken from the last unreleased ones."""
    row = record.initiative
    difference = budget - (row.budget or 0)
    if difference > 0:
        position = max((t.position for t in record.tranches), default=0) + 1
        Tranche.objects.create(
            initiative=row,
            position=position,
            amount=difference,
            released_by=decision,
            released_on=today,
        )
        return
    for tranche, taken in cut_tranches(record.tranches, -difference):
        tranche.amount -= taken
        if tranche.amount:
            tranche.save(update_fields=["amount"])
        else:
            tranche.delete()


def cut_tranches(tranches: Sequence[Tranche], less: Decimal) -> list[tuple[Tranche, Decimal]]:
    """What a smaller budget takes from each, from the last one that is not released."""
    cuts: list[tuple[Tranche, Decimal]] = []
    for tranche in reversed(tranches):
        taken = min(tranche.amount, less) if tranche.released_on is None else ZERO
        if taken > 0:
            cuts.append((tranche, taken))
            less -= taken
    return cuts
