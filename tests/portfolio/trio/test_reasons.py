"""Each *why not this one*, reached through rows that people made."""

from datetime import timedelta
from decimal import Decimal

import pytest

from governance.law.models import Triage
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import assign_captain
from portfolio.money.services.lines import record_expense
from portfolio.rhythm.services import set_capacity
from portfolio.trials.services import start_trial
from portfolio.trio.selectors.candidates import Why
from tests.assessments.finished import finished
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.trials.test_trials import answered
from tests.portfolio.trio.test_trio import changed, seen

DAYS_AGO = 60


@pytest.fixture
def told(acme, day):
    """Why each initiative is not named, by its id; None for one that is."""

    def told() -> dict:
        answer = seen(acme, day)
        found = {other.one.id: other for other in answer.others}
        return {**found, **{one.id: None for one in answer.names}}

    return told


@pytest.fixture
def running(acme, day):
    """One that started two months ago and was measured since."""
    row = scene.started(acme, "En cours", day=day - timedelta(days=DAYS_AGO))
    scene.measure(acme, row, 8, day=day - timedelta(days=20))
    scene.measure(acme, row, 7, day=day)
    return row


def test_what_runs_well_is_compared(running, told) -> None:
    assert told()[running.id] is None


def test_a_vacant_seat_bars_what_runs(acme, running, told) -> None:
    changed(acme, running, captain=None)
    other = told()[running.id]
    assert (other.why, other.keeps_place) == (Why.VACANT, False)


def test_stuck_bars_what_runs(acme, told, day) -> None:
    row = scene.started(acme, "Sans mesure", day=day - timedelta(days=DAYS_AGO))
    other = told()[row.id]
    assert (other.why, other.keeps_place) == (Why.STUCK, False)
    assert other.since is not None


def test_a_met_stop_criterion_bars_what_runs(acme, told, day) -> None:
    row = scene.started(acme, "Loin du but", day=day - timedelta(days=150))
    assert told()[row.id].why is Why.CRITERION


def test_over_its_budget_bars_what_runs(acme, running, told, day) -> None:
    act = acting(acme.actor("executive"), now=scene.at(day), today=day)
    record_expense(act, initiative_id=running.id, amount=Decimal(20_000), label="Facture", on=day)
    assert told()[running.id].why in {Why.OVER_BUDGET, Why.CRITERION}


def test_what_the_law_prohibits_or_still_asks_bars(acme, running, told, day) -> None:
    risky, idea = (scene.qualified(acme, title, day=day) for title in ("Risquée", "Interdite"))
    answered(acme, risky, A7a="yes", A10="yes")
    answered(acme, idea, A2="yes")
    answered(acme, running, A2="yes")
    found = told()
    assert (found[risky.id].why, "evidence" in found[risky.id].missing) == (Why.LAW, True)
    assert (found[idea.id].why, found[idea.id].missing) == (Why.LAW, ())
    assert (found[running.id].why, found[running.id].keeps_place) == (Why.LAW, False)


def test_what_the_catalogue_would_check_first_waits_for_its_check(acme, told, day) -> None:
    rows = [scene.qualified(acme, f"Idée {n}", day=day) for n in range(2)]
    Triage.objects.filter(initiative_id__in=[row.id for row in rows]).delete()
    for row, use in zip(rows, ("UC19", "UC01"), strict=True):
        changed(acme, row, use_case=use)
    found = told()
    assert (found[rows[0].id].why, found[rows[0].id].missing) == (Why.LAW, ("triage",))
    assert found[rows[1].id] is None


def test_budget_and_days_bar(acme, told, day) -> None:
    finished(acme, usage=1, anchor=3)
    dear = scene.qualified(acme, "Chère", day=day)
    long = scene.qualified(acme, "Longue", day=day)
    changed(acme, dear, value_low=90_000, value_likely=120_000, value_high=150_000,
            cost_low=40_000, cost_likely=50_000, cost_high=60_000)  # fmt: skip
    changed(acme, long, value_low=90_000, value_likely=120_000, value_high=150_000,
            days_low=300, days_likely=400, days_high=500)  # fmt: skip
    set_capacity(acting(acme.actor("executive"), today=day), days_per_month=Decimal(6))
    found = told()
    assert found[dear.id].why is Why.BUDGET
    assert found[long.id].why is Why.DAYS


