from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.decisions.rules.offering import possible_verdicts, proposes_the_executive
from portfolio.decisions.rules.restoring import restored_state
from portfolio.decisions.rules.verdicts import (
    VERDICTS,
    InitiativeFacts,
    InsteadOf,
    Policy,
    Request,
    next_state,
    refusal,
)
from portfolio.life.choices import Adjustable, State, Verdict

TODAY = date(2026, 11, 23)
POLICY = Policy(today=TODAY, cap=3, active_count=2, paused_count=0)
FULL = replace(POLICY, active_count=3)
GOOD = InitiativeFacts(
    state=State.ACTIVE, id="quotes", has_objective=True, has_fresh_measurement=True,
    unreleased_tranches=1, has_target_met=True, has_run_owner=True,
)  # fmt: skip
ENOUGH = Request(
    reason="Because.", lesson="We learned.", restart_on=TODAY + timedelta(days=30),
    changes=frozenset({Adjustable.DATE}), is_at_review=True, adopted_as=State.ACTIVE,
)  # fmt: skip
TABLE = {
    Verdict.QUALIFY: ({State.PROPOSED}, State.BACKLOG),
    Verdict.REJECT: ({State.PROPOSED, State.BACKLOG}, State.REJECTED),
    Verdict.ADOPT: ({State.PROPOSED}, State.ACTIVE),
    Verdict.START: ({State.BACKLOG, State.PAUSED}, State.ACTIVE),
    Verdict.CONTINUE: ({State.ACTIVE}, State.ACTIVE),
    Verdict.ADJUST: ({State.ACTIVE}, State.ACTIVE),
    Verdict.RELEASE: ({State.ACTIVE}, State.ACTIVE),
    Verdict.PAUSE: ({State.ACTIVE}, State.PAUSED),
    Verdict.STOP: ({State.PROPOSED, State.BACKLOG, State.ACTIVE, State.PAUSED}, State.STOPPED),
    Verdict.COMPLETE: ({State.ACTIVE}, State.COMPLETED),
    Verdict.ARCHIVE: ({State.BACKLOG, State.REJECTED}, State.ARCHIVED),
    Verdict.RETURN: ({State.ACTIVE, State.PAUSED}, State.BACKLOG),
    Verdict.REVIVE: ({State.ARCHIVED, State.STOPPED}, State.BACKLOG),
}


def code(verdict, *, facts=GOOD, policy=POLICY, request=ENOUGH, **changes):
    facts = replace(facts, **changes)
    found = refusal(facts=facts, policy=policy, verdict=verdict, request=request)
    return None if found is None else found.code


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("state", list(State))
def test_each_verdict_goes_from_its_states_to_its_state_and_from_no_other(verdict, state):
    sources, target = TABLE[verdict]
    assert (code(verdict, state=state) is None) == (state in sources)
    if state in sources:
        found = next_state(
            verdict=verdict, facts=replace(GOOD, state=state), adopted_as=ENOUGH.adopted_as
        )
        assert found is target
    else:
        back = state is State.COMPLETED and verdict in (Verdict.CONTINUE, Verdict.STOP)
        assert code(verdict, state=state) == ("run_is_worth_it" if back else "wrong_state")


def test_what_is_completed_comes_back_only_where_it_costs_more_than_it_brings():
    lossy = {"state": State.COMPLETED, "has_run_loss": True}
    assert possible_verdicts(facts=replace(GOOD, **lossy)) == (Verdict.CONTINUE, Verdict.STOP)
    for verdict, target in ((Verdict.CONTINUE, State.COMPLETED), (Verdict.STOP, State.STOPPED)):
        assert code(verdict, **lossy, request=replace(ENOUGH, is_at_review=False)) is None
        assert code(verdict, **lossy, request=replace(ENOUGH, reason=" ")) == "reason_required"
        assert next_state(verdict=verdict, facts=replace(GOOD, **lossy)) is target


def test_a_revived_initiative_goes_back_to_where_it_was():
    facts = InitiativeFacts(state=State.ARCHIVED, archived_from=State.REJECTED)
    assert next_state(verdict=Verdict.REVIVE, facts=facts) is State.REJECTED


def test_what_was_stopped_is_revived_into_the_pool():
    facts = InitiativeFacts(state=State.STOPPED, archived_from=State.REJECTED)
    assert next_state(verdict=Verdict.REVIVE, facts=facts) is State.BACKLOG


def test_a_correction_brings_the_state_before_back_for_seven_days():
    told = datetime(2026, 11, 23, 9, tzinfo=UTC)
    known = {"from_state": State.ACTIVE, "to_state": State.STOPPED, "decided_at": told}
    week = told + timedelta(days=7)
    assert restored_state(**known, is_latest=True, now=week) is State.ACTIVE
    assert restored_state(**known, is_latest=True, now=week + timedelta(seconds=1)) is None
    assert restored_state(**known, is_latest=False, now=told) is None
    stayed = {**known, "to_state": State.ACTIVE}
    assert restored_state(**stayed, is_latest=True, now=told) is None


