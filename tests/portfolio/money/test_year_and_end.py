"""The fiscal year, the marks of the budget, what it will have cost at the end."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from governance.outbox.models import OutboxMessage
from portfolio.forecast.choices import CostSource
from portfolio.forecast.rules.continuation import Remaining, at_completion
from portfolio.life.choices import Verdict
from portfolio.life.rules import Changes
from portfolio.money.models import YearEnvelope
from portfolio.money.rules import fiscal_year
from portfolio.money.services.lines import commit_money, record_expense
from portfolio.money.services.year import set_year
from portfolio.standing.choices import Health, SignalCode
from portfolio.standing.models import SignalEvent
from portfolio.standing.rules import NOTICES, alarm_of
from portfolio.standing.selectors.ahead import ahead_of
from portfolio.standing.selectors.checking import faults
from portfolio.standing.selectors.pending import pending_of
from portfolio.standing.selectors.records import load_records
from portfolio.standing.selectors.standing import standings
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
    return scene.started(acme, day=TODAY - 30 * DAY, budget=8000)


def spend(act, row, amount, on=TODAY):
    record_expense(act, initiative_id=row.id, amount=Decimal(amount), label="x", on=on)


def stands(row, day=TODAY):
    (found,) = standings(ids=[row.id], today=day)
    return found


def test_the_mock_up_s_range_comes_out_of_the_formula() -> None:
    found = at_completion(used=27_600, left=Remaining(amount=3_900, source=CostSource.SAID))
    assert (found.low, found.likely, found.high) == (30_500, 31_500, 33_000)


@given(
    used=st.integers(0, 3_000_000),
    left=st.integers(0, 3_000_000),
    source=st.sampled_from(list(CostSource)),
)
def test_the_end_lies_in_its_range_and_never_below_what_is_used(used, left, source) -> None:
    found = at_completion(used=used, left=Remaining(amount=left, source=source))
    assert used <= found.low <= found.likely <= found.high
    assert found.likely == used + left


@pytest.mark.parametrize(
    ("day", "month", "start", "end"),
    [
        (date(2026, 11, 22), 1, date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 11, 22), 11, date(2026, 11, 1), date(2027, 10, 31)),
        (date(2026, 11, 22), 12, date(2025, 12, 1), date(2026, 11, 30)),
        (date(2028, 2, 29), 3, date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_fiscal_year_holds_its_day(day, month, start, end) -> None:
    year = fiscal_year(day=day, month=month)
    assert (year.start, year.end) == (start, end)


@pytest.mark.parametrize(
    ("share", "code"),
    [
        (0.49, None),
        (0.5, SignalCode.BUDGET_HALF),
        (0.8, SignalCode.BUDGET_MOST),
        (1.0, SignalCode.BUDGET_FULL),
        (1.01, None),
    ],
)
def test_the_highest_mark_that_is_reached_speaks(share, code) -> None:
    found = alarm_of(share)
    assert (found and found[1]) == code


def test_each_mark_is_raised_once_told_once_and_leaves_health_alone(acme, act, row) -> None:
    before = stands(row).health
    spend(act, row, 3999)
    assert not OutboxMessage.objects.filter(template="budget_alarm").exists()
    spend(act, row, 1)
    spend(act, row, 100)
    assert {s.code for s in stands(row).signals} & NOTICES == {SignalCode.BUDGET_HALF}
    assert stands(row).health == before != Health.STALLED
    assert pending_of(stands(row)) is None, "half of it asks nobody"
    commit_order = {"initiative_id": row.id, "label": "y", "on": TODAY}
    commit_money(act, **commit_order, amount=Decimal(2300))
    assert pending_of(stands(row)).code == SignalCode.BUDGET_MOST
    spend(act, row, 2000)
    told = OutboxMessage.objects.filter(template="budget_alarm")
    marks = sorted(told.values_list("context__alarm", flat=True).distinct())
    assert marks == ["budget_full", "budget_half", "budget_most"]
    people = told.values_list("recipient_id", "context__alarm")
    assert len(people) == len(set(people)) == 2 * 3
    assert SignalEvent.objects.filter(code=SignalCode.BUDGET_MOST).count() == 1
    assert faults(today=TODAY) == []


def test_a_decision_answers_a_mark_for_good(acme, act, row) -> None:
    spend(act, row, 6400)
    assert pending_of(stands(row)).code == SignalCode.BUDGET_MOST
    later = TODAY + DAY
    give(acme, row, Verdict.ADJUST, day=later, reason="on continue", changes=Changes(target=4))
    assert pending_of(stands(row, later)) is None
    record_expense(
        acting(acme.actor("executive"), now=scene.at(later), today=later),
        initiative_id=row.id,
        amount=Decimal(1),
        label="x",
        on=later,
    )
    assert pending_of(stands(row, later)) is None
    assert faults(today=later) == []


def test_the_end_and_what_was_spent_since_the_last_proof(acme, act, row, open_page) -> None:
    spend(act, row, 1000, TODAY - 20 * DAY)
    spend(act, row, 500)
    (record,) = load_records([row.id], today=TODAY)
    found = ahead_of(record, today=TODAY)
    assert (found.cash_likely, found.is_first_proof, found.spent_since_proof) == (8000, True, 1500)
    assert found.days == found.days_used + found.days_left
    page = open_page(reverse("initiative_expenses", args=[row.id]), language="en").text
    assert "€8,000, from €" in page
    tranche = row.tranches.get()
    tranche.proof, tranche.released_on = "devis signé", TODAY - 5 * DAY
    tranche.save()
    scene.follow_up("initiative", row.id)
    (record,) = load_records([row.id], today=TODAY)
    found = ahead_of(record, today=TODAY)
    assert (found.proof_on, found.spent_since_proof) == (TODAY - 5 * DAY, 500)


def test_the_year_closes_with_its_envelope(acme, act, row) -> None:
    last_year = fiscal_year(day=TODAY, month=1).start - DAY
    spend(act, row, 1000)
    spend(act, row, 700, last_year)
    set_year(act, month=1, amount=Decimal(20_000))
    year = scene.overview().year
    assert (year.envelope, year.spent, year.to_commit) == (20_000, 1000, 6300)
    assert year.envelope == year.spent + year.ordered + year.to_commit + year.left
    set_year(act, month=1, amount=Decimal(5_000))
    assert scene.overview().year.left == -2300
    set_year(act, month=TODAY.month, amount=None)
    year = scene.overview().year
    assert (year.starts_on, year.envelope, year.left) == (TODAY.replace(day=1), None, None)
    assert faults(today=TODAY) == []


def test_an_executive_sets_the_year_and_nothing_is_locked(acme, act, row, send, open_page) -> None:
    at = reverse("settings_portfolio")
    form = {"form": "year", "fiscal_month": "7", "year_amount": "100"}
    assert send(at, form).status_code == 302
    assert YearEnvelope.objects.get().amount == 100
    assert "beyond the envelope" in open_page(reverse("dashboard"), language="en").text
    commit_money(act, initiative_id=row.id, amount=Decimal(2000), label="y", on=TODAY)
    lead = acting(acme.actor("lead"), now=NOW, today=TODAY)
    with refused("not_in_role"):
        set_year(lead, month=1, amount=Decimal(1))
    for month, amount in ((13, None), (1, Decimal(0))):
        with refused("year_invalid"):
            set_year(act, month=month, amount=amount)
