"""A checked verdict is written: slot, log, tie, state, money, review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.rules.authority import Grant
from governance.decisions.choices import SubjectKind
from governance.decisions.models import Decision
from governance.decisions.services import record_decision
from governance.members.services import end_mandates
from portfolio.criteria.choices import StopMetric
from portfolio.decisions.rules.verdicts import ENDED_STATES, next_state
from portfolio.decisions.services.messages import tell_of_decision
from portfolio.decisions.services.verdicts import (
    VerdictRequest,
    apply_changes,
    apply_state,
    cut_tranches,
    engaged_amount,
    keep_promise,
    release,
    released_tranche,
)
from portfolio.idle.rules import KEEP_IDEAS, notice_due
from portfolio.initiatives.models import Initiative, InitiativeDecision
from portfolio.life.choices import State, Verdict
from portfolio.money.rules import ZERO
from portfolio.requests.choices import RequestOutcome
from portfolio.requests.models import AuthorityRequest
from portfolio.reviews.choices import ProposalOutcome
from portfolio.reviews.models import ReviewItem
from portfolio.rhythm.services import morning_of
from portfolio.standing.selectors.facts import facts_of, has_fresh_measurement
from portfolio.standing.selectors.records import Record
from portfolio.standing.selectors.standing import frozen_facts, standing
from portfolio.standing.selectors.stopping import is_proof_met
from tenants.due_work.services import bring_forward

# What nobody touches there is archived one day.
WAITING = (State.BACKLOG, State.REJECTED)


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided: the initiative as it is now, its decision, and what gave way for it."""

    initiative: Initiative
    decision: Decision
    gave_way: "Decided | None" = None


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Who decides, when, and at which open review, by initiative."""

    act: Act
    items: Mapping[UUID, ReviewItem]


def write_verdict(
    *,
    moment: Moment,
    ask: VerdictRequest,
    grant: Grant,
    record: Record,
    partner_id: UUID | None = None,
    gave_way: Decided | None = None,
) -> Decided:
    """The verdict is in the log and in force; `partner_id` is the other side of a trade-off.

    The mandates over what is completed, stopped or rejected end with it.
    """
    row, today = record.initiative, moment.act.today
    from_state = State(row.state)
    to_state = _to_state(ask, record=record, today=today)
    facts = _decision_facts(
        moment=moment, ask=ask, record=record, to_state=to_state, partner_id=partner_id
    )
    if to_state in ENDED_STATES:
        ended = end_mandates(initiative_id=row.id, now=moment.act.now)
        facts |= {"revoked_mandates": ended} if ended else {}
    tranche = released_tranche(record=record, ask=ask)
    proven = tranche is None or is_proof_met(record=record, tranche=tranche)
    facts |= {} if proven else {"against_proof": True}
    fields = apply_state(row=row, ask=ask, to_state=to_state, today=today)
    decision = record_decision(
        moment.act,
        grant=grant,
        verdict=ask.verdict,
        subject_kind=SubjectKind.INITIATIVE,
        subject_id=row.id,
        reason=ask.reason,
        facts={**facts, "slot": row.slot_id},
    )
    number = tie_decision(
        record=record, decision=decision, from_state=from_state, to_state=to_state
    )
    if to_state != from_state:
        row.decision_number = number
        fields.append("decision_number")
    if ask.verdict is Verdict.ADJUST:
        fields += apply_changes(record=record, changes=ask.changes, decision=decision, today=today)
    release(tranche=tranche, decision=decision, today=today, proven=proven)
    if ask.verdict is Verdict.START:
        keep_promise(initiative_id=row.id)
    row.version += 1
    row.save(update_fields=[*dict.fromkeys(fields), "version"])
    item = moment.items.get(row.id)
    if item is not None:
        item.decision = decision
        item.save(update_fields=["decision"])
        _settle_proposal(item, verdict=ask.verdict, now=moment.act.now)
    _tell(moment.act, record=record, decision=decision, verdict=ask.verdict, from_state=from_state)
    return Decided(initiative=row, decision=decision, gave_way=gave_way)


def _settle_proposal(item: ReviewItem, *, verdict: Verdict, now: datetime) -> None:
    """What the room proposed on it is confirmed or changed by what was decided."""
    waiting = item.proposals.filter(settled_at=None)
    taken = waiting.filter(verdict=verdict)
    taken.update(outcome=ProposalOutcome.CONFIRMED, settled_at=now)
    waiting.update(outcome=ProposalOutcome.CHANGED, settled_at=now)


def _tell(
    act: Act, *, record: Record, decision: Decision, verdict: Verdict, from_state: State
) -> None:
    """What was asked for is settled, and everybody whom the verdict concerns is told."""
    row, askers = record.initiative, set[UUID]()
    if record.is_asked_for:
        moved = row.state != from_state
        askers = settle_requests(
            initiative_id=row.id, verdict=verdict, has_moved=moved, now=act.now
        )
    tell_of_decision(
        initiative=row,
        decision=decision,
        verdict=verdict,
        askers=askers,
        decided_by=act.actor.member_id,
        now=act.now,
    )


def settle_requests(
    *, initiative_id: UUID, verdict: str, has_moved: bool, now: datetime
) -> set[UUID]:
    """What was asked and is decided by that is settled; in another state, the rest as well.

    Returns who asked for what was decided.
    """
    waiting = AuthorityRequest.objects.filter(initiative_id=initiative_id, settled_at=None)
    asked = list(waiting.values_list("id", "verdict", "asked_by_id"))
    taken = [key for key, wanted, _by in asked if wanted == verdict]
    if taken:
        waiting.filter(id__in=taken).update(outcome=RequestOutcome.TAKEN, settled_at=now)
    if has_moved and len(taken) < len(asked):
        waiting.update(outcome=RequestOutcome.LAPSED, settled_at=now)
    return {by for key, _verdict, by in asked if key in taken}


def _to_state(ask: VerdictRequest, *, record: Record, today: date) -> State:
    facts = facts_of(record=record, today=today)
    return next_state(verdict=ask.verdict, facts=facts, adopted_as=ask.adopted_as)


def tie_decision(*, record: Record, decision: Decision, from_state: State, to_state: State) -> int:
    """The decision is tied to its initiative under the next number, which is returned.

    What waits there from now on is looked at before it is idle for too long.
    """
    if to_state != from_state and to_state in WAITING:
        day = notice_due(since=decision.at.date())
        bring_forward(job=KEEP_IDEAS, due_at=morning_of(day))
    number = record.decisions[-1].number + 1 if record.decisions else 1
    InitiativeDecision.objects.create(
        initiative=record.initiative,
        decision=decision,
        number=number,
        from_state=from_state,
        to_state=to_state,
    )
    return number


def _decision_facts(
    *, moment: Moment, ask: VerdictRequest, record: Record, to_state: State, partner_id: UUID | None
) -> dict[str, Any]:
    """What was known and said at that moment; `amount` counts against the mandate."""
    row = record.initiative
    said = {
        "lesson": ask.lesson.strip(),
        "kept": ask.kept.strip(),
        "gained": ask.gained.strip(),
        "again": ask.again,
        "restart_on": ask.restart_on,
        "runs_on": ask.runs_on_id,
        "joined_to": ask.joined_id,
        "trade_off_with": partner_id,
        **_advice(ask),
        "changes": _changes(record=record, ask=ask),
    }
    facts: dict[str, Any] = {
        **frozen_facts(standing=standing(record=record, today=moment.act.today)),
        **{name: value for name, value in said.items() if value},
        "from": row.state,
        "to": to_state,
        "captain": row.captain_id,
        "measured": has_fresh_measurement(record=record),
    }
    if ask.verdict is Verdict.COMPLETE:
        facts["succeeded"] = ask.claims_success
    amount = engaged_amount(record=record, ask=ask)
    if amount:
        facts["amount"] = amount
    item = moment.items.get(row.id)
    if item is not None:
        facts["review"] = item.review_id
        facts |= _proposal(item)
    return facts


def _proposal(item: ReviewItem) -> dict[str, Any]:
    """Who proposed it in the room and what, and who led."""
    row = item.proposals.filter(settled_at=None).select_related("item__review").first()
    if row is None:
        return {}
    led_by = row.item.review.led_by_id or row.proposed_by_id
    return {"proposed_by": row.proposed_by_id, "proposed": row.verdict, "led_by": led_by}


def _advice(ask: VerdictRequest) -> dict[str, Any]:
    """What was advised beside the choice, and what would work it out again."""
    if ask.advised is None:
        return {}
    return {
        "advised": list(ask.advised.names),
        "advice_digest": ask.advised.digest,
        "advice_seed": ask.advised.seed,
    }


def _changes(*, record: Record, ask: VerdictRequest) -> dict[str, Any]:
    """Each change as old and new."""
    given, row = ask.changes, record.initiative
    if not given.kinds:
        return {}
    objective = next(
        (one for one in record.objectives if given.objective_id in (None, one.id)), None
    )
    pairs = {
        "target": (objective.target if objective else None, given.target),
        "date": (objective.target_on if objective else None, given.target_on),
        "budget": (row.budget, given.budget),
        "captain": (row.captain_id, given.captain_id),
        "scope": (row.summary, None if given.scope is None else given.scope.strip()),
    }
    limits = [one.value for one in record.criteria if one.metric == StopMetric.SPEND]
    follows = (
        {"stop_above": {"old": next(iter(limits), None), "new": given.stop_above}}
        if given.stop_above is not None and limits
        else {}
    )
    changes: dict[str, Any] = follows | {
        str(kind): {"old": pairs[kind][0], "new": pairs[kind][1]} for kind in given.kinds
    }
    if given.captain_id is not None:
        changes["captain"]["since"] = row.captain_since
    if given.budget is not None:
        cuts = cut_tranches(record.tranches, (row.budget or ZERO) - given.budget)
        if cuts:
            changes["budget"]["cut"] = [
                {"position": one.position, "amount": taken, "proof": one.proof}
                for one, taken in cuts
            ]
    return changes | ({"objective": objective.id} if objective else {})