def test_qualifying_takes_an_objective_and_three_estimates():
    assert code(Verdict.QUALIFY, state=State.PROPOSED, has_objective=False) == "objective_missing"
    missing = {"state": State.PROPOSED, "missing_estimates": ("cost",)}
    assert code(Verdict.QUALIFY, **missing) == "estimates_missing"


@pytest.mark.parametrize("verdict", [Verdict.ADJUST, Verdict.PAUSE, Verdict.STOP, Verdict.RETURN])
def test_a_reason_is_more_than_blanks(verdict):
    assert code(verdict, request=replace(ENOUGH, reason=" \n")) == "reason_required"


def test_rejecting_takes_a_reason():
    request = Request()
    assert code(Verdict.REJECT, state=State.BACKLOG, request=request) == "reason_required"


def test_a_start_that_is_not_ready_lists_what_is_unmet():
    facts = replace(GOOD, state=State.BACKLOG, unmet_readiness=("budget", "triage"))
    found = refusal(facts=facts, policy=POLICY, verdict=Verdict.START)
    assert found is not None
    assert (found.code, found.facts["unmet"]) == ("not_ready", ("budget", "triage"))


def test_the_cap_holds_and_an_exception_opens_one_slot_more():
    assert code(Verdict.START, state=State.BACKLOG, policy=FULL) == "cap_reached"
    excepted = replace(FULL, has_exception=True)
    assert code(Verdict.START, state=State.BACKLOG, policy=excepted) is None
    four = replace(excepted, active_count=4)
    assert code(Verdict.START, state=State.BACKLOG, policy=four) == "cap_reached"


def traded(verdict, *, other=None, request=ENOUGH):
    other = other or replace(GOOD, id="planning")
    return replace(ENOUGH, instead_of=InsteadOf(facts=other, verdict=verdict, request=request))


@pytest.mark.parametrize("verdict", [Verdict.PAUSE, Verdict.STOP, Verdict.COMPLETE])
def test_a_trade_off_starts_one_by_ending_or_pausing_another(verdict):
    assert code(Verdict.START, state=State.BACKLOG, policy=FULL, request=traded(verdict)) is None


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (traded(Verdict.ADJUST), "instead_of_frees_nothing"),
        (
            traded(Verdict.STOP, other=replace(GOOD, state=State.BACKLOG)),
            "instead_of_frees_nothing",
        ),
        (traded(Verdict.STOP, request=Request(reason="Why")), "lesson_required"),
        (traded(Verdict.PAUSE, request=Request(reason="Why")), "restart_required"),
    ],
)
def test_a_trade_off_is_refused_for_what_the_other_verdict_lacks(request_, expected):
    assert code(Verdict.START, state=State.BACKLOG, policy=FULL, request=request_) == expected


def test_an_initiative_does_not_give_its_slot_to_itself():
    facts = replace(GOOD, state=State.BACKLOG, id="planning")
    found = code(Verdict.START, facts=facts, policy=FULL, request=traded(Verdict.STOP))
    assert found == "instead_of_itself"


def test_a_refused_trade_off_names_the_other_initiative():
    request = traded(Verdict.STOP, request=Request(reason="Why"))
    facts = replace(GOOD, state=State.BACKLOG)
    found = refusal(facts=facts, policy=FULL, verdict=Verdict.START, request=request)
    assert found is not None
    assert found.facts["instead_of"] == "planning"


def test_one_slot_freed_is_not_enough_above_the_cap():
    policy = replace(FULL, active_count=4)
    request = traded(Verdict.STOP)
    assert code(Verdict.START, state=State.BACKLOG, policy=policy, request=request) == "cap_reached"


def test_one_is_paused_by_choice_at_a_time():
    taken = replace(POLICY, paused_count=1, chosen_pauses=1)
    assert code(Verdict.PAUSE, policy=taken) == "pause_taken"
    assert code(Verdict.PAUSE, policy=taken, request=None) == "pause_taken"
    assert code(Verdict.PAUSE, policy=taken, request=replace(ENOUGH, is_by_system=True)) is None
    assert code(Verdict.PAUSE, policy=replace(POLICY, paused_count=1)) is None


def test_nobody_pauses_while_more_are_paused_than_the_cap():
    full = replace(POLICY, paused_count=4)
    assert code(Verdict.PAUSE, policy=full) == "pause_full"
    assert code(Verdict.PAUSE, policy=full, request=replace(ENOUGH, is_by_system=True)) is None


def test_a_paused_one_may_trade_places_when_the_pauses_are_full():
    policy = replace(FULL, paused_count=1, chosen_pauses=1)
    request = traded(Verdict.PAUSE)
    own = {"state": State.PAUSED, "policy": policy, "request": request}
    assert code(Verdict.START, **own, is_paused_by_choice=True) is None
    assert code(Verdict.START, **own) == "pause_taken"
    assert code(Verdict.START, **{**own, "state": State.BACKLOG}) == "pause_taken"


