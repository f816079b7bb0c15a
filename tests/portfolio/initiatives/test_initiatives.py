from datetime import timedelta
from decimal import Decimal

import pytest

from assessments.answers.models import ObservedFact
from assessments.questionnaire.selectors import use_cases, versions
from portfolio.criteria.models import StopCriterion
from portfolio.criteria.services import propose_criteria
from portfolio.estimates.choices import SizeTap
from portfolio.estimates.services import Estimates, set_estimates
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import (
    assign_captain,
    edit_initiative,
    propose_initiative,
    set_next_step,
    take_use_case,
)
from portfolio.life.choices import Verdict
from portfolio.life.rules import Changes
from portfolio.money.services.budget import set_budget
from portfolio.money.services.lines import commit_money, record_expense
from portfolio.objectives.choices import Direction
from portfolio.objectives.models import Objective
from portfolio.objectives.services.measurements import set_baseline
from portfolio.objectives.services.objectives import set_objective
from tenants.ids import uuid7
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, at, only_objective, started
from tests.refusals import refused

WHEN = {"now": at(TODAY), "today": TODAY}


def test_anyone_but_a_viewer_proposes(acme) -> None:
    row = propose_initiative(acting(acme.actor("contributor"), **WHEN), title=" Devis ")
    assert (row.title, row.state, row.proposed_by_id) == (
        "Devis",
        "proposed",
        acme.members["contributor"].id,
    )
    with refused("not_in_role"):
        propose_initiative(acting(acme.actor("viewer"), **WHEN), title="Devis")
    assert ObservedFact.objects.get(key="ideas.count").value == Initiative.objects.count() == 1


def test_a_use_case_arrives_with_its_kpi_figures_and_chance(acme) -> None:
    chosen = use_cases(versions("use_cases")[-1]).use_cases["UC01"]
    row = take_use_case(acting(acme.actor("lead"), **WHEN), chosen=chosen, language="fr")
    objective = only_objective(row)
    assert (objective.unit, objective.direction) == ("h", Direction.DOWN)
    assert (row.days_likely, row.cost_high, row.success_chance) == (8, 5000, Decimal("0.65"))
    assert row.use_case == "UC01"


def test_three_taps_become_ranges_and_figures_win_over_them(acme) -> None:
    row = scene.idea(acme)
    given = Estimates(value_tap=SizeTap.LARGE, effort_tap=SizeTap.SMALL, cost=(1, 2, 3))
    row = set_estimates(acting(acme.actor("lead"), **WHEN), initiative_id=row.id, estimates=given)
    assert (row.value_likely, row.days_likely, row.cost_likely) == (50_000, 6, 2)
    assert (row.value_tap, row.cost_tap) == ("large", "")
    with refused("range_not_ordered"):
        set_estimates(
            acting(acme.actor("lead"), **WHEN),
            initiative_id=row.id,
            estimates=Estimates(value=(3, 2, 1)),
        )


def test_a_contributor_edits_nothing_and_a_captain_his_own(acme) -> None:
    row = scene.idea(acme)
    edit = {"initiative_id": row.id, "title": "Autre"}
    with refused("not_in_role"):
        edit_initiative(acting(acme.actor("captain"), today=TODAY), **edit)
    captain = acme.members["captain"].id
    assign_captain(
        acting(acme.actor("lead"), today=TODAY), initiative_id=row.id, captain_id=captain
    )
    assert edit_initiative(acting(acme.actor("captain"), today=TODAY), **edit).title == "Autre"


def test_a_stale_edit_changes_nothing(acme) -> None:
    row = scene.idea(acme)
    with refused("stale_version"):
        edit_initiative(
            acting(acme.actor("lead"), today=TODAY),
            initiative_id=row.id,
            title="x",
            expected_version=7,
        )
    assert Initiative.objects.get(id=row.id).title == row.title


def test_the_next_step_says_who_by_when_and_can_be_cleared(acme) -> None:
    row = scene.idea(acme)
    act, step = acting(acme.actor("lead"), today=TODAY), {"initiative_id": row.id}
    member = acme.members["contributor"]
    row = set_next_step(act, **step, text="Choisir l’outil", member_id=member.id, due_on=TODAY)
    assert (row.next_step, row.next_step_by_id, row.next_step_on) == (
        "Choisir l’outil",
        member.id,
        TODAY,
    )
    assert set_next_step(act, **step, text="", member_id=None, due_on=None).next_step_by_id is None
    with refused("member_not_found"):
        set_next_step(act, **step, text="x", member_id=uuid7(), due_on=None)


