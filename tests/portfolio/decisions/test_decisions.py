from datetime import timedelta
from decimal import Decimal

import pytest

from governance.decisions.models import Decision
from governance.decisions.selectors import verify_log
from portfolio.cap.models import Portfolio
from portfolio.decisions.services.decisions import pause_by_system
from portfolio.decisions.services.verdicts import VerdictRequest
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from portfolio.life.rules import Changes
from tenants.ids import uuid7
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, give, ready, started
from tests.refusals import refused

SAID = {"reason": "plus de capitaine", "lesson": "nommer d’abord"}


def test_an_idea_is_qualified_into_the_backlog_with_one_decision(acme) -> None:
    row = scene.qualified(acme)
    assert (row.state, row.decision_number, row.slot_id) == (State.BACKLOG, 1, None)
    assert row.decisions.get().decision.verdict == "qualify"


def test_an_idea_without_objective_is_not_qualified(acme) -> None:
    row = scene.idea(acme)
    with refused("objective_missing"):
        give(acme, row, Verdict.QUALIFY)


def test_start_takes_the_lowest_slot_releases_the_first_tranche_and_keeps_the_promise(acme) -> None:
    row = ready(acme, budget=24_000)
    decided = give(acme, row, Verdict.START, reason="la meilleure idée")
    row = Initiative.objects.get(id=row.id)
    assert (row.state, row.slot_id, row.started_on, row.promised_budget) == (
        State.ACTIVE,
        1,
        TODAY,
        24_000,
    )
    first, second = row.tranches.order_by("position")
    assert (first.amount, first.released_by_id, first.released_on) == (
        12_000,
        decided.decision.id,
        TODAY,
    )
    assert second.released_on is None
    objective = scene.only_objective(row)
    assert (objective.promised_target, objective.promised_on) == (
        objective.target,
        objective.target_on,
    )
    assert decided.decision.facts["amount"] == "12000"
    assert verify_log() is None


def test_the_first_start_puts_the_first_review_in_the_calendar(acme) -> None:
    assert Portfolio.objects.get().next_review_on is None
    started(acme)
    assert Portfolio.objects.get().next_review_on == TODAY.replace(month=12, day=1)


def test_what_is_not_ready_does_not_start(acme) -> None:
    row = scene.qualified(acme)
    with refused("not_ready") as told:
        give(acme, row, Verdict.START)
    assert told.facts["unmet"] == ("captain", "go_live")


def test_a_fourth_priority_is_refused_with_the_names_and_ids_of_the_three(acme) -> None:
    three = [started(acme, f"Priorité {n}") for n in (1, 2, 3)]
    row = ready(acme, "Quatrième")
    with refused("cap_reached") as told:
        give(acme, row, Verdict.START)
    assert told.facts["names"] == "Priorité 1, Priorité 2, Priorité 3"
    assert [one["id"] for one in told.facts["initiatives"]] == [one.id for one in three]


@pytest.mark.parametrize(
    ("verdict", "said", "state"),
    [
        (Verdict.STOP, SAID, State.STOPPED),
        (Verdict.PAUSE, {"reason": "x", "restart_on": TODAY + timedelta(days=20)}, State.PAUSED),
    ],
)
def test_a_trade_off_starts_one_and_frees_the_other_in_two_decisions(
    acme, verdict, said, state
) -> None:
    first, *_ = [started(acme, f"Priorité {n}") for n in (1, 2, 3)]
    row = ready(acme, "Quatrième")
    before = Decision.objects.count()
    instead = VerdictRequest(initiative_id=first.id, verdict=verdict, **said)
    decided = give(acme, row, Verdict.START, instead_of=instead)
    assert Decision.objects.count() == before + 2
    assert (decided.initiative.slot_id, decided.gave_way.initiative.state) == (1, state)
    assert decided.decision.facts["trade_off_with"] == str(first.id)


def test_a_trade_off_that_is_refused_on_one_side_changes_neither(acme) -> None:
    first, *_ = [started(acme, f"Priorité {n}") for n in (1, 2, 3)]
    row = ready(acme, "Quatrième")
    instead = VerdictRequest(initiative_id=first.id, verdict=Verdict.STOP, reason="fini")
    with refused("lesson_required"):
        give(acme, row, Verdict.START, instead_of=instead)


def test_instead_of_goes_with_start_only(acme) -> None:
    first, second = started(acme, "Une"), started(acme, "Deux")
    instead = VerdictRequest(initiative_id=second.id, verdict=Verdict.STOP, **SAID)
    with refused("instead_of_only_with_start"):
        give(acme, first, Verdict.STOP, instead_of=instead, **SAID)


def test_a_trade_off_needs_the_authority_for_both_verdicts(acme) -> None:
    first, *_ = [started(acme, f"Priorité {n}") for n in (1, 2, 3)]
    row = ready(acme, "Quatrième")
    scene.mandate(acme, "lead", verdicts=["start"])
    instead = VerdictRequest(initiative_id=first.id, verdict=Verdict.STOP, **SAID)
    with refused("verdict_not_given"):
        give(acme, row, Verdict.START, by="lead", instead_of=instead)