def test_nothing_starts_while_more_are_paused_than_the_cap():
    policy = replace(POLICY, paused_count=4)
    assert code(Verdict.START, state=State.BACKLOG, policy=policy) == "start_blocked_by_pauses"
    assert code(Verdict.START, state=State.BACKLOG, policy=replace(policy, paused_count=3)) is None


@pytest.mark.parametrize(
    ("days", "expected"),
    [(None, "restart_required"), (0, "restart_not_ahead"), (1, None), (60, None),
     (61, "restart_too_far")],
)  # fmt: skip
def test_a_pause_ends_within_sixty_days(days, expected):
    restart = None if days is None else TODAY + timedelta(days=days)
    assert code(Verdict.PAUSE, request=replace(ENOUGH, restart_on=restart)) == expected


def test_stopping_takes_what_was_learned():
    assert code(Verdict.STOP, request=replace(ENOUGH, lesson="")) == "lesson_required"


def test_continuing_is_said_at_a_review():
    assert code(Verdict.CONTINUE, request=replace(ENOUGH, is_at_review=False)) == "only_at_review"


def test_continuing_without_a_measurement_is_possible_once():
    once = {"has_fresh_measurement": False}
    assert code(Verdict.CONTINUE, **once) is None
    twice = {**once, "continued_without_measurement": True}
    assert code(Verdict.CONTINUE, **twice) == "continue_twice_without_measurement"
    measured = {"has_fresh_measurement": True, "continued_without_measurement": True}
    assert code(Verdict.CONTINUE, **measured) is None


def test_continuing_needs_a_sentence_only_against_a_criterion():
    silent = replace(ENOUGH, reason="")
    assert code(Verdict.CONTINUE, request=silent) is None
    found = code(Verdict.CONTINUE, request=silent, has_criterion_met=True)
    assert found == "criterion_needs_sentence"


def test_adjusting_changes_something():
    request = replace(ENOUGH, changes=frozenset())
    assert code(Verdict.ADJUST, request=request) == "nothing_adjusted"


def test_the_third_adjustment_in_a_row_proposes_the_executive():
    assert proposes_the_executive(facts=replace(GOOD, adjusts_in_a_row=2), verdict=Verdict.ADJUST)
    assert not proposes_the_executive(
        facts=replace(GOOD, adjusts_in_a_row=1), verdict=Verdict.ADJUST
    )


def test_releasing_takes_a_tranche_that_waits():
    assert code(Verdict.RELEASE, unreleased_tranches=0) == "no_tranche_to_release"


def test_completing_takes_every_last_measurement_and_someone_to_run_it():
    missing = {"objectives_without_last_measurement": ("time",)}
    assert code(Verdict.COMPLETE, **missing) == "measurement_missing"
    assert code(Verdict.COMPLETE, has_run_owner=False) == "run_owner_missing"


def test_success_is_said_only_where_the_target_is_met():
    claim = replace(ENOUGH, claims_success=True)
    assert code(Verdict.COMPLETE, request=claim) is None
    assert code(Verdict.COMPLETE, request=claim, has_target_met=False) == "target_not_met"
    assert code(Verdict.COMPLETE, has_target_met=False) is None


def test_a_button_is_grey_for_facts_and_never_for_what_is_not_yet_typed():
    for verdict in (Verdict.CONTINUE, Verdict.ADJUST, Verdict.PAUSE, Verdict.STOP):
        assert code(verdict, request=None) is None
    assert code(Verdict.PAUSE, request=None, policy=replace(POLICY, paused_count=4)) == "pause_full"
    assert code(Verdict.START, request=None, state=State.BACKLOG, policy=FULL) == "cap_reached"


def test_every_verdict_is_in_the_table_and_ended_states_allow_none():
    assert set(VERDICTS) == set(Verdict)
    assert possible_verdicts(facts=InitiativeFacts(state=State.COMPLETED)) == ()
    assert possible_verdicts(facts=InitiativeFacts(state=State.STOPPED)) == (Verdict.REVIVE,)


@given(
    cap=st.integers(1, 3),
    has_exception=st.booleans(),
    steps=st.lists(st.tuples(st.sampled_from(list(Verdict)), st.integers(0, 5)), max_size=40),
)
def test_no_sequence_of_accepted_verdicts_passes_the_cap(cap, has_exception, steps):
    states = [State.BACKLOG] * 6
    for verdict, index in steps:
        policy = Policy(
            today=TODAY,
            cap=cap,
            active_count=states.count(State.ACTIVE),
            paused_count=states.count(State.PAUSED),
            chosen_pauses=states.count(State.PAUSED),
            has_exception=has_exception,
        )
        is_paused = states[index] is State.PAUSED
        facts = replace(GOOD, state=states[index], is_paused_by_choice=is_paused)
        if refusal(facts=facts, policy=policy, verdict=verdict, request=ENOUGH) is None:
            states[index] = next_state(verdict=verdict, facts=facts)
        assert states.count(State.ACTIVE) <= policy.slots
        assert states.count(State.PAUSED) <= 1