def test_without_a_baseline_a_measuring_step_is_dated_two_weeks_ahead(acme) -> None:
    row = scene.idea(acme)
    given = scene.objective_input(baseline=None)
    objective = set_objective(acting(acme.actor("lead"), **WHEN), initiative_id=row.id, given=given)
    assert (objective.baseline, objective.baseline_due) == (None, TODAY + timedelta(days=14))
    measured = set_baseline(
        acting(acme.actor("lead"), **WHEN), objective_id=objective.id, value=Decimal(8), on=TODAY
    )
    assert (measured.baseline, measured.baseline_due) == (8, None)
    with refused("baseline_is_set"):
        set_baseline(
            acting(acme.actor("lead"), **WHEN),
            objective_id=objective.id,
            value=Decimal(7),
            on=TODAY,
        )


def test_a_target_worse_than_the_baseline_is_refused_field_by_field(acme) -> None:
    row = scene.idea(acme)
    given = scene.objective_input(target=Decimal(12), kpi=" ")
    with refused("objective_invalid") as told:
        set_objective(acting(acme.actor("lead"), **WHEN), initiative_id=row.id, given=given)
    assert set(told.fields) == {"target", "kpi"}
    assert not Objective.objects.exists()


def test_after_the_start_the_target_changes_by_a_decision_only(acme) -> None:
    row = started(acme)
    objective = only_objective(row)
    with refused("target_changes_by_adjust"):
        set_objective(
            acting(acme.actor("executive"), **WHEN),
            initiative_id=row.id,
            objective_id=objective.id,
            given=scene.objective_input(target=Decimal(5), baseline_on=TODAY),
        )
    assert only_objective(row).target == 3


@pytest.mark.parametrize(("budget", "parts"), [(9999, [9999]), (10_001, [5000, 5001])])
def test_a_budget_is_cut_as_proposed(acme, budget, parts) -> None:
    row = scene.idea(acme)
    set_budget(acting(acme.actor("lead"), today=TODAY), initiative_id=row.id, budget=budget)
    amounts = [tranche.amount for tranche in row.tranches.order_by("position")]
    assert (sum(amounts), len(amounts)) == (budget, len(parts))
    assert abs(amounts[0] - parts[0]) <= 1


def test_a_commitment_stays_within_what_is_released_and_is_settled_by_its_invoice(acme) -> None:
    row = started(acme, budget=24_000)
    act, money = acting(acme.actor("executive"), **WHEN), {"initiative_id": row.id, "on": TODAY}
    ordered = commit_money(act, **money, amount=12_000, label="caméras")
    with refused("beyond_tranche") as told:
        commit_money(act, **money, amount=1, label="câble")
    assert told.facts["offers"] == ("release",)
    paid = record_expense(act, **money, amount=11_500, label="caméras", settles_id=ordered.id)
    assert not paid.beyond_tranche
    commit_money(act, **money, amount=500, label="câble")
    with refused("commitment_not_found"):
        record_expense(act, **money, amount=1, label="encore", settles_id=ordered.id)


def test_a_criterion_set_after_the_start_supersedes_and_never_replaces(acme) -> None:
    row = started(acme)
    first = set(StopCriterion.objects.values_list("id", flat=True))
    propose_criteria(acting(acme.actor("executive"), **WHEN), initiative_id=row.id)
    superseded = StopCriterion.objects.filter(superseded_at__isnull=False)
    assert set(superseded.values_list("id", flat=True)) == first
    assert StopCriterion.objects.filter(superseded_at=None).count() == 2


def test_once_it_runs_the_captain_changes_by_a_decision_only(acme) -> None:
    row, boss = started(acme), acting(acme.actor("executive"), today=TODAY)
    other = acme.members["lead"].id
    with refused("captain_changes_by_adjust"):
        assign_captain(boss, initiative_id=row.id, captain_id=other)
    scene.give(acme, row, Verdict.ADJUST, reason="parti", changes=Changes(captain_id=other))
    assert Initiative.objects.get(id=row.id).captain_id == other


def test_an_initiative_keeps_a_title(acme) -> None:
    row = scene.idea(acme)
    with refused("title_required") as told:
        edit_initiative(acting(acme.actor("lead"), today=TODAY), initiative_id=row.id, title=" ")
    assert told.fields == {"title": ["required"]}
