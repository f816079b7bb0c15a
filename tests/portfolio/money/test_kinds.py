"""Lines by kind, internal days beside the budget, and one total instead of lines."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portfolio.life.choices import Verdict
from portfolio.life.rules import Changes
from portfolio.money.choices import PAID, ExpenseKind
from portfolio.money.models import Expense
from portfolio.money.rules import LedgerLine, by_kind, proposed_kind
from portfolio.money.services.corrections import edit_expense, reverse_expense
from portfolio.money.services.lines import commit_money, log_days, record_expense, record_total
from portfolio.rhythm.services import set_capacity
from portfolio.standing.selectors.going_on import days_cost, days_used
from portfolio.standing.selectors.records import load_records
from portfolio.standing.selectors.stopping import balance_of
from tests.cast import NOW
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, give
from tests.refusals import refused

DAY = timedelta(days=1)


@pytest.fixture
def act(acme):
    return acting(acme.actor("executive"), now=NOW, today=TODAY)


@pytest.fixture
def row(acme):
    return scene.started(acme, day=TODAY - 30 * DAY)


def record_of(row):
    (record,) = load_records([row.id], today=TODAY)
    return record


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Licences de l’assistant pour un an", ExpenseKind.LICENCE),
        ("Formation des chefs d’équipe", ExpenseKind.TRAINING),
        ("Caméras et éclairage", ExpenseKind.EQUIPMENT),
        ("Jetons de novembre", ExpenseKind.METERED),
        ("Hébergement", ExpenseKind.RUN),
        ("Integration work", ExpenseKind.SERVICE),
        ("", ExpenseKind.SERVICE),
    ],
)
def test_a_label_proposes_its_kind(label, kind) -> None:
    assert proposed_kind(label) is kind


LINES = st.lists(st.tuples(st.sampled_from(PAID), st.decimals(-999, 999, places=2)))


@given(spent=LINES, ordered=LINES)
def test_the_kinds_add_up_to_all_the_lines(spent, ordered) -> None:
    found = by_kind(spent=spent, ordered=ordered)
    assert sum((one.spent for one in found), Decimal(0)) == sum((a for _, a in spent), Decimal(0))
    assert sum((one.ordered for one in found), Decimal(0)) == sum(
        (a for _, a in ordered), Decimal(0)
    )
    assert len({one.kind for one in found}) == len(found)


def test_a_bill_has_the_kind_of_its_order_and_a_correction_that_of_its_line(acme, act, row) -> None:
    of = {"initiative_id": row.id, "label": "x", "on": TODAY}
    order = commit_money(act, **of, amount=Decimal(100), kind=ExpenseKind.TRAINING)
    bill = record_expense(act, **of, amount=Decimal(90), settles_id=order.id)
    assert bill.kind == ExpenseKind.TRAINING
    right = LedgerLine(amount=Decimal(80), label="y", on=TODAY)
    contrary = reverse_expense(act, expense_id=bill.id, reason="faux", right=right)
    assert contrary.kind == Expense.objects.get(replaces=bill).kind == ExpenseKind.TRAINING


def test_internal_days_cost_their_price_and_never_leave_the_budget(acme, act, row) -> None:
    before = balance_of(record=record_of(row))
    of = {"initiative_id": row.id, "label": "réglages", "on": TODAY}
    line = log_days(act, **of, days=Decimal("2.5"))
    assert (line.kind, line.amount) == (ExpenseKind.INTERNAL_DAYS, 875)
    set_capacity(act, day_price=Decimal(280))
    log_days(act, **of, days=Decimal(1))
    record = record_of(row)
    assert balance_of(record=record) == before
    assert days_used(record, today=TODAY) == Decimal("3.5")
    assert days_cost(record, today=TODAY) == 875 + 280
    edit_expense(
        act,
        expense_id=line.id,
        line=LedgerLine(amount=Decimal(0), label="réglages", on=TODAY, days=Decimal(2)),
    )
    line.refresh_from_db()
    assert line.amount == 560
    with refused("expense_invalid") as told:
        log_days(act, **of, days=Decimal(0))
    assert "days" in told.fields
    with refused("expense_invalid") as told:
        record_expense(act, **of, amount=Decimal(5), kind=ExpenseKind.INTERNAL_DAYS)
    assert list(told.fields) == ["kind"]


def test_days_taken_back_count_no_more(acme, act, row) -> None:
    line = log_days(act, initiative_id=row.id, label="x", on=TODAY, days=Decimal(3))
    reverse_expense(act, expense_id=line.id, reason="double")
    assert days_used(record_of(row), today=TODAY) == 0


def test_a_total_to_date_adds_the_difference_and_keeps_the_lines(acme, act, row) -> None:
    record_expense(act, initiative_id=row.id, amount=Decimal(300), label="a", on=TODAY - 9 * DAY)
    told = {"initiative_id": row.id, "label": "Total"}
    first = record_total(act, **told, total=Decimal(1200), on=TODAY - 5 * DAY)
    assert (first.amount, first.total, first.kind) == (900, 1200, ExpenseKind.UNSORTED)
    second = record_total(act, **told, total=Decimal(1000), on=TODAY)
    assert second.amount == -200
    assert balance_of(record=record_of(row)).incurred == 1000
    with refused("expense_invalid") as why:
        record_total(act, **told, total=Decimal(1000), on=TODAY)
    assert why.fields == {"total": ["same_total"]}
    assert Expense.objects.filter(initiative=row).count() == 3


def test_the_database_knows_kinds_and_days(acme, act, row) -> None:
    line = record_expense(act, initiative_id=row.id, amount=Decimal(5), label="a", on=TODAY)
    for name, values in (
        ("expense_kind_known", {"kind": "toys"}),
        ("expense_days_of_their_kind", {"days": 1}),
        ("expense_days_of_their_kind", {"kind": "internal_days"}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Expense.objects.filter(id=line.id).update(**values)


def test_the_page_takes_kinds_days_and_a_total(acme, act, row, open_page, send) -> None:
    at = {
        name: reverse(name, args=[row.id])
        for name in (
            "initiative_expenses",
            "initiative_days",
            "initiative_total",
        )
    }
    line = {"kind": "expense", "label": "=cmd", "amount": "900", "on": TODAY.isoformat()}
    assert send(at["initiative_expenses"], {**line, "sort": "metered"}).status_code == 302
    assert Expense.objects.get(initiative=row).kind == ExpenseKind.METERED
    sent = send(at["initiative_days"], {"days": "1.5", "label": "atelier", "on": TODAY.isoformat()})
    assert sent.status_code == 302
    assert (
        send(at["initiative_total"], {"total": "1000", "on": TODAY.isoformat()}).status_code == 302
    )
    same = send(at["initiative_total"], {"total": "1000", "on": TODAY.isoformat()})
    assert same.status_code == 422
    assert "nothing changes" in same.text
    page = " ".join(open_page(at["initiative_expenses"], language="en").text.split())
    for said in ("Metered use", "Not sorted", "€1,000 in all by then", "€525", "1.5 days"):
        assert said in page
    file = f"{reverse('export', args=['money', 'csv'])}?initiative={row.id}"
    rows = list(csv.reader(io.StringIO(open_page(file).text), delimiter=";"))
    assert [one[4] for one in rows[1:]] == ["metered", "internal_days", "unsorted"]
    assert rows[1][5] == "'=cmd"
    assert rows[2][7] == "1,5"


def test_a_key_sorts_lines_logs_days_and_tells_a_total(acme, act, row, api) -> None:
    at = f"initiatives/{row.id}"
    said = api("post", f"{at}/expenses/", {"amount": 90, "label": "Licence", "kind": "run"}).json()
    assert (said["kind"], said["days"]) == ("run", None)
    wrong = {"amount": 9, "label": "x", "kind": "internal_days"}
    assert api("post", f"{at}/expenses/", wrong).status_code == 422
    days = api("post", f"{at}/days/", {"days": 2, "label": "atelier"})
    assert (days.status_code, days.json()["amount"]) == (201, 700)
    assert api("post", f"{at}/total/", {"total": 500}).json()["amount"] == 410
    assert [one["kind"] for one in api("get", f"{at}/days/").json()["results"]] == ["internal_days"]
    kinds = {one["kind"] for one in api("get", f"{at}/expenses/").json()["results"]}
    assert kinds == {"run", "unsorted"}
    give(acme, row, Verdict.ADJUST, reason="x", changes=Changes(budget=9000))
    right = {"label": "atelier", "on": TODAY.isoformat(), "days": 1}
    path = f"expenses/{days.json()['id']}/reversal/"
    assert api("post", path, {"reason": "un seul", "right": right}).status_code == 201
    assert days_used(record_of(row), today=TODAY) == 1
