"""What was decided can be taken back: returned, revived, corrected with the state before."""

from datetime import timedelta

import pytest

from governance.decisions.selectors import verify_log
from governance.mandates.models import Mandate
from portfolio.decisions.services.corrections import correct_decision
from portfolio.decisions.services.decisions import pause_by_system
from portfolio.decisions.services.verdicts import VerdictRequest
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import assign_captain
from portfolio.life.choices import State, Verdict
from tenants.ids import uuid7
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, at, give, ready, started
from tests.refusals import refused

SAID = {"reason": "plus de capitaine", "lesson": "nommer d’abord"}
PAUSE = {"reason": "été", "restart_on": TODAY + timedelta(days=20)}


def now(row: Initiative) -> Initiative:
    return Initiative.objects.get(id=row.id)


def correct(cast, decided, *, day=TODAY, by="executive", **more):
    act = acting(cast.actor(by), now=at(day), today=day)
    return correct_decision(act, decision_id=decided.decision.id, reason="clic de trop", **more)


def test_a_return_frees_the_slot_and_keeps_the_first_promise(acme) -> None:
    row = started(acme)
    with refused("reason_required"):
        give(acme, row, Verdict.RETURN)
    give(acme, row, Verdict.RETURN, reason="pas le moment")
    found, objective = now(row), scene.only_objective(row)
    assert (found.state, found.slot_id, found.started_on) == (State.BACKLOG, None, TODAY)
    assert (found.promised_budget, objective.promised_target) == (8000, 3)
    give(acme, row, Verdict.START)
    assert now(row).slot_id == 1
    assert scene.only_objective(row).promised_on == objective.promised_on


def test_a_paused_one_returns_too(acme) -> None:
    row = started(acme)
    give(acme, row, Verdict.PAUSE, **PAUSE)
    give(acme, row, Verdict.RETURN, reason="pas le moment")
    assert (now(row).state, now(row).restart_on) == (State.BACKLOG, None)


def test_what_was_stopped_is_revived_into_the_pool_with_its_lesson(acme) -> None:
    row = started(acme)
    give(acme, row, Verdict.STOP, **SAID)
    give(acme, row, Verdict.REVIVE)
    found = now(row)
    assert (found.state, found.ended_on, found.lesson) == (State.BACKLOG, None, SAID["lesson"])


def test_one_is_paused_by_choice_and_the_system_pauses_beside_it(acme) -> None:
    one, two = started(acme, "Une"), started(acme, "Deux")
    give(acme, one, Verdict.PAUSE, **PAUSE)
    with refused("pause_taken", paused=1):
        give(acme, two, Verdict.PAUSE, **PAUSE)
    pause_by_system(initiative_id=two.id, reason="silence", now=at(TODAY), today=TODAY)
    give(acme, one, Verdict.RETURN, reason="pas le moment")
    three = started(acme, "Trois")
    give(acme, three, Verdict.PAUSE, **PAUSE)
    assert now(three).state == State.PAUSED


def test_what_the_system_paused_is_no_pause_by_choice_when_it_trades_places(acme) -> None:
    first, *_ = [started(acme, f"Priorité {n}") for n in (1, 2, 3)]
    pause_by_system(initiative_id=first.id, reason="silence", now=at(TODAY), today=TODAY)
    fourth = started(acme, "Quatrième")
    instead = VerdictRequest(initiative_id=fourth.id, verdict=Verdict.PAUSE, **PAUSE)
    give(acme, first, Verdict.START, instead_of=instead)
    assert (now(first).state, now(fourth).state) == (State.ACTIVE, State.PAUSED)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [(Verdict.STOP, SAID), (Verdict.PAUSE, PAUSE), (Verdict.RETURN, {"reason": "non"})],
)
def test_a_correction_within_seven_days_restores_the_active_one_in_a_free_slot(
    acme, verdict, said
) -> None:
    row = started(acme)
    wrong = give(acme, row, verdict, **said)
    day = TODAY + timedelta(days=7)
    decision = correct(acme, wrong, day=day)
    found = now(row)
    assert decision.corrects_id == wrong.decision.id
    assert (found.state, found.slot_id, found.state_since) == (State.ACTIVE, 1, day)
    assert (found.ended_on, found.restart_on, found.lesson) == (None, None, "")
    assert verify_log() is None


