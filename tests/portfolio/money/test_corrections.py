from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portfolio.life.choices import Verdict
from portfolio.life.rules import Changes
from portfolio.money.models import Expense
from portfolio.money.rules import LedgerLine
from portfolio.money.selectors import money_lines
from portfolio.money.services.corrections import delete_expense, edit_expense, reverse_expense
from portfolio.money.services.lines import commit_money, record_expense
from portfolio.standing.selectors.records import load_records
from portfolio.standing.selectors.stopping import balance_of
from tests.cast import NOW
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, at, give
from tests.refusals import refused

DAY = timedelta(days=1)
YEARS_AGO = TODAY - timedelta(days=8 * 365)


@pytest.fixture
def act(acme):
    return acting(acme.actor("executive"), now=NOW, today=TODAY)


@pytest.fixture
def row(acme):
    return scene.started(acme, day=TODAY - 30 * DAY)


def paid(act, row, amount="2100", **more) -> Expense:
    given = {"label": "réglage", "on": TODAY, **more}
    return record_expense(act, initiative_id=row.id, amount=Decimal(amount), **given)


def used(acme, row) -> None:
    """A decision has relied on what was entered so far, whatever the clock of its door."""
    day = max(TODAY, timezone.now().date()) + DAY
    give(acme, row, Verdict.ADJUST, day=day, reason="x", changes=Changes(scope="autre"))


def balance(row):
    (record,) = load_records([row.id], today=TODAY)
    return balance_of(record=record)


def test_a_line_is_changed_or_deleted_while_nothing_has_relied_on_it(act, row) -> None:
    wrong = paid(act, row)
    line = LedgerLine(amount=Decimal("1200.50"), label=" réglages ", on=TODAY - DAY)
    changed = edit_expense(act, expense_id=wrong.id, line=line, expected_version=1)
    assert (changed.amount, changed.label, changed.on, changed.version) == (
        Decimal("1200.50"),
        "réglages",
        TODAY - DAY,
        2,
    )
    with refused("stale_version"):
        edit_expense(act, expense_id=wrong.id, line=line, expected_version=1)
    assert balance(row).incurred == Decimal("1200.50")
    assert delete_expense(act, expense_id=wrong.id) == row.id
    assert balance(row).incurred == 0


def test_after_a_decision_only_a_contrary_line_mends_it_and_both_stay(acme, act, row) -> None:
    wrong = paid(act, row)
    used(acme, row)
    line = LedgerLine(amount=Decimal(1200), label="réglage", on=TODAY)
    with refused("entry_used"):
        edit_expense(act, expense_id=wrong.id, line=line)
    with refused("entry_used"):
        delete_expense(act, expense_id=wrong.id)
    with refused("reason_required"):
        reverse_expense(act, expense_id=wrong.id, reason=" ", right=line)
    contrary = reverse_expense(act, expense_id=wrong.id, reason="montant inversé", right=line)
    assert (contrary.amount, contrary.reverses_id) == (Decimal(-2100), wrong.id)
    assert balance(row).incurred == 1200
    lines = money_lines(Expense.objects.order_by("recorded_at", "id"))
    assert [(one.line.amount, one.is_void, one.can_be_mended) for one in lines] == [
        (2100, True, False),
        (-2100, False, False),
        (1200, False, True),
    ]
    for one in lines[:2]:
        with refused("entry_corrected"):
            reverse_expense(act, expense_id=one.line.id, reason="encore")


def test_an_order_taken_back_is_to_commit_again_and_a_billed_one_is_not_touched(act, row) -> None:
    order = commit_money(
        act,
        initiative_id=row.id,
        amount=Decimal(1500),
        label="bras",
        on=TODAY,
        cancellable_until=TODAY + 30 * DAY,
    )
    before = balance(row).free
    reverse_expense(act, expense_id=order.id, reason="annulée")
    assert (balance(row).committed, balance(row).free) == (0, before + 1500)
    second = commit_money(act, initiative_id=row.id, amount=Decimal(100), label="câble", on=TODAY)
    bill = paid(act, row, "110", settles_id=second.id)
    with refused("order_settled"):
        reverse_expense(act, expense_id=second.id, reason="x")
    right = LedgerLine(amount=Decimal(105), label="câble", on=TODAY)
    reverse_expense(act, expense_id=bill.id, reason="lu de travers", right=right)
    assert (balance(row).committed, balance(row).incurred) == (0, 105)
    last = Expense.objects.get(amount=105)
    assert (last.settles_id, last.replaces_id) == (second.id, bill.id)
    delete_expense(act, expense_id=last.id)
    assert (balance(row).committed, balance(row).incurred) == (100, 0)


