"""A decision is corrected by another one; within a week the state before comes back with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from governance.access.rules.actors import Act
from governance.access.rules.authority import Grant, SubjectFacts
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.models import Decision
from governance.decisions.services import record_decision
from governance.members.services import give_mandates_back
from portfolio.cap.selectors import active_initiatives, lock_portfolio, lowest_free_slot
from portfolio.decisions.rules.restoring import restored_state
from portfolio.decisions.rules.verdicts import FREEING, SYSTEM_PAUSE
from portfolio.decisions.services.former_values import former_values, restore_values
from portfolio.decisions.services.recording import (
    Moment,
    settle_requests,
    tie_decision,
    write_verdict,
)
from portfolio.decisions.services.verdict_checks import (
    Records,
    authorise,
    check_people,
    check_said,
    check_verdicts,
    lock_records,
)
from portfolio.decisions.services.verdicts import VerdictRequest
from portfolio.initiatives.models import InitiativeDecision
from portfolio.life.choices import State, Verdict
from portfolio.money.models import Tranche
from portfolio.objectives.models import Objective
from portfolio.observed.services import observe_portfolio
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import ReviewItem
from portfolio.standing.selectors.records import Record, load_records
from tenants.errors import NotFound, Refused
from tenants.transactions import use_case


@dataclass(frozen=True, kw_only=True)
class Restoring:
    """What is taken back: the initiative, its wrong decision, and the state that was before."""

    record: Record
    wrong: InitiativeDecision
    state: State

    @property
    def earlier(self) -> tuple[InitiativeDecision, ...]:
        """The decisions before the wrong one, oldest first."""
        return tuple(one for one in self.record.decisions if one.number < self.wrong.number)


def correct_decision(
    act: Act, *, decision_id: UUID, reason: str, instead_of: VerdictRequest | None = None
) -> Decision:
    """The log holds a new entry that points to the one it corrects.

    Within seven days the state before is back too, and the values that an *adjust* changed, unless
    another decision has changed them since.
    Raises NotFound, NotAllowed, Refused `reason_required`, `correction_needs_slot` where no slot
    is free and nothing gives way (with who holds them: `names`), or what the other verdict raises.
    """
    with use_case():
        wrong = _tied(decision_id)
        lock_portfolio()
        own = VerdictRequest(initiative_id=wrong.initiative_id, verdict=Verdict.CONTINUE)
        records = lock_records(act, asks=[own, *([instead_of] if instead_of else ())])
        record = records[wrong.initiative_id]
        row = record.initiative
        grant = _authority(act, wrong=wrong, captain_id=row.captain_id)
        if not reason.strip():
            raise Refused("reason_required")
        from_state = State(row.state)
        state = _back(act, wrong=wrong, number=row.decision_number)
        if state is State.ACTIVE:
            _make_room(act, records=records, wrong=wrong, instead_of=instead_of)
        values = former_values(act, record=record, wrong=wrong.decision)
        facts: dict[str, Any] = {"corrected_verdict": wrong.decision.verdict}
        facts |= {"restored": values} if values else {}
        if state is not None:
            facts |= {"from": from_state, "to": state}
        decision = record_decision(
            act,
            grant=grant,
            verdict="correct",
            subject_kind=SubjectKind.INITIATIVE,
            subject_id=row.id,
            reason=reason,
            facts=facts,
            corrects_id=wrong.decision_id,
        )
        number = tie_decision(
            record=record, decision=decision, from_state=from_state, to_state=state or from_state
        )
        has_moved = state is not None
        settle_requests(
            initiative_id=row.id, verdict=decision.verdict, has_moved=has_moved, now=act.now
        )
        if state is not None:
            restoring = Restoring(record=record, wrong=wrong, state=state)
            _restore_row(restoring, number=number, today=act.today)
            _undo_effects(restoring)
        elif values:
            restore_values(act, record=record, wrong=wrong.decision, back=values)
            _decide_again(wrong.decision)
        if state is not None or values:
            observe_portfolio(act)
    return decision


@dataclass(frozen=True, kw_only=True)
class Correctable:
    """A decision that the reader may correct, with the state and the values that come back."""

    tie: InitiativeDecision
    back: State | None
    values: Mapping[str, Any]


def correctable(act: Act, *, initiative_id: UUID, decision_id: UUID) -> Correctable:
    """What a correction would do; raises NotFound `decision_not_found`, NotAllowed."""
    wrong = _tied(decision_id)
    row = wrong.initiative
    if row.id != initiative_id:
        raise NotFound("decision_not_found")
    _authority(act, wrong=wrong, captain_id=row.captain_id)
    (record,) = load_records([row.id], today=act.today)
    return Correctable(
        tie=wrong,
        back=_back(act, wrong=wrong, number=row.decision_number),
        values=former_values(act, record=record, wrong=wrong.decision),
    )


def _authority(act: Act, *, wrong: InitiativeDecision, captain_id: UUID | None) -> Grant:
    """Whoever may take the decision may correct it."""
    return require(
        act,
        permission="decision.correct",
        corrects=f"initiative.{wrong.decision.verdict}",
        subject=SubjectFacts(initiative_id=wrong.initiative_id, captain_id=captain_id),
    )


def _back(act: Act, *, wrong: InitiativeDecision, number: int | None) -> State | None:
    """The state that comes back; `number` is that of the decision now in force."""
    return restored_state(
        from_state=State(wrong.from_state),
        to_state=State(wrong.to_state),
        is_latest=wrong.number == number,
        decided_at=wrong.decision.at,
        now=act.now,
    )


def _tied(decision_id: UUID) -> InitiativeDecision:
    """The decision as it is tied to its initiative; raises NotFound `decision_not_found`."""
    ties = InitiativeDecision.objects.select_related("decision", "initiative")
    found = ties.filter(decision_id=decision_id).first()
    if found is None:
        raise NotFound("decision_not_found")
    return found


def _make_room(
    act: Act, *, records: Records, wrong: InitiativeDecision, instead_of: VerdictRequest | None
) -> None:
    """A slot is free, by another one's verdict if need be."""
    if instead_of is not None:
        other = records[instead_of.initiative_id]
        if instead_of.verdict not in FREEING or other.initiative.state != State.ACTIVE:
            raise Refused("instead_of_frees_nothing", verdict=instead_of.verdict)
        check_said(asks=[instead_of])
        grants = authorise(act, asks=[instead_of], records=records)
        check_people(asks=[instead_of])
        check_verdicts(act, asks=[instead_of], records=records, is_at_review=False)
        write_verdict(
            moment=Moment(act=act, items={}),
            ask=instead_of,
            grant=grants[instead_of.initiative_id],
            record=other,
            partner_id=wrong.initiative_id,
        )
    if lowest_free_slot() is None:
        names = ", ".join(row.title for row in active_initiatives())
        raise Refused("correction_needs_slot", names=names, decision_id=wrong.decision_id)


