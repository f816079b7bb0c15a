"""A licence paid early is spent, but it is no pace of spending."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from portfolio.forecast.choices import CostSource
from portfolio.money.models import Expense
from portfolio.money.rules import LedgerLine
from portfolio.money.services.corrections import edit_expense, reverse_expense
from portfolio.money.services.lines import commit_money, record_expense
from portfolio.standing.selectors.records import load_records
from portfolio.standing.selectors.standing import standing
from portfolio.standing.selectors.stopping import paid_ahead
from tests.cast import NOW
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY
from tests.refusals import refused

DAY = timedelta(days=1)
IN_A_YEAR = TODAY + 335 * DAY


@pytest.fixture
def act(acme):
    return acting(acme.actor("executive"), now=NOW, today=TODAY)


@pytest.fixture
def row(acme):
    return scene.started(acme, day=TODAY - 30 * DAY)


def licence(act, row, amount: str = "8000", **more) -> Expense:
    given = {"label": "licence", "on": TODAY - 29 * DAY, "covers_until": IN_A_YEAR, **more}
    return record_expense(act, initiative_id=row.id, amount=Decimal(amount), **given)


def record_of(row, day=TODAY):
    (record,) = load_records([row.id], today=day)
    return record


def test_the_cost_of_going_on_extrapolates_only_what_is_not_paid_ahead(act, row) -> None:
    budget = record_of(row).initiative.budget
    line = licence(act, row, str(budget - 100))
    record_expense(act, initiative_id=row.id, amount=Decimal(100), label="clé", on=TODAY)
    known = standing(record=record_of(row), today=TODAY).going_on
    assert known.cash_source is CostSource.EXTRAPOLATED
    assert known.cash < 2000
    edit_expense(
        act, expense_id=line.id, line=LedgerLine(amount=line.amount, label="x", on=line.on)
    )
    assert standing(record=record_of(row), today=TODAY).going_on.cash > budget


def test_it_counts_again_once_its_days_are_over_and_never_once_taken_back(act, row) -> None:
    line = licence(act, row)
    assert paid_ahead(record_of(row), today=TODAY) == 8000
    assert paid_ahead(record_of(row), today=IN_A_YEAR) == 0
    reverse_expense(act, expense_id=line.id, reason="double")
    assert paid_ahead(record_of(row), today=TODAY) == 0


def test_a_bill_covers_what_its_order_said(act, row) -> None:
    order = commit_money(
        act,
        initiative_id=row.id,
        amount=Decimal(600),
        label="licence",
        on=TODAY,
        covers_until=IN_A_YEAR,
    )
    assert paid_ahead(record_of(row), today=TODAY) == 0
    bill = licence(act, row, "600", on=TODAY, covers_until=None, settles_id=order.id)
    assert bill.covers_until == IN_A_YEAR


def test_what_is_paid_ahead_lasts_beyond_its_date(act, row) -> None:
    with refused("expense_invalid"):
        licence(act, row, on=TODAY, covers_until=TODAY)
    assert not Expense.objects.filter(initiative=row).exists()
    line = licence(act, row)
    with pytest.raises(IntegrityError, match="expense_covers_days_to_come"), transaction.atomic():
        Expense.objects.filter(id=line.id).update(covers_until=line.on)


def test_it_is_typed_and_read_on_screen_and_by_key(act, row, open_page, send, api) -> None:
    here = reverse("initiative_expenses", args=[row.id])
    form = {"kind": "expense", "label": "licence", "amount": "900", "on": TODAY.isoformat()}
    send(here, {**form, "covers_until": IN_A_YEAR.isoformat()})
    line = Expense.objects.get(initiative=row)
    assert line.covers_until == IN_A_YEAR
    assert "paid ahead" in " ".join(open_page(here, language="en").text.split())
    assert api("get", f"expenses/{line.id}/").json()["covers_until"] == IN_A_YEAR.isoformat()
