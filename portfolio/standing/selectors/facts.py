"""From rows to the facts that the pure rules read: the same for screens, API, reviews and mail."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from governance.access.choices import ActorKind, Role
from governance.mandates.models import Mandate
from portfolio.decisions.rules.verdicts import InitiativeFacts
from portfolio.forecast.selectors import (
    is_lately_measured,
    measured_since_baseline,
    promised_share,
)
from portfolio.initiatives.models import InitiativeDecision
from portfolio.life.choices import State, Verdict
from portfolio.money.rules import ZERO
from portfolio.objectives.models import Objective
from portfolio.standing.selectors.records import Record
from portfolio.standing.selectors.running import run_loss
from portfolio.standing.selectors.stopping import criterion_met_since, is_proof_met
from portfolio.start.rules import ObjectiveFacts, ReadinessFacts, ReadinessLine, readiness, unmet

ESTIMATES = ("value", "days", "cost")


class VerdictFacts(Struct, frozen=True, kw_only=True):
    """What says which verdicts are possible: the rule's facts, whose it is, what waits.

    `next_tranche` is what the next release would engage, euros.
    """

    initiative: InitiativeFacts
    captain_id: UUID | None
    next_tranche: Decimal
    starts_anew: bool


def verdict_facts(*, record: Record, today: date) -> VerdictFacts:
    """What says which verdicts are possible of one initiative."""
    waiting = [tranche for tranche in record.tranches if tranche.released_on is None]
    return VerdictFacts(
        initiative=facts_of(record=record, today=today),
        captain_id=record.initiative.captain_id,
        next_tranche=waiting[0].amount if waiting else ZERO,
        starts_anew=len(waiting) == len(record.tranches),
    )


def facts_of(*, record: Record, today: date) -> InitiativeFacts:
    """What the verdicts' rule reads of one initiative."""
    row = record.initiative
    return InitiativeFacts(
        id=row.id,
        state=State(row.state),
        archived_from=_archived_from(record),
        is_paused_by_choice=_is_paused_by_choice(record),
        has_objective=bool(record.objectives),
        missing_estimates=tuple(
            name for name in ESTIMATES if getattr(row, f"{name}_likely") is None
        ),
        unmet_readiness=unmet(lines=readiness_lines(record=record, today=today)),
        has_criterion_met=criterion_met_since(record=record, today=today) is not None,
        has_fresh_measurement=has_fresh_measurement(record=record),
        continued_without_measurement=_continued_without_measurement(record),
        adjusts_in_a_row=_adjusts_in_a_row(record),
        unreleased_tranches=sum(t.released_on is None for t in record.tranches),
        is_next_proof_met=next(
            (
                is_proof_met(record=record, tranche=one)
                for one in record.tranches
                if one.released_on is None
            ),
            True,
        ),
        objectives_without_last_measurement=_without_last_measurement(record, today),
        has_target_met=_has_target_met(record),
        has_run_owner=row.runs_on_id is not None,
        has_started=row.started_on is not None,
        has_run_loss=run_loss(record, today=today) is not None,
    )


def readiness_lines(*, record: Record, today: date) -> tuple[ReadinessLine, ...]:
    """The list *ready to start*, each line with the way to mend it."""
    row, legal = record.initiative, record.legal
    facts = ReadinessFacts(
        has_captain=row.captain_id is not None,
        has_accepted_mandate=captain_mandate(record=record, today=today) is not None
        or _acts_by_role(record),
        objectives=tuple(_objective_facts(objective) for objective in record.objectives),
        has_budget=row.budget is not None,
        has_first_tranche=bool(record.tranches),
        stop_criteria_count=len(record.criteria),
        has_go_live=(row.live_on or row.live_expected_on) is not None,
    )
    if legal is not None:
        facts = ReadinessFacts(
            **{name: getattr(facts, name) for name in _NOT_LEGAL},
            triage_class=legal.triage_class,
            triage_blockers=legal.blockers,
            works_council=legal.works_council,
            evidence_missing=legal.evidence_missing,
            dpia=legal.dpia,
            has_dpia_reference=legal.has_dpia_reference,
            has_dpia_waiver=legal.has_dpia_waiver,
        )
    return readiness(facts=facts)


_NOT_LEGAL = (
    "has_captain",
    "has_accepted_mandate",
    "objectives",
    "has_budget",
    "has_first_tranche",
    "stop_criteria_count",
    "has_go_live",
)


