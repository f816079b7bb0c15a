"""The whole life of one initiative, whatever is asked in whatever order, beside a small model."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from governance.decisions.models import Decision
from governance.decisions.selectors import verify_log
from portfolio.decisions.services.corrections import correct_decision
from portfolio.decisions.services.decisions import decide
from portfolio.initiatives.models import Initiative, InitiativeDecision
from portfolio.life.choices import State, Verdict
from portfolio.life.rules import Changes
from portfolio.money.services.lines import commit_money, record_expense
from portfolio.objectives.services.measurements import add_measurement
from portfolio.standing.selectors.cards import card
from portfolio.standing.selectors.checking import faults
from portfolio.standing.selectors.standing import standings
from tenants.errors import DomainError
from tests import proof
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, only_objective, ready

OPEN = {State.PROPOSED, State.BACKLOG, State.ACTIVE, State.PAUSED}
GOING = {State.ACTIVE, State.PAUSED}
MONEY = st.integers(1, 6000)


@dataclass
class Model:
    """What somebody who only wrote down what was accepted would know."""

    state: State
    archived: State = State.BACKLOG
    promise: tuple[Any, ...] | None = None
    spent: int = 0
    decisions: int = 0


class Life(RuleBasedStateMachine):
    """Each step happens or is refused; what is refused leaves no trace."""

    cast: Any = None

    @initialize()
    def begin(self) -> None:
        self.day = TODAY - timedelta(days=300)
        far = {"target_on": TODAY + timedelta(days=300), "baseline_on": self.day}
        self.id = ready(self.cast, day=self.day, budget=12_000, **far).id
        self.told = Model(State.BACKLOG, decisions=self.count())

    @property
    def row(self) -> Initiative:
        return Initiative.objects.get(id=self.id)

    @property
    def act(self) -> Any:
        return acting(self.cast.actor("executive"), now=at(self.day), today=self.day)

    def count(self) -> int:
        return InitiativeDecision.objects.filter(initiative_id=self.id).count()

    def ask(self, action: Callable[[], object]) -> bool:
        before = self.row.version, self.count(), Decision.objects.count()
        try:
            action()
        except DomainError:
            assert (self.row.version, self.count(), Decision.objects.count()) == before
            return False
        return True

    def decided(self, verdict: Verdict, source: set[State], to: State | None, **said: Any) -> bool:
        """The verdict was given, from a state that knows it, and stands in the log."""
        given = self.ask(lambda: decide(self.act, initiative_id=self.id, verdict=verdict, **said))
        assert not given or self.told.state in source, f"{verdict} from {self.told.state}"
        if given:
            self.told.decisions += 1
            self.told.state = to or self.told.state
        return given

    @rule(days=st.integers(1, 45))
    def time_goes_by(self, days: int) -> None:
        self.day = min(TODAY, self.day + timedelta(days=days))

    @rule()
    def start(self) -> None:
        known = self.told.state in {State.BACKLOG, State.PAUSED}
        assert self.decided(Verdict.START, {State.BACKLOG, State.PAUSED}, State.ACTIVE) is known
        if known and self.told.promise is None:
            objective = only_objective(self.row)
            self.told.promise = (objective.promised_target, objective.promised_on)

    @rule(days=st.integers(-5, 90))
    def pause(self, days: int) -> None:
        said = {"reason": "x", "restart_on": self.day + timedelta(days=days)}
        allowed = self.told.state is State.ACTIVE and 0 < days <= 60
        assert self.decided(Verdict.PAUSE, {State.ACTIVE}, State.PAUSED, **said) is allowed

    @rule(reason=st.sampled_from(["", "x"]), lesson=st.sampled_from(["", "y"]))
    def stop(self, reason: str, lesson: str) -> None:
        allowed = self.told.state in OPEN and bool(reason and lesson)
        said = {"reason": reason, "lesson": lesson}
        assert self.decided(Verdict.STOP, OPEN, State.STOPPED, **said) is allowed

    @rule()
    def give_back(self) -> None:
        allowed = self.told.state in GOING
        assert self.decided(Verdict.RETURN, GOING, State.BACKLOG, reason="x") is allowed

    @rule()
    def complete(self) -> None:
        said = {"runs_on_id": self.cast.members["executive"].id}
        self.decided(Verdict.COMPLETE, {State.ACTIVE}, State.COMPLETED, **said)

    @rule(aim=st.integers(1, 8))
    def adjust(self, aim: int) -> None:
        changes = Changes(target=Decimal(aim))
        self.decided(Verdict.ADJUST, {State.ACTIVE}, None, reason="x", changes=changes)

    @rule(reason=st.sampled_from(["", "x"]))
    def release(self, reason: str) -> None:
        self.decided(Verdict.RELEASE, {State.ACTIVE}, None, reason=reason)

    @rule()
    def archive(self) -> None:
        known = {State.BACKLOG, State.REJECTED}
        allowed, former = self.told.state in known, self.told.state
        assert self.decided(Verdict.ARCHIVE, known, State.ARCHIVED) is allowed
        self.told.archived = former if allowed else self.told.archived

    @rule()
    def reject(self) -> None:
        known = {State.PROPOSED, State.BACKLOG}
        allowed = self.told.state in known
        assert self.decided(Verdict.REJECT, known, State.REJECTED, reason="x") is allowed

    @rule()
    def revive(self) -> None:
        known = {State.ARCHIVED, State.STOPPED}
        allowed, again = self.told.state in known, State.BACKLOG
        if self.told.state is State.ARCHIVED:
            again = self.told.archived
        assert self.decided(Verdict.REVIVE, known, again) is allowed

    @rule()
    def take_back(self) -> None:
        """The last decision, within its seven days."""
        last = InitiativeDecision.objects.filter(initiative_id=self.id).order_by("-number").first()
        if last is not None and self.ask(lambda: self._correct(last)):
            self.told.decisions = self.count()
            self.told.state = State(self.row.state)

    def _correct(self, last: InitiativeDecision) -> None:
        correct_decision(self.act, decision_id=last.decision_id, reason="x")

    @rule(value=st.integers(1, 12))
    def measure(self, value: int) -> None:
        given = {"objective_id": only_objective(self.row).id, "value": Decimal(value)}
        self.ask(lambda: add_measurement(self.act, on=self.day, confirmed=True, **given))

    @rule(amount=MONEY)
    def order(self, amount: int) -> None:
        given = {"initiative_id": self.id, "amount": Decimal(amount), "label": "x"}
        if self.ask(lambda: commit_money(self.act, on=self.day, confirmed=True, **given)):
            money = self.money()
            assert self.told.state is State.ACTIVE
            assert money.spent + money.committed <= money.released, "beyond what is released"

    @rule(amount=MONEY)
    def spend(self, amount: int) -> None:
        given = {"initiative_id": self.id, "amount": Decimal(amount), "label": "x"}
        if self.ask(lambda: record_expense(self.act, on=self.day, confirmed=True, **given)):
            self.told.spent += amount

    def money(self) -> Any:
        (stands,) = standings(ids=[self.id], today=self.day)
        return card(stands, today=self.day).money

    @invariant()
    def everything_is_as_the_model_says(self) -> None:
        row, told = self.row, self.told
        assert (row.state, self.count()) == (told.state, told.decisions)
        assert (row.slot_id is not None) == (told.state is State.ACTIVE)
        assert (row.restart_on is not None) == (told.state is State.PAUSED)
        if told.promise is not None and row.started_on is not None:
            objective = only_objective(row)
            assert (objective.promised_target, objective.promised_on) == told.promise
        money = self.money()
        assert money.spent == told.spent
        parts = money.spent + money.committed + money.to_commit + money.given_back
        assert parts == money.budget, "money closes"

    def teardown(self) -> None:
        """Stored is recomputed, the log is whole, and the next life finds a free seat."""
        assert [str(one) for one in faults(today=self.day)] == []
        assert verify_log() is None
        if self.told.state in OPEN:
            decide(self.act, initiative_id=self.id, verdict=Verdict.STOP, reason="x", lesson="y")


def live(cast: Any, examples: int) -> None:
    Life.cast = cast
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=examples,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
        ),
    )


def test_a_life_follows_the_model_whatever_is_asked(acme) -> None:
    live(acme, proof.size("LIVES"))
    proof.measured("life_machine", done={"LIVES": proof.size("LIVES")})


@pytest.mark.by_hand
def test_the_model_sees_a_pause_without_an_end(acme, monkeypatch) -> None:
    monkeypatch.setattr("portfolio.decisions.rules.verdicts.restart_refusal", lambda **_: None)
    Life.cast = acme
    life = Life()
    life.begin()
    life.start()
    with pytest.raises(AssertionError):
        life.pause(days=90)
    proof.caught("life_machine", "a pause whose restart date is not looked at")
