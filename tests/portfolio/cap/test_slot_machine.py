"""Any sequence of verdicts leaves the seats as a thirty-line model says."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from portfolio.cap.models import Portfolio, Slot
from portfolio.cap.services import change_cap
from portfolio.decisions.services.verdicts import VerdictRequest
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from tenants.errors import Refused
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, give, ready

PAUSE = {"reason": "x", "restart_on": TODAY.replace(month=12)}
STOP = {"reason": "x", "lesson": "y"}
PLACES = st.integers(0, 7)


class Seats(RuleBasedStateMachine):
    """The model: a state per initiative and a cap; a verdict happens or is refused."""

    cast = None

    def __init__(self) -> None:
        super().__init__()
        self.ids = [ready(self.cast, f"Idée {number}").id for number in range(8)]
        self.states = dict.fromkeys(self.ids, State.BACKLOG)
        self.cap = 3

    def count(self, state: State) -> int:
        return sum(one is state for one in self.states.values())

    def expect(self, allowed: bool, action) -> bool:
        try:
            action()
        except Refused:
            assert not allowed
            return False
        assert allowed
        return True

    def may_start(self, one) -> bool:
        fit = self.states[one] in (State.BACKLOG, State.PAUSED)
        return fit and self.count(State.PAUSED) <= self.cap

    def act(self, one, verdict: Verdict, **said) -> None:
        give(self.cast, Initiative(id=one), verdict, **said)

    @rule(place=PLACES)
    def start(self, place: int) -> None:
        one = self.ids[place]
        allowed = self.may_start(one) and self.count(State.ACTIVE) < self.cap
        if self.expect(allowed, lambda: self.act(one, Verdict.START)):
            self.states[one] = State.ACTIVE

    @rule(place=PLACES)
    def pause(self, place: int) -> None:
        one = self.ids[place]
        allowed = self.states[one] is State.ACTIVE and self.count(State.PAUSED) == 0
        if self.expect(allowed, lambda: self.act(one, Verdict.PAUSE, **PAUSE)):
            self.states[one] = State.PAUSED

    @rule(place=PLACES)
    def stop(self, place: int) -> None:
        one = self.ids[place]
        allowed = self.states[one] is not State.STOPPED
        if self.expect(allowed, lambda: self.act(one, Verdict.STOP, **STOP)):
            self.states[one] = State.STOPPED

    @rule(place=PLACES)
    def go_back(self, place: int) -> None:
        one = self.ids[place]
        allowed = self.states[one] in (State.ACTIVE, State.PAUSED)
        if self.expect(allowed, lambda: self.act(one, Verdict.RETURN, reason="x")):
            self.states[one] = State.BACKLOG

    @rule(place=PLACES)
    def revive(self, place: int) -> None:
        one = self.ids[place]
        allowed = self.states[one] is State.STOPPED
        if self.expect(allowed, lambda: self.act(one, Verdict.REVIVE)):
            self.states[one] = State.BACKLOG

    @rule(place=PLACES, other=PLACES)
    def trade_off(self, place: int, other: int) -> None:
        one, gives = self.ids[place], self.ids[other]
        allowed = self.may_start(one) and self.states[gives] is State.ACTIVE and one != gives
        # Both sides are one step: what starts leaves its seat among the paused first.
        left = self.count(State.PAUSED) - (self.states[one] is State.PAUSED)
        allowed = allowed and left == 0 and self.count(State.ACTIVE) <= self.cap
        instead = VerdictRequest(initiative_id=gives, verdict=Verdict.PAUSE, **PAUSE)
        if self.expect(allowed, lambda: self.act(one, Verdict.START, instead_of=instead)):
            self.states |= {one: State.ACTIVE, gives: State.PAUSED}

    @rule(cap=st.integers(0, 4))
    def change_cap(self, cap: int) -> None:
        allowed = 1 <= cap <= 3 and self.count(State.ACTIVE) <= cap
        act = acting(self.cast.actor("executive"), at(TODAY), TODAY)
        if self.expect(allowed, lambda: change_cap(act, cap=cap, reason="x")):
            self.cap = cap

    @invariant()
    def the_rows_are_those_of_the_model(self) -> None:
        rows = Initiative.objects.filter(id__in=self.ids)
        assert {row.id: row.state for row in rows} == self.states
        seated = [row.slot_id for row in rows if row.slot_id is not None]
        assert len(seated) == len(set(seated)) == self.count(State.ACTIVE)
        assert Slot.objects.count() == Portfolio.objects.get().cap == self.cap

    def teardown(self) -> None:
        """The next run begins with nothing running and three seats."""
        for one, state in self.states.items():
            if state is not State.STOPPED:
                self.act(one, Verdict.STOP, **STOP)
        actor = self.cast.actor("executive")
        change_cap(acting(actor, now=at(TODAY), today=TODAY), cap=3, reason="x")


@pytest.mark.usefixtures("acme")
def test_the_seats_follow_the_model_whatever_is_asked(acme) -> None:
    Seats.cast = acme
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=4,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
