"""Going on against stopping now: told without an optional field, kept until facts clear it."""

from datetime import timedelta

import pytest

from portfolio.forecast.choices import CostSource, GoingOn, ValueSource
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.pages import initiative_page
from portfolio.initiatives.services import RemainingInput, set_remaining
from portfolio.life.choices import Verdict
from portfolio.life.rules import Changes
from portfolio.objectives.models import Objective
from portfolio.rhythm.services import set_capacity
from portfolio.standing.models import SignalEvent
from tests.conftest import acting
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, at, follow_up, give, measure, started
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def card_of(acme, row):
    actor = acme.actor("executive")
    return initiative_page(initiative_id=row.id, today=TODAY, actor=actor).card


def flat(acme, *, months=4):
    """Nothing moved since its start, and 8,000 € are still to commit."""
    row = started(acme, day=TODAY - timedelta(days=30 * months + 5))
    for month in range(months, 0, -1):
        measure(acme, row, 9, day=TODAY - timedelta(days=30 * month - 10))
    return row


def say(acme, row, **given):
    act = acting(acme.actor("lead"), now=at(TODAY), today=TODAY)
    set_remaining(act, initiative_id=row.id, given=RemainingInput(**given))


def cheap(row, *, euros=100):
    Objective.objects.filter(initiative=row).update(monthly_value=euros)
    follow_up("initiative", row.id)


def test_before_three_values_it_is_too_early_and_no_sinkhole(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=40))
    cheap(row, euros=1)
    found = card_of(acme, row)
    assert found.going_on.verdict is GoingOn.TOO_EARLY
    assert found.going_on.warning is None


def test_a_sinkhole_awaits_a_decision_and_says_until_when(acme) -> None:
    row = flat(acme)
    cheap(row)
    found = card_of(acme, row)
    assert found.going_on.verdict is GoingOn.SINKHOLE
    assert found.going_on.gain < found.going_on.cost
    assert found.going_on.until > TODAY + timedelta(days=700)
    assert "sinkhole" in [signal.code for signal in found.signals]
    assert SignalEvent.objects.filter(code="sinkhole", cleared_on=None).exists()
    html = acme.client("executive").get(f"/initiatives/{row.id}/").content.decode()
    assert "Continuer coûterait" in html
    assert "Compté jusqu’en" in html


def test_it_needs_no_optional_field_the_range_of_the_tap_serves(acme) -> None:
    row = flat(acme)
    Objective.objects.filter(initiative=row).update(monthly_value=None)
    follow_up("initiative", row.id)
    found = card_of(acme, row).going_on
    assert found.value_source is ValueSource.TAP
    assert found.gain_low < found.gain < found.gain_high


def test_neither_an_exhausted_budget_nor_a_later_date_clears_it(acme) -> None:
    row = flat(acme)
    cheap(row)
    later = Changes(target_on=TODAY + timedelta(days=600), budget=row.budget + 5000)
    give(acme, row, Verdict.ADJUST, reason="Plus tard", changes=later)
    found = card_of(acme, row).going_on
    assert found.warning.code == "sinkhole"
    assert found.warning.moved == 1
    Initiative.objects.filter(id=row.id).update(left_cash=0, left_days=0)
    follow_up("initiative", row.id)
    assert card_of(acme, row).going_on.warning is not None


def test_it_is_cleared_by_two_measurements_made_since(acme) -> None:
    row = flat(acme)
    cheap(row)
    SignalEvent.objects.filter(initiative=row).update(raised_on=TODAY - timedelta(days=60))
    cheap(row, euros=50_000)
    assert card_of(acme, row).going_on.verdict is GoingOn.WORTH_IT
    assert card_of(acme, row).going_on.warning is None
    SignalEvent.objects.all().delete()
    cheap(row)
    cheap(row, euros=50_000)
    assert card_of(acme, row).going_on.warning is not None


def test_what_its_captain_says_is_left_is_what_counts(acme) -> None:
    row = flat(acme)
    say(acme, row, left_cash=700, left_days=2)
    found = card_of(acme, row).going_on
    assert (found.cash, found.days, found.cash_source) == (700, 2.0, CostSource.SAID)
    assert found.cost == 700 + 2 * 350
    act = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    set_capacity(act, day_price=500)
    assert card_of(acme, row).going_on.cost == 700 + 2 * 500
    with refused("day_price_out_of_range"):
        set_capacity(act, day_price=0)


def test_it_is_said_by_page_and_by_key_alike(acme) -> None:
    row = flat(acme)
    client = acme.client("lead")
    url = f"/initiatives/{row.id}/remaining/"
    page = client.get(url)
    assert page.status_code == 200
    sent = {"left_cash": "900", "left_days": "3", "stays_in_use": "on"}
    assert client.post(url, sent).status_code == 302
    row.refresh_from_db()
    assert (row.left_cash, row.left_days, row.stays_in_use) == (900, 3, True)
    call = caller(acme, "executive")
    body = {"remaining": {"left_cash": 100}}
    version = {"if-match": f'"{row.version}"'}
    told = call("patch", f"initiatives/{row.id}/", body, **version)
    assert told.status_code == 200
    assert told.json()["initiative"]["going_on"]["cash"] == 100


@pytest.mark.parametrize("days", [13, 17, 31, 47])
def test_what_going_on_costs_is_the_cash_and_days_beside_it(acme, days) -> None:
    """5,900 € and 10.1 days at 350 € were said to be 9,445 €."""
    row = flat(acme)
    Initiative.objects.filter(id=row.id).update(days_likely=days)
    follow_up("initiative", row.id)
    found = card_of(acme, row).going_on
    assert found.cost == round(float(found.cash) + round(found.days, 1) * float(found.day_price))


def test_where_one_decides_the_warning_is_said_once(acme) -> None:
    row = flat(acme)
    cheap(row)
    html = acme.client("executive").get(f"/initiatives/{row.id}/decisions/").content.decode()
    facts = html.partition('aria-labelledby="facts-')[2].partition("</section>")[0]
    assert facts.count("Continuer coûterait") == 1
    assert "Compté jusqu’en" in facts
