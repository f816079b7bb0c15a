"""What a budget, a commitment and an expense refuse."""

from datetime import timedelta

import pytest

from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.life.rules import Changes
from portfolio.money.models import Expense
from portfolio.money.services.budget import set_budget
from portfolio.money.services.lines import commit_money, record_expense
from tenants.ids import uuid7
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, give
from tests.refusals import refused


@pytest.fixture
def act(acme):
    return acting(acme.actor("executive"), today=TODAY)


def test_once_started_a_budget_changes_by_a_decision_only(acme, act) -> None:
    row = scene.started(acme, budget=8000)
    with refused("budget_changes_by_adjust"):
        set_budget(act, initiative_id=row.id, budget=9000)
    give(acme, row, Verdict.ADJUST, reason="une caméra", changes=Changes(budget=9000))
    assert Initiative.objects.get(id=row.id).budget == 9000


@pytest.mark.parametrize(
    ("budget", "tranches"),
    [(0, None), (100, [100, 0]), (100, [101, -1]), (100, [50, 49]), (100, [50, 51])],
)
def test_a_budget_is_the_sum_of_its_tranches(acme, act, budget, tranches) -> None:
    row = scene.idea(acme)
    with refused("budget_invalid") as told:
        set_budget(act, initiative_id=row.id, budget=budget, tranches=tranches)
    assert list(told.fields) == ["budget"]
    set_budget(act, initiative_id=row.id, budget=1)
    assert [tranche.amount for tranche in row.tranches.all()] == [1]


@pytest.mark.parametrize("verdict", [Verdict.PAUSE, None])
def test_money_is_committed_only_while_it_runs(acme, act, verdict) -> None:
    row = scene.ready(acme)
    if verdict is not None:
        give(acme, row, Verdict.START)
        later = TODAY + timedelta(days=10)
        row = give(acme, row, verdict, reason="x", restart_on=later).initiative
    with refused("not_active", state=row.state):
        commit_money(act, initiative_id=row.id, amount=1, label="câble", on=TODAY)


def test_an_expense_is_positive_and_not_ahead(acme, act) -> None:
    row = scene.started(acme)
    paid = {"initiative_id": row.id, "label": "câble"}
    for amount, on, field in ((0, TODAY, "amount"), (1, TODAY + timedelta(days=1), "on")):
        with refused("expense_invalid") as told:
            record_expense(act, **paid, amount=amount, on=on)
        assert list(told.fields) == [field]
    record_expense(act, **paid, amount=1, on=TODAY)
    assert Expense.objects.get().amount == 1


def test_money_says_what_for_and_for_which_initiative(acme, act) -> None:
    row = scene.started(acme)
    for pay in (commit_money, record_expense):
        with refused("label_required") as told:
            pay(act, initiative_id=row.id, amount=1, label=" ", on=TODAY)
        assert told.fields == {"label": ["required"]}
        with refused("initiative_not_found"):
            pay(act, initiative_id=uuid7(), amount=1, label="câble", on=TODAY)