# It pays for who is averse to risk as long as nothing lowers its chance of one in two.
JUST_PAYS = {
    "value_low": 14_500, "value_likely": 14_500, "value_high": 14_500,
    "cost_low": 10_000, "cost_likely": 10_000, "cost_high": 10_000,
    "success_chance": Decimal("0.5"),
}  # fmt: skip


@pytest.mark.parametrize(("use", "why"), [("UC16", Why.DATA), ("UC13", Why.PREREQUISITE)])
def test_what_the_diagnostic_misses_is_the_reason_where_it_decides(
    acme, told, day, use, why
) -> None:
    changed(acme, row := scene.qualified(acme, "Idée", day=day), use_case=use, **JUST_PAYS)
    assert told()[row.id] is None
    finished(acme, usage=1, anchor=0, days_ago=1, J3={"days_month": 3, "budget_year": 3})
    assert told()[row.id].why is why
    changed(acme, row, value_low=30_000, value_likely=30_000, value_high=30_000)
    answer = seen(acme, day)
    assert [(one.id, one.lacks) for one in answer.names] == [(row.id, why)]


def test_a_skill_that_nobody_has_bars(acme, told, day) -> None:
    changed(acme, row := scene.qualified(acme, "Idée", day=day), use_case="UC16")
    finished(acme, usage=1, anchor=3, days_ago=1, S1={"sk_data": 0})
    assert told()[row.id].why is Why.SKILL


def test_one_captain_one_use_and_the_cap(acme, told, day) -> None:
    rows = [scene.qualified(acme, f"Idée {n}", day=day) for n in range(7)]
    captain = acme.members["executive"].id
    for row in rows[:2]:
        act = acting(acme.actor("executive"), today=day)
        assign_captain(act, initiative_id=row.id, captain_id=captain)
    for row in rows[2:4]:
        changed(acme, row, use_case="UC01")
    assert {Why.CAP} <= {other.why for other in told().values() if other}
    for row in rows[4:]:
        changed(acme, row, value_low=1_000, value_likely=1_100, value_high=1_200)
    assert {Why.CAPTAIN, Why.DUPLICATE} <= {other.why for other in told().values() if other}


def test_a_trial_under_way_bars_until_it_answers(acme, told, day) -> None:
    row = scene.qualified(acme, "Essayée", day=day)
    act = acting(acme.actor("executive"), now=scene.at(day), today=day)
    trial = start_trial(
        act,
        initiative_id=row.id,
        question="Est-ce que cela marche ?",
        carried_by_id=acme.members["executive"].id,
    )
    other = told()[row.id]
    assert (other.why, other.until) == (Why.TRIAL, trial.ends)


def test_what_keeps_its_place_takes_its_captain_and_its_use_along(acme, told, day) -> None:
    row = scene.started(acme, "Sans valeur", day=day)
    changed(acme, row, use_case="UC01", value_low=None, value_likely=None, value_high=None)
    row.objectives.update(monthly_value=None)
    scene.follow_up("initiative", row.id, day=day)
    twin = scene.qualified(acme, "Même usage", day=day)
    changed(acme, twin, use_case="UC01")
    mine = scene.qualified(acme, "Même capitaine", day=day)
    act = acting(acme.actor("executive"), today=day)
    assign_captain(act, initiative_id=mine.id, captain_id=acme.members["executive"].id)
    found = told()
    assert (found[row.id].why, found[row.id].keeps_place) == (Why.UNESTIMATED, True)
    assert (found[twin.id].why, found[twin.id].instead) == (Why.DUPLICATE, row.id)
    assert (found[mine.id].why, found[mine.id].instead) == (Why.CAPTAIN, row.id)
    assert Initiative.objects.filter(state="active").count() == 1