def test_what_a_mandate_has_engaged_counts_against_its_total(acme) -> None:
    one, two = ready(acme, "Une", budget=8000), ready(acme, "Deux", budget=8000)
    scene.mandate(acme, "lead", ceiling_total=10_000)
    give(acme, one, Verdict.START, by="lead")
    with refused("above_total") as told:
        give(acme, two, Verdict.START, by="lead")
    assert told.facts["left_in_total"] == Decimal(2000)


def test_a_viewer_decides_nothing_and_is_told_who_may(acme) -> None:
    row = ready(acme)
    with refused("not_in_role") as told:
        give(acme, row, Verdict.START, by="viewer")
    assert "executive" in told.facts["roles"]


def test_a_pause_frees_the_slot_until_a_restart_date_and_starts_again(acme) -> None:
    row = started(acme)
    paused = give(
        acme, row, Verdict.PAUSE, reason="fournisseur", restart_on=TODAY + timedelta(days=30)
    ).initiative
    assert (paused.state, paused.slot_id) == (State.PAUSED, None)
    again = give(acme, row, Verdict.START, day=TODAY + timedelta(days=10)).initiative
    assert (again.slot_id, again.restart_on, again.started_on) == (1, None, TODAY)


def test_the_system_pauses_even_when_as_many_are_paused_as_the_cap(acme) -> None:
    rows = [started(acme, f"Priorité {n}") for n in (1, 2, 3)]
    for row in rows:
        pause_by_system(initiative_id=row.id, reason="silence", now=scene.at(TODAY), today=TODAY)
    row = started(acme, "Encore")
    decided = pause_by_system(
        initiative_id=row.id, reason="vacancy", now=scene.at(TODAY), today=TODAY
    )
    assert decided.decision.actor_kind == "system"
    assert decided.initiative.restart_on == TODAY + timedelta(days=30)
    with refused("start_blocked_by_pauses"):
        give(acme, rows[0], Verdict.START)


def test_adjust_changes_what_is_said_and_keeps_the_first_promise(acme) -> None:
    row = started(acme, budget=8000)
    later = TODAY + timedelta(days=240)
    changes = Changes(target=Decimal(4), target_on=later, budget=Decimal(11_000))
    decided = give(acme, row, Verdict.ADJUST, reason="retard fournisseur", changes=changes)
    objective = scene.only_objective(row)
    assert (objective.target, objective.target_on) == (4, later)
    assert (objective.promised_target, objective.promised_on) == (3, TODAY + timedelta(days=180))
    row = Initiative.objects.get(id=row.id)
    assert (row.budget, row.promised_budget) == (11_000, 8000)
    assert [t.amount for t in row.tranches.order_by("position")] == [8000, 3000]
    assert decided.decision.facts["amount"] == "3000"
    assert decided.decision.facts["changes"]["budget"] == {"old": "8000", "new": "11000"}


def test_a_budget_is_never_adjusted_below_what_is_released(acme) -> None:
    row = started(acme, budget=8000)
    with refused("budget_below_released"):
        give(acme, row, Verdict.ADJUST, reason="x", changes=Changes(budget=5000))


def test_release_lets_the_next_tranche_be_spent(acme) -> None:
    row = started(acme, budget=24_000)
    give(acme, row, Verdict.RELEASE, reason="le devis est signé")
    assert not row.tranches.filter(released_on=None).exists()
    with refused("no_tranche_to_release"):
        give(acme, row, Verdict.RELEASE)


def test_stop_keeps_the_lesson_and_frees_the_slot(acme) -> None:
    row = started(acme)
    stopped = give(acme, row, Verdict.STOP, **SAID, kept="212 fiches").initiative
    assert (stopped.state, stopped.slot_id, stopped.lesson, stopped.kept) == (
        State.STOPPED,
        None,
        "nommer d’abord",
        "212 fiches",
    )


def test_continue_outside_a_review_is_refused(acme) -> None:
    row = started(acme)
    with refused("only_at_review"):
        give(acme, row, Verdict.CONTINUE)


def test_a_decision_on_something_that_changed_meanwhile_is_refused(acme) -> None:
    row = started(acme)
    with refused("stale_version"):
        give(acme, row, Verdict.RELEASE, expected_version=1)


def test_what_does_not_exist_is_not_found(acme, globex) -> None:
    ghost = Initiative(id=uuid7())
    with refused("initiative_not_found"):
        give(acme, ghost, Verdict.START)


def test_an_adjustment_names_an_objective_that_is_there(acme) -> None:
    row = started(acme)
    changes = Changes(objective_id=uuid7(), target=Decimal(2))
    with refused("objective_not_found"):
        give(acme, row, Verdict.ADJUST, reason="x", changes=changes)
