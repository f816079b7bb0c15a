"""The one rule of verdicts: from which state, to which, and what is in the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from portfolio.decisions.rules.pauses import restart_refusal
from portfolio.life.choices import Adjustable, State, Verdict
from portfolio.life.rules import Refusal

SYSTEM_PAUSE = timedelta(days=30)
FREEING = frozenset({Verdict.PAUSE, Verdict.STOP, Verdict.COMPLETE})
OPEN_STATES = frozenset({State.PROPOSED, State.BACKLOG, State.ACTIVE, State.PAUSED})
ADOPTED_AS = (State.ACTIVE, State.BACKLOG, State.STOPPED)
# What is completed is still measured: three months at its target confirm the gain.
MEASURED_STATES = OPEN_STATES | {State.COMPLETED}
# What carried a mandate and cannot go on without a new one.
ENDED_STATES = frozenset({State.COMPLETED, State.STOPPED, State.REJECTED})
DEFAULT_POOL_CAP = 12


@dataclass(frozen=True, kw_only=True)
class InitiativeFacts:
    """What the rule reads of one initiative; every tuple lists codes or ids of what is missing.

    What was adopted is active before it has started: nothing is promised or released yet.
    `has_run_loss`: it is completed, and costs more a year than it brings.
    """

    state: State
    id: UUID | None = None
    archived_from: State = State.BACKLOG
    is_paused_by_choice: bool = False
    has_objective: bool = False
    missing_estimates: tuple[str, ...] = ()
    unmet_readiness: tuple[str, ...] = ()
    has_criterion_met: bool = False
    has_fresh_measurement: bool = False
    continued_without_measurement: bool = False
    adjusts_in_a_row: int = 0
    unreleased_tranches: int = 0
    is_next_proof_met: bool = True
    objectives_without_last_measurement: tuple[UUID, ...] = ()
    has_target_met: bool = False
    has_run_owner: bool = False
    has_started: bool = True
    has_run_loss: bool = False


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What the rule reads of the portfolio; `cap` is without the exception (one more slot).

    `chosen_pauses` is how many of those paused a person has paused; `pool_count` ideas wait in
    the pool, `pool_cap` at most.
    """

    today: date
    cap: int
    active_count: int
    paused_count: int
    pool_count: int = 0
    pool_cap: int = DEFAULT_POOL_CAP
    chosen_pauses: int = 0
    has_exception: bool = False

    @property
    def slots(self) -> int:
        """The number of slots, the exception included."""
        return self.cap + int(self.has_exception)