def test_after_seven_days_the_log_is_corrected_and_the_state_stays(acme) -> None:
    row = started(acme)
    wrong = give(acme, row, Verdict.STOP, **SAID)
    day = TODAY + timedelta(days=8)
    decision = correct(acme, wrong, day=day)
    assert (decision.corrects_id, now(row).state) == (wrong.decision.id, State.STOPPED)


def test_what_was_decided_since_is_not_taken_back(acme) -> None:
    row = started(acme)
    wrong = give(acme, row, Verdict.PAUSE, **PAUSE)
    give(acme, row, Verdict.STOP, **SAID)
    correct(acme, wrong)
    assert now(row).state == State.STOPPED


def test_a_start_taken_back_takes_its_promise_and_its_instalment_back(acme) -> None:
    row = ready(acme, budget=24_000)
    correct(acme, give(acme, row, Verdict.START))
    found, objective = now(row), scene.only_objective(row)
    assert (found.state, found.slot_id, found.started_on) == (State.BACKLOG, None, None)
    assert (found.promised_budget, objective.promised_on) == (None, None)
    assert not found.tranches.exclude(released_on=None).exists()


def test_an_idea_put_into_the_pool_by_mistake_is_proposed_again(acme) -> None:
    row = scene.idea(acme)
    wrong = give(acme, row, Verdict.REJECT, reason="doublon")
    correct(acme, wrong)
    assert now(row).state == State.PROPOSED
    give(acme, row, Verdict.REJECT, reason="doublon, vérifié")
    assert verify_log() is None


def test_the_mandate_that_ended_with_it_runs_again(acme) -> None:
    row = started(acme)
    boss = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    other = ready(acme, "Deux")
    assign_captain(boss, initiative_id=other.id, captain_id=acme.members["captain"].id)
    letter = scene.mandate(acme, "captain", other)
    give(acme, other, Verdict.START)
    wrong = give(acme, other, Verdict.STOP, **SAID)
    assert Mandate.objects.get(id=letter.id).revoked_at is not None
    correct(acme, wrong)
    assert Mandate.objects.get(id=letter.id).revoked_at is None
    assert now(row).state == State.ACTIVE


def test_a_paused_one_comes_back_with_its_day(acme) -> None:
    row = started(acme)
    give(acme, row, Verdict.PAUSE, **PAUSE)
    correct(acme, give(acme, row, Verdict.RETURN, reason="non"))
    assert (now(row).state, now(row).restart_on) == (State.PAUSED, PAUSE["restart_on"])


def test_without_a_free_slot_a_correction_asks_which_one_gives_way(acme) -> None:
    row = started(acme, "Une")
    wrong = give(acme, row, Verdict.STOP, **SAID)
    rest = [started(acme, f"Priorité {n}") for n in (1, 2, 3)]
    with refused("correction_needs_slot", decision_id=wrong.decision.id) as told:
        correct(acme, wrong)
    assert told.facts["names"] == "Priorité 1, Priorité 2, Priorité 3"
    instead = VerdictRequest(initiative_id=rest[1].id, verdict=Verdict.PAUSE, **PAUSE)
    correct(acme, wrong, instead_of=instead)
    assert (now(row).state, now(row).slot_id, now(rest[1]).state) == ("active", 2, "paused")


def test_a_correction_frees_a_slot_only_by_a_verdict_that_does(acme) -> None:
    row = started(acme, "Une")
    wrong = give(acme, row, Verdict.STOP, **SAID)
    rest = [started(acme, f"Priorité {n}") for n in (1, 2, 3)]
    adjusting = VerdictRequest(initiative_id=rest[0].id, verdict=Verdict.ADJUST, reason="x")
    with refused("instead_of_frees_nothing"):
        correct(acme, wrong, instead_of=adjusting)


def test_only_what_is_in_the_log_is_corrected_with_a_reason_by_who_may_take_it(acme) -> None:
    boss = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    with refused("decision_not_found"):
        correct_decision(boss, decision_id=uuid7(), reason="x")
    wrong = give(acme, started(acme), Verdict.STOP, **SAID)
    with refused("reason_required"):
        correct_decision(boss, decision_id=wrong.decision.id, reason=" ")
    with refused("not_in_role"):
        correct(acme, wrong, by="viewer")
