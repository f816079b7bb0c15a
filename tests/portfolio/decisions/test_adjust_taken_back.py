"""Within seven days, correcting an *adjust* brings its former values back, whatever it changed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from governance.decisions.selectors import verify_log
from portfolio.criteria.models import StopCriterion
from portfolio.criteria.services import CriterionInput, set_criteria
from portfolio.decisions.rules.restoring import restored_values
from portfolio.decisions.services.corrections import correct_decision
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.life.rules import Changes
from portfolio.money.models import Tranche
from portfolio.standing.selectors.facts import facts_of
from portfolio.standing.selectors.records import load_records
from tests.cast import NOW
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, give, only_objective, started

LATER = TODAY + timedelta(days=300)


def now(row):
    return Initiative.objects.get(id=row.id)


def adjust(cast, row, day=TODAY, **changes):
    return give(
        cast, row, Verdict.ADJUST, day=day, reason="autrement", changes=Changes(**changes)
    ).decision


def correct(cast, decision, day=TODAY):
    act = acting(cast.actor("executive"), now=at(day), today=day)
    return correct_decision(act, decision_id=decision.id, reason="clic de trop")


def instalments(row):
    rows = Tranche.objects.filter(initiative=row).order_by("position")
    return [(one.position, one.amount, one.released_on is not None) for one in rows]


def test_everything_it_changed_is_as_before(acme) -> None:
    row = started(acme)
    before, objective, parts = now(row), only_objective(row), instalments(row)
    wrong = adjust(
        acme,
        row,
        target=Decimal(5),
        target_on=LATER,
        budget=Decimal(12_000),
        captain_id=acme.members["captain"].id,
        scope=" Tout ",
    )
    correction = correct(acme, wrong, TODAY + timedelta(days=7))
    found, after = now(row), only_objective(row)
    assert (found.budget, found.summary) == (before.budget, before.summary)
    assert (found.captain_id, found.captain_since) == (before.captain_id, before.captain_since)
    assert (after.target, after.target_on) == (objective.target, objective.target_on)
    assert (after.promised_target, after.promised_on) == (3, objective.promised_on)
    assert instalments(row) == parts
    assert found.version > before.version
    restored = {"budget", "captain", "date", "scope", "target"}
    assert correction.facts["restored"].keys() == restored
    assert verify_log() is None


def test_after_seven_days_the_values_stay(acme) -> None:
    row = started(acme)
    wrong = adjust(acme, row, target=Decimal(5))
    correction = correct(acme, wrong, TODAY + timedelta(days=8))
    assert only_objective(row).target == 5
    assert "restored" not in correction.facts


def test_what_was_changed_again_since_stays(acme) -> None:
    row = started(acme)
    wrong = adjust(acme, row, target=Decimal(5), target_on=LATER)
    adjust(acme, row, target=Decimal(4))
    correct(acme, wrong)
    objective = only_objective(row)
    assert (objective.target, objective.target_on) == (4, TODAY + timedelta(days=180))


def test_a_smaller_budget_gives_its_instalments_back_with_their_proof(acme) -> None:
    row = started(acme, budget=20_000)
    parts = instalments(row)
    proofs = dict(Tranche.objects.filter(initiative=row).values_list("position", "proof"))
    correct(acme, adjust(acme, row, budget=Decimal(14_000)))
    assert instalments(row) == parts
    correct(acme, adjust(acme, row, budget=Decimal(10_000)))
    assert instalments(row) == parts
    assert dict(Tranche.objects.filter(initiative=row).values_list("position", "proof")) == proofs


def test_the_limit_on_spending_follows_back(acme) -> None:
    row = started(acme)
    limit = CriterionInput(metric="spend", comparison="above", value=Decimal(8000))
    set_criteria(acting(acme.actor("executive")), initiative_id=row.id, criteria=[limit])
    wrong = adjust(acme, row, budget=Decimal(12_000), stop_above=Decimal(12_000))
    correct(acme, wrong)
    held = StopCriterion.objects.get(initiative=row, metric="spend", superseded_at=None)
    assert held.value == 8000


def test_a_former_captain_who_left_does_not_come_back(acme) -> None:
    row = started(acme)
    wrong = adjust(acme, row, captain_id=acme.members["captain"].id)
    boss = acme.members["executive"]
    type(boss).objects.filter(id=boss.id).update(left_at=NOW)
    act = acting(acme.actor("executive"))
    correct_decision(act, decision_id=wrong.id, reason="clic de trop")
    assert now(row).captain_id == acme.members["captain"].id


def test_a_decision_that_was_taken_back_no_longer_counts_in_a_row(acme) -> None:
    row = started(acme)
    wrong = adjust(acme, row, target=Decimal(5))
    correct(acme, wrong)
    (record,) = load_records([row.id], today=TODAY)
    assert facts_of(record=record, today=TODAY).adjusts_in_a_row == 0
    assert [one.decision.verdict for one in record.in_force][-1] == Verdict.START


@pytest.mark.parametrize(("present", "back"), [("1.50", {"target": "3"}), ("1.6", {})])
def test_equal_figures_are_equal_however_they_are_written(present, back) -> None:
    found = restored_values(
        changes={"target": {"old": "3", "new": "1.5"}},
        present={"target": present},
        decided_at=NOW,
        now=NOW,
    )
    assert found == back


def test_the_page_says_what_comes_back_before_it_does(acme) -> None:
    row = started(acme)
    wrong = adjust(acme, row, target=Decimal(5), budget=Decimal(9000))
    page = acme.client("executive").get(
        reverse("decision_correct", args=[row.id, wrong.id]), headers={"accept-language": "en"}
    )
    assert "As before again: budget, target." in " ".join(page.text.split())