def _restore_row(restoring: Restoring, *, number: int, today: date) -> None:
    """The row is in the state before, with what that state holds."""
    row, state = restoring.record.initiative, restoring.state
    changed: dict[str, Any] = {
        "state": state,
        "state_since": today,
        "decision_number": number,
        "slot": lowest_free_slot() if state is State.ACTIVE else None,
        "restart_on": _restart(restoring, today=today) if state is State.PAUSED else None,
        "ended_on": _ended_on(restoring),
        "version": row.version + 1,
    }
    is_ended = restoring.wrong.to_state in (State.STOPPED, State.COMPLETED)
    if is_ended and state is not State.COMPLETED:
        changed |= {"succeeded": None, "lesson": "", "kept": "", "gained": "", "again": ""}
    if restoring.wrong.decision.verdict == Verdict.START and _is_first_start(restoring):
        changed |= {"started_on": None, "promised_budget": None}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))


def _undo_effects(restoring: Restoring) -> None:
    """What the wrong decision did beside the state is undone: money, promise, mandates, review."""
    row, wrong = restoring.record.initiative, restoring.wrong.decision
    nobody = {"released_by": None, "released_on": None, "against_proof": False}
    Tranche.objects.filter(initiative=row, released_by=wrong).update(**nobody)
    if wrong.verdict == Verdict.START and _is_first_start(restoring):
        Objective.objects.filter(initiative=row).update(
            promised_baseline=None,
            promised_target=None,
            promised_on=None,
            version=F("version") + 1,
        )
    ended = wrong.facts.get("revoked_mandates", ())
    if ended:
        give_mandates_back(initiative_id=row.id, mandate_ids=[UUID(one) for one in ended])
    _decide_again(wrong)


def _decide_again(wrong: Decision) -> None:
    """An open review asks for its verdict again."""
    ReviewItem.objects.filter(decision=wrong, review__state=ReviewState.OPEN).update(decision=None)


def _is_first_start(restoring: Restoring) -> bool:
    return all(one.decision.verdict != Verdict.START for one in restoring.earlier)


def _restart(restoring: Restoring, *, today: date) -> date:
    """When it was to be decided again; in thirty days where that is not known."""
    pauses = [one for one in restoring.earlier if one.decision.verdict == Verdict.PAUSE]
    said = pauses[-1].decision.facts.get("restart_on") if pauses else None
    return date.fromisoformat(said) if said else today + SYSTEM_PAUSE


def _ended_on(restoring: Restoring) -> date | None:
    """The day it had ended, where the state before is an end."""
    if restoring.state not in (State.STOPPED, State.COMPLETED):
        return None
    ends = [one for one in restoring.earlier if one.to_state == restoring.state]
    return ends[-1].decision.at.date()