@dataclass(frozen=True, kw_only=True)
class InsteadOf:
    """The initiative that gives its slot, by which verdict, and its own request."""

    facts: InitiativeFacts
    verdict: Verdict
    request: "Request"


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the person (or the system) says with the verdict."""

    reason: str = ""
    lesson: str = ""
    restart_on: date | None = None
    changes: frozenset[Adjustable] = field(default_factory=frozenset)
    claims_success: bool = False
    adopted_as: State | None = None
    is_at_review: bool = False
    is_by_system: bool = False
    is_by_executive: bool = False
    instead_of: InsteadOf | None = None


Check = Callable[[InitiativeFacts, Policy, Request | None], Refusal | None]


@dataclass(frozen=True, kw_only=True)
class VerdictRule:
    """One line of the table: from which states, to which (None: unchanged), and its checks."""

    from_states: frozenset[State]
    to_state: State | None
    checks: tuple[Check, ...]


def refusal(
    *, facts: InitiativeFacts, policy: Policy, verdict: Verdict, request: Request | None = None
) -> Refusal | None:
    """Return the first thing in the way of the verdict, or None.

    Without a request only what no answer could change is checked: that is what explains a
    grey button.
    """
    rule = VERDICTS[verdict]
    if facts.state not in rule.from_states:
        expected = tuple(state for state in State if state in rule.from_states)
        return Refusal(code="wrong_state", facts={"state": facts.state, "expected": expected})
    found = (check(facts, policy, request) for check in rule.checks)
    return next((reason for reason in found if reason is not None), None)


def next_state(
    *, verdict: Verdict, facts: InitiativeFacts, adopted_as: State | None = None
) -> State:
    """Return the state after the verdict; *revive* goes back to where it was archived from.

    What was stopped is revived into the pool; what is adopted is what it is adopted as.
    """
    if verdict is Verdict.ADOPT and adopted_as is not None:
        return adopted_as
    if verdict is Verdict.REVIVE and facts.state is State.ARCHIVED:
        return facts.archived_from
    return VERDICTS[verdict].to_state or facts.state


def _reason(_: InitiativeFacts, __: Policy, request: Request | None) -> Refusal | None:
    """A reason is written."""
    if request is not None and not request.reason.strip():
        return Refusal(code="reason_required")
    return None


def _lesson(_: InitiativeFacts, __: Policy, request: Request | None) -> Refusal | None:
    """What was learned is written."""
    if request is not None and not request.lesson.strip():
        return Refusal(code="lesson_required")
    return None


def _objective(facts: InitiativeFacts, _: Policy, __: Request | None) -> Refusal | None:
    """At least one objective is served."""
    return None if facts.has_objective else Refusal(code="objective_missing")


def _estimates(facts: InitiativeFacts, _: Policy, __: Request | None) -> Refusal | None:
    """Value, effort and cost are estimated, a tap each."""
    if facts.missing_estimates:
        return Refusal(code="estimates_missing", facts={"missing": facts.missing_estimates})
    return None


def _ready(facts: InitiativeFacts, _: Policy, __: Request | None) -> Refusal | None:
    """Every line of *ready to start* is met."""
    if facts.unmet_readiness:
        return Refusal(code="not_ready", facts={"unmet": facts.unmet_readiness})
    return None


def _not_started(facts: InitiativeFacts, _: Policy, __: Request | None) -> Refusal | None:
    """What is active has not started: it was adopted."""
    if facts.state is State.ACTIVE and facts.has_started:
        expected = (State.BACKLOG, State.PAUSED)
        return Refusal(code="wrong_state", facts={"state": facts.state, "expected": expected})
    return None


def _started(facts: InitiativeFacts, _: Policy, __: Request | None) -> Refusal | None:
    """What is promised is known: what was adopted is first made ready, and started."""
    return None if facts.has_started else Refusal(code="adoption_unfinished")


def _adopted(facts: InitiativeFacts, policy: Policy, request: Request | None) -> Refusal | None:
    """It is said as what; a priority takes a free slot, and what stops has a reason."""
    if request is None:
        return None
    if request.adopted_as not in ADOPTED_AS:
        return Refusal(code="adopted_as_what", facts={"expected": tuple(ADOPTED_AS)})
    if request.adopted_as is State.ACTIVE:
        return _slot(facts, policy, request)
    if request.adopted_as is State.BACKLOG:
        return _pool(facts, policy, request)
    return _reason(facts, policy, request) if request.adopted_as is State.STOPPED else None


def _answered(facts: InitiativeFacts, _: Policy, request: Request | None) -> Refusal | None:
    """A proposal is answered, not archived; the system archives what is in place already."""
    if facts.state is State.PROPOSED and not (request is not None and request.is_by_system):
        expected = (State.BACKLOG, State.REJECTED)
        return Refusal(code="wrong_state", facts={"state": facts.state, "expected": expected})
    return None


def _few_pauses(_: InitiativeFacts, policy: Policy, __: Request | None) -> Refusal | None:
    """Nothing starts while more are paused than the cap."""
    if policy.paused_count > policy.cap:
        facts = {"paused": policy.paused_count, "cap": policy.cap}
        return Refusal(code="start_blocked_by_pauses", facts=facts)
    return None


def _slot(facts: InitiativeFacts, policy: Policy, request: Request | None) -> Refusal | None:
    """A slot is free, or is freed in the same step."""
    if facts.state is State.ACTIVE:
        return None
    instead_of = None if request is None else request.instead_of
    if instead_of is not None:
        refused = _freeing_refusal(facts=facts, policy=policy, instead_of=instead_of)
        if refused is not None:
            return refused
    taken = policy.active_count - int(instead_of is not None)
    if taken < policy.slots:
        return None
    counts = {"cap": policy.cap, "slots": policy.slots, "active": policy.active_count}
    return Refusal(code="cap_reached", facts=counts)


def _pool(facts: InitiativeFacts, policy: Policy, _: Request | None) -> Refusal | None:
    """The pool has room; what comes back where it was archived from needs none there."""
    if facts.state is State.ARCHIVED and facts.archived_from is not State.BACKLOG:
        return None
    if policy.pool_count < policy.pool_cap:
        return None
    return Refusal(code="pool_full", facts={"pool": policy.pool_count, "pool_cap": policy.pool_cap})


def _freeing_refusal(
    *, facts: InitiativeFacts, policy: Policy, instead_of: InsteadOf
) -> Refusal | None:
    """Return why the other initiative cannot give its slot, or None.

    A paused initiative that starts leaves its place among the paused before the other takes one.
    """
    if instead_of.verdict not in FREEING or instead_of.facts.state is not State.ACTIVE:
        return Refusal(code="instead_of_frees_nothing", facts={"verdict": instead_of.verdict})
    if facts.id is not None and instead_of.facts.id == facts.id:
        return Refusal(code="instead_of_itself")
    leaving, chosen = int(facts.state is State.PAUSED), int(facts.is_paused_by_choice)
    refused = refusal(
        facts=instead_of.facts,
        policy=replace(
            policy,
            paused_count=policy.paused_count - leaving,
            chosen_pauses=policy.chosen_pauses - chosen,
        ),
        verdict=instead_of.verdict,
        request=instead_of.request,
    )
    if refused is None:
        return None
    return Refusal(code=refused.code, facts={**refused.facts, "instead_of": instead_of.facts.id})


def _run_loss(facts: InitiativeFacts, _: Policy, request: Request | None) -> Refusal | None:
    """What is completed comes back only where it costs more than it brings, with a sentence."""
    if facts.state is not State.COMPLETED:
        return None
    if not facts.has_run_loss:
        return Refusal(code="run_is_worth_it")
    return _reason(facts, _, request)


def _at_review(facts: InitiativeFacts, __: Policy, request: Request | None) -> Refusal | None:
    """The verdict is given at a review; what is completed has none."""
    if facts.state is State.COMPLETED:
        return None
    if request is not None and not request.is_at_review:
        return Refusal(code="only_at_review")
    return None


def _measured_or_first_time(
    facts: InitiativeFacts, _: Policy, __: Request | None
) -> Refusal | None:
    """Without a measurement, going on is possible once."""
    if facts.state is State.COMPLETED:
        return None
    if facts.continued_without_measurement and not facts.has_fresh_measurement:
        return Refusal(code="continue_twice_without_measurement")
    return None


def _criterion_sentence(
    facts: InitiativeFacts, _: Policy, request: Request | None
) -> Refusal | None:
    """Going on against a stop criterion takes a sentence."""
    if facts.has_criterion_met and request is not None and not request.reason.strip():
        return Refusal(code="criterion_needs_sentence")
    return None


def _changes(_: InitiativeFacts, __: Policy, request: Request | None) -> Refusal | None:
    """Something is adjusted."""
    if request is not None and not request.changes:
        return Refusal(code="nothing_adjusted", facts={"may_change": tuple(Adjustable)})
    return None


def _tranche(facts: InitiativeFacts, _: Policy, __: Request | None) -> Refusal | None:
    """A tranche waits to be released."""
    return None if facts.unreleased_tranches > 0 else Refusal(code="no_tranche_to_release")


def _proof(facts: InitiativeFacts, _: Policy, request: Request | None) -> Refusal | None:
    """The proof is there, or an executive says in a sentence why it is not waited for."""
    if facts.is_next_proof_met or request is None:
        return None
    if not request.is_by_executive:
        return Refusal(code="proof_unmet")
    return None if request.reason.strip() else Refusal(code="proof_needs_sentence")


def _room_to_pause(_: InitiativeFacts, policy: Policy, request: Request | None) -> Refusal | None:
    """Nothing is paused by choice, and no more than the cap; the system may always pause."""
    if request is not None and request.is_by_system:
        return None
    if policy.chosen_pauses > 0:
        return Refusal(code="pause_taken", facts={"paused": policy.chosen_pauses})
    if policy.paused_count > policy.cap:
        facts = {"paused": policy.paused_count, "cap": policy.cap}
        return Refusal(code="pause_full", facts=facts)
    return None


def _restart(_: InitiativeFacts, policy: Policy, request: Request | None) -> Refusal | None:
    """A restart date is given, ahead, sixty days at most."""
    if request is None:
        return None
    return restart_refusal(restart_on=request.restart_on, today=policy.today)


def _measured(facts: InitiativeFacts, _: Policy, __: Request | None) -> Refusal | None:
    """Every objective has its last measurement."""
    missing = facts.objectives_without_last_measurement
    return Refusal(code="measurement_missing", facts={"objectives": missing}) if missing else None


def _run_owner(facts: InitiativeFacts, _: Policy, __: Request | None) -> Refusal | None:
    """Somebody runs it from now on."""
    return None if facts.has_run_owner else Refusal(code="run_owner_missing")


def _success(facts: InitiativeFacts, _: Policy, request: Request | None) -> Refusal | None:
    """*Succeeded* is said only where the target is met."""
    if request is not None and request.claims_success and not facts.has_target_met:
        return Refusal(code="target_not_met")
    return None


def _rule(states: set[State] | frozenset[State], to: State | None, *checks: Check) -> VerdictRule:
    """Return one line of the table."""
    return VerdictRule(from_states=frozenset(states), to_state=to, checks=checks)


_ACTIVE = {State.ACTIVE}
VERDICTS: Mapping[Verdict, VerdictRule] = {
    Verdict.QUALIFY: _rule({State.PROPOSED}, State.BACKLOG, _objective, _estimates, _pool),
    Verdict.REJECT: _rule({State.PROPOSED, State.BACKLOG}, State.REJECTED, _reason),
    Verdict.ADOPT: _rule({State.PROPOSED}, None, _adopted),
    Verdict.START: _rule(
        {State.BACKLOG, State.PAUSED, State.ACTIVE},
        State.ACTIVE,
        _not_started,
        _ready,
        _few_pauses,
        _slot,
    ),
    Verdict.CONTINUE: _rule(
        {State.ACTIVE, State.COMPLETED},
        None,
        _run_loss,
        _at_review,
        _measured_or_first_time,
        _criterion_sentence,
    ),
    Verdict.ADJUST: _rule(_ACTIVE, None, _started, _changes, _reason),
    Verdict.RELEASE: _rule(_ACTIVE, None, _started, _tranche, _proof),
    Verdict.PAUSE: _rule(_ACTIVE, State.PAUSED, _room_to_pause, _reason, _restart),
    Verdict.STOP: _rule(MEASURED_STATES, State.STOPPED, _run_loss, _reason, _lesson),
    Verdict.COMPLETE: _rule(_ACTIVE, State.COMPLETED, _started, _measured, _run_owner, _success),
    Verdict.RETURN: _rule({State.ACTIVE, State.PAUSED}, State.BACKLOG, _reason),
    Verdict.ARCHIVE: _rule(
        {State.PROPOSED, State.BACKLOG, State.REJECTED}, State.ARCHIVED, _answered
    ),
    Verdict.REVIVE: _rule({State.ARCHIVED, State.STOPPED}, State.BACKLOG, _pool),
}
