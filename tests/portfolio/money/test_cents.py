from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from portfolio.initiatives.models import Initiative
from portfolio.money.models import Expense, Tranche
from portfolio.money.services.budget import set_budget
from portfolio.money.services.lines import commit_money, record_expense
from portfolio.standing.selectors.records import load_records
from portfolio.standing.selectors.stopping import balance_of
from tests.cast import NOW
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY
from tests.refusals import refused


@pytest.fixture
def act(acme):
    return acting(acme.actor("executive"), now=NOW, today=TODAY)


def test_cents_are_kept_from_entry_to_the_sum_of_the_company(acme, act) -> None:
    row = scene.started(acme)
    paid = {"initiative_id": row.id, "on": TODAY}
    for amount in ("10.10", "0.20", "999.95"):
        record_expense(act, **paid, amount=Decimal(amount), label="câble")
    (record,) = load_records([row.id], today=TODAY)
    assert balance_of(record=record).incurred == Decimal("1010.25")
    assert Expense.objects.get(amount=Decimal("0.20")).amount == Decimal("0.2")


def test_a_budget_in_cents_is_cut_so_that_its_instalments_add_up(acme, act) -> None:
    row = scene.ready(acme)
    set_budget(act, initiative_id=row.id, budget=Decimal("12000.55"))
    amounts = [tranche.amount for tranche in row.tranches.order_by("position")]
    assert (sum(amounts), len(amounts)) == (Decimal("12000.55"), 2)


def test_a_credit_note_lowers_what_is_spent_and_pays_no_order(acme, act) -> None:
    row = scene.started(acme)
    paid = {"initiative_id": row.id, "on": TODAY}
    record_expense(act, **paid, amount=Decimal("500"), label="capteur")
    note = record_expense(act, **paid, amount=Decimal("-120.50"), label="avoir")
    assert (note.amount, note.beyond_tranche) == (Decimal("-120.50"), False)
    (record,) = load_records([row.id], today=TODAY)
    assert balance_of(record=record).incurred == Decimal("379.50")
    order = commit_money(act, **paid, amount=Decimal("10"), label="câble")
    for amount, settles, field in ((-1, order.id, "settles_id"), (0, None, "amount")):
        with refused("expense_invalid") as told:
            record_expense(act, **paid, amount=Decimal(amount), label="avoir", settles_id=settles)
        assert list(told.fields) == [field]
    with refused("amount_not_positive"):
        commit_money(act, **paid, amount=Decimal("-5"), label="câble")


def test_the_database_refuses_sums_that_cannot_be(acme) -> None:
    row = scene.started(acme)
    expense = Expense(
        initiative=row, on=TODAY, amount=Decimal(0), label="x", recorded_at=row.created_at
    )
    broken = [
        (expense.save, "expense_amount_not_zero"),
        (lambda: row.tranches.update(amount=Decimal(0)), "tranche_amount_positive"),
        (
            lambda: Initiative.objects.filter(id=row.id).update(budget=Decimal(-1)),
            "initiative_budget_not_negative",
        ),
        (
            lambda: row.objectives.update(monthly_value=Decimal(-1)),
            "objective_value_not_negative",
        ),
    ]
    for write, name in broken:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            write()
    assert Tranche.objects.filter(initiative=row, amount__gt=0).exists()


def test_the_page_and_the_api_say_the_cents(acme) -> None:
    row = scene.started(acme)
    call = caller(acme, "executive")
    client, address = acme.client("executive"), f"/initiatives/{row.id}/expenses/"
    french = {"Accept-Language": "fr"}
    typed = {"kind": "expense", "label": "câble", "amount": "1 234,56 €", "on": "2/10/2026"}
    assert client.post(address, typed, headers=french).status_code == 302
    assert "1\u202f234,56\u00a0€" in client.get(address, headers=french).text
    for amount, status in ((0.44, 201), ("€ 900", 201), ("12,000", 422), ("abc", 422)):
        body = {"amount": amount, "label": "câble"}
        answer = call("post", f"initiatives/{row.id}/expenses/", body)
        assert (amount, answer.status_code) == (amount, status)
    assert answer.json()["fields"] == {"amount": ["invalid"]}
    assert call("get", f"initiatives/{row.id}/").json()["initiative"]["money"]["spent"] == 2135


def test_what_is_ambiguous_on_a_page_names_both_readings(acme) -> None:
    row = scene.started(acme)
    client, address = acme.client("executive"), f"/initiatives/{row.id}/expenses/"
    french = {"Accept-Language": "fr"}
    typed = {"kind": "expense", "label": "câble", "amount": "12,000", "on": "2026-10-02"}
    page = client.post(address, typed, headers=french)
    assert "Est-ce 12\u202f000 ou 12" in page.text
    assert not Expense.objects.exists()
    typed["amount"] = "12.000"
    assert client.post(address, typed, headers=french).status_code == 302
    assert Expense.objects.get().amount == 12000