def test_a_day_far_from_all_that_is_known_is_asked_back(act, row) -> None:
    with refused("odd_day"):
        paid(act, row, on=YEARS_AGO)
    assert paid(act, row, on=YEARS_AGO, confirmed=True).on == YEARS_AGO
    far = TODAY + timedelta(days=400)
    ordered = {"initiative_id": row.id, "amount": Decimal(1), "label": "câble", "on": far}
    with refused("odd_day"):
        commit_money(act, **ordered)
    assert commit_money(act, **ordered, confirmed=True).on == far
    with refused("date_too_far"):
        commit_money(act, **ordered | {"on": TODAY + timedelta(days=4000)}, confirmed=True)


def test_the_database_keeps_a_reversal_honest(act, row) -> None:
    wrong = paid(act, row)
    moment = {"initiative": row, "on": TODAY, "label": "x", "recorded_at": at(TODAY)}
    for name, values in (
        ("expense_order_positive", {"amount": Decimal(-1), "is_commitment": True}),
        ("expense_reversal_has_reason", {"amount": Decimal(-2100), "reverses": wrong}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Expense.objects.create(**moment, **values)


def test_who_may_not_spend_mends_nothing(acme, act, row) -> None:
    wrong = paid(act, row)
    viewer = acting(acme.actor("viewer"), now=NOW, today=TODAY)
    with refused("not_in_role"):
        delete_expense(viewer, expense_id=wrong.id)
    with refused("expense_not_found"):
        delete_expense(act, expense_id=row.id)


def test_the_api_changes_deletes_and_takes_back(acme, act, row) -> None:
    call, wrong, other = caller(acme, "executive"), paid(act, row), paid(act, row, "1")
    assert call("delete", f"expenses/{other.id}/").status_code == 204
    one = f"expenses/{wrong.id}/"
    read = call("get", one)
    assert (read.status_code, read["ETag"][:3]) == (200, '"1-')
    body = {"amount": 12.5, "label": "réglage", "on": str(TODAY)}
    assert call("put", one, body, **{"If-Match": '"7"'}).status_code == 412
    changed = call("put", one, body, **{"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["amount"]) == (200, 12.5)
    far, latest = {**body, "on": str(YEARS_AGO)}, {"If-Match": "*"}
    odd = call("put", one, far, **latest)
    assert (odd.status_code, odd.json()["code"]) == (409, "odd_day")
    assert call("put", one, {**far, "confirmed": True}, **latest).status_code == 200
    used(acme, row)
    kept = call("delete", one)
    assert (kept.status_code, kept.json()["code"]) == (409, "entry_used")
    told = {"reason": "faux", "right": {**body, "amount": "3,50"}}
    taken = call("post", f"{one}reversal/", told)
    assert (taken.status_code, taken.json()["amount"]) == (201, -12.5)
    lines = call("get", f"initiatives/{row.id}/expenses/").json()["results"]
    assert sum(one["amount"] for one in lines) == 3.5


def test_the_page_asks_back_and_shows_the_three_lines(acme, act, row) -> None:
    wrong = paid(act, row)
    client, address = acme.client("executive"), f"/initiatives/{row.id}/expenses/"
    one = f"{address}{wrong.id}/"
    typed = {"label": "réglage", "amount": "1 200,50", "on": f"{YEARS_AGO:%d/%m/%Y}"}
    asked = client.post(one, typed)
    assert asked.status_code == 409
    assert 'type="checkbox" name="confirmed"' in asked.text
    assert client.post(one, {**typed, "confirmed": "on"}).status_code == 302
    assert Expense.objects.get().amount == Decimal("1200.50")
    assert client.post(one, {"delete": "1"}).status_code == 302
    assert not Expense.objects.exists()
    again = paid(act, row)
    used(acme, row)
    typed = {"reason": "inversé", "label": "réglage", "amount": "1200", "on": str(TODAY)}
    assert client.post(f"{address}{again.id}/", typed).status_code == 302
    shown = client.get(address).text
    assert 'class="void"' in shown
    assert 'class="contra"' in shown
    assert shown.index('class="void"') < shown.index('class="contra"')
    assert "<tfoot" in shown


def test_lines_without_corrections_keep_their_order() -> None:
    plain = [
        Expense(on=TODAY + n * DAY, amount=Decimal(n + 1), recorded_at=at(TODAY)) for n in range(3)
    ]
    assert [one.line for one in money_lines(plain)] == plain
    assert replace(money_lines(plain)[0], is_open=True).is_open
