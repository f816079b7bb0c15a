from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.money.rules import NO_MONEY, closing
from portfolio.money.services.lines import commit_money, record_expense
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.money.closings import count, faults
from tests.portfolio.scene import at, give

SUMS = st.decimals(min_value=0, max_value=10**9, places=2)
COMPANY = ("dashboard", "portfolio")
ONE = ("initiative", "initiative_expenses", "initiative_decide", "initiative_measurements")


@given(SUMS, SUMS, SUMS, st.booleans())
def test_approved_is_always_what_its_parts_add_up_to(approved, spent, ordered, goes_on):
    found = closing(approved=approved, spent=spent, ordered=ordered, goes_on=goes_on)
    assert found.spent + found.ordered + found.to_commit + found.given_back == found.approved
    assert found.given_back >= 0
    assert found.given_back == 0 or found.to_commit == 0
    assert found + NO_MONEY == found


def test_past_the_budget_to_commit_is_a_minus_and_never_a_zero():
    thousand = Decimal(1000)
    over = {"approved": 18 * thousand, "spent": Decimal("18400"), "ordered": Decimal("1200")}
    assert closing(**over, goes_on=True).to_commit == -1600
    assert closing(**over, goes_on=False).to_commit == -1600
    ended = closing(approved=thousand, spent=Decimal(1), ordered=Decimal(2), goes_on=False)
    assert (ended.to_commit, ended.given_back) == (0, 997)


@pytest.fixture
def hard(acme, day):
    """One over its budget by cents, one with an order, one stopped and one paused, one idea."""
    act = acting(acme.actor("executive"), now=at(day), today=day)
    rows = [scene.started(acme, f"Dure {no}", day=day, budget=8000 + no) for no in range(3)]
    paid = {"label": "câble", "on": day}
    for row, amount in zip(rows, ("8123.45", "0.10", "1234567.89"), strict=True):
        record_expense(act, initiative_id=row.id, amount=Decimal(amount), **paid)
    note = {"amount": Decimal("-1230000.01"), "label": "avoir", "on": day}
    record_expense(act, initiative_id=rows[2].id, **note)
    commit_money(act, initiative_id=rows[1].id, amount=Decimal("1500.05"), **paid)
    give(acme, rows[2], Verdict.STOP, day=day, reason="x", lesson="y")
    scene.qualified(acme, "Idée", day=day)
    fourth = scene.started(acme, "Mise de côté", day=day, budget=12_000)
    later = day + timedelta(days=20)
    give(acme, fourth, Verdict.PAUSE, day=day, reason="x", restart_on=later)
    return Initiative.objects.order_by("id")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_sums_close_on_every_screen_of_hard_data(acme, hard, open_page, language):
    shown = 0
    addresses = [reverse(name) for name in COMPANY]
    addresses += [reverse(name, args=[row.id]) for row in hard for name in ONE]
    for address in addresses:
        page = open_page(address, language=language)
        assert page.status_code == 200
        text = page.content.decode()
        assert faults(text, is_french=language == "fr") == [], address
        shown += count(text)
    assert shown >= 8


def test_sums_close_for_machines_too(acme, hard):
    call = caller(acme, "executive")
    answers = [call("get", "dashboard/").json()]
    answers += [call("get", f"initiatives/{row.id}/").json()["initiative"]["money"] for row in hard]
    for money in answers:
        parts = [money[name] for name in ("spent", "committed", "to_commit", "given_back")]
        assert sum(Decimal(str(one)) for one in parts) == Decimal(str(money["budget"]))
    over = next(one for one in answers[1:] if one["spent"] == 8123.45)
    assert over["to_commit"] == -123.45


def test_a_planted_sum_that_does_not_close_is_caught():
    line = (
        '<p class="small ink2 closed">\n{} = 1\u202f000\u00a0€ dépensés + 500\u00a0€ commandés</p>'
    )
    assert faults(line.format("1\u202f500\u00a0€ votés"), is_french=True) == []
    assert faults(line.format("1\u202f501\u00a0€ votés"), is_french=True) != []
    assert faults("Sur 97\u202f000\u00a0€ votés", is_french=True) != []