def captain_mandate(*, record: Record, today: date) -> Mandate | None:
    """The accepted mandate the captain carries it on today; its own before the company's."""
    valid = [
        mandate
        for mandate in record.mandates
        if mandate.accepted_at is not None
        and mandate.revoked_at is None
        and mandate.starts <= today <= mandate.ends
    ]
    return max(valid, key=lambda mandate: mandate.initiative_id is not None, default=None)


def captain_vacant_since(*, record: Record, today: date) -> date | None:
    """The day the captain's seat became vacant: gone, or without a mandate; None when seated."""
    row = record.initiative
    if row.captain is None:
        return row.state_since
    if row.captain.left_at is not None:
        return row.captain.left_at.date()
    if _acts_by_role(record) or captain_mandate(record=record, today=today) is not None:
        return None
    ends = [
        mandate.revoked_at.date() if mandate.revoked_at else mandate.ends + timedelta(days=1)
        for mandate in record.mandates
        if mandate.accepted_at is not None
    ]
    return min(today, max(ends, default=row.captain_since or row.state_since))


def has_fresh_measurement(*, record: Record) -> bool:
    """Whether something was measured since the last review, or since the start before any."""
    since = record.last_review_on or record.initiative.started_on
    return any(
        since is None or measurement.on >= since
        for measurements in record.measurements.values()
        for measurement in measurements
    )


def _objective_facts(objective: Objective) -> ObjectiveFacts:
    return ObjectiveFacts(
        has_beneficiaries=bool(objective.beneficiaries.strip()),
        has_kpi=bool(objective.kpi.strip()),
        has_baseline=objective.baseline is not None,
        has_measuring_step=objective.baseline_due is not None,
        has_target=objective.target is not None,
        has_date=objective.target_on is not None,
        has_unit=bool(objective.unit.strip()),
        has_direction=bool(objective.direction),
    )


def _acts_by_role(record: Record) -> bool:
    """An executive decides by role and needs no mandate."""
    captain = record.initiative.captain
    return captain is not None and captain.is_present and captain.role == Role.EXECUTIVE


def _without_last_measurement(record: Record, today: date) -> tuple[UUID, ...]:
    """What *complete* asks for; nothing where that is no question."""
    if record.initiative.state != State.ACTIVE:
        return ()
    return tuple(
        one.id
        for one in record.objectives
        if not is_lately_measured(
            objective=one,
            measurements=record.measurements[one.id],
            closed=record.company.closed_months,
            today=today,
        )
    )


def _has_target_met(record: Record) -> bool:
    """Every objective's last measurement is at its first target or better."""
    shares = []
    for objective in record.counted:
        since = measured_since_baseline(
            objective=objective, measurements=record.measurements[objective.id]
        )
        shares.append(promised_share(objective=objective, value=since[-1].value) if since else None)
    return bool(shares) and all(share is not None and share >= 1 for share in shares)


def _archived_from(record: Record) -> State:
    archived = [d for d in record.decisions if d.decision.verdict == Verdict.ARCHIVE]
    return State(archived[-1].from_state) if archived else State.BACKLOG


def _is_paused_by_choice(record: Record) -> bool:
    row = record.initiative
    ties = (one for one in record.decisions if one.number == row.decision_number)
    last = next(ties, None) if row.state == State.PAUSED else None
    return last is not None and last.decision.actor_kind != ActorKind.SYSTEM


def _verdicts_since_start(record: Record) -> list[InitiativeDecision]:
    """The decisions in force since the last start, newest first."""
    rows: list[InitiativeDecision] = []
    for row in reversed(record.in_force):
        if row.decision.verdict == Verdict.START:
            break
        rows.append(row)
    return rows


def _adjusts_in_a_row(record: Record) -> int:
    count = 0
    for row in _verdicts_since_start(record):
        if row.decision.verdict != Verdict.ADJUST:
            break
        count += 1
    return count


def _continued_without_measurement(record: Record) -> bool:
    """Whether the last *continue* since the start was given without a measurement."""
    continued = (
        row.decision
        for row in _verdicts_since_start(record)
        if row.decision.verdict == Verdict.CONTINUE
    )
    last = next(continued, None)
    return last is not None and not last.facts.get("measured", True)
