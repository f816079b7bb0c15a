"""In the months that the company is closed nothing is missing and nothing lapses."""

from datetime import date, timedelta

import pytest

from portfolio.cap.models import Portfolio
from portfolio.forecast.choices import ValueState
from portfolio.initiatives.selectors.pages import initiative_page
from portfolio.rhythm.services import set_capacity
from portfolio.standing.choices import SignalCode
from tests.conftest import acting
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, at, measure, started
from tests.refusals import refused

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def seen(acme, row, day):
    page = initiative_page(initiative_id=row.id, today=day, actor=acme.actor("executive"))
    (one,) = page.objectives
    return {signal.code for signal in page.card.signals}, one.value_state


def close(acme, *months) -> None:
    act = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    set_capacity(act, closed_months=months)


def test_a_measurement_is_not_missed_nor_lapsed_while_the_company_is_closed(acme) -> None:
    row = started(acme, day=TODAY - 60 * DAY)
    measure(acme, row, 7, day=TODAY)
    late = TODAY + 50 * DAY
    assert seen(acme, row, late) == ({SignalCode.NO_MEASUREMENT}, ValueState.LAPSED)
    month = date(TODAY.year, TODAY.month, 28) + 10 * DAY
    close(acme, month.month)
    assert seen(acme, row, late) == (set(), ValueState.MEASURED)
    assert seen(acme, row, TODAY + 90 * DAY)[1] is ValueState.LAPSED


def test_three_months_at_most_by_page_and_read_by_key(acme) -> None:
    with refused("closed_months_invalid"):
        close(acme, 5, 6, 7, 8)
    with refused("closed_months_invalid"):
        close(acme, 13)
    client = acme.client("executive")
    sent = {"form": "capacity", "company_size": "small", "days_per_month": "4", "day_price": "350"}
    shown = client.post("/settings/portfolio/", {**sent, "closed_months": ["8", "12"]})
    assert shown.status_code == 302
    assert Portfolio.objects.get().closed_months == [8, 12]
    assert caller(acme, "executive")("get", "portfolio/settings/").json()["closed_months"] == [
        8,
        12,
    ]
    html = client.get("/settings/portfolio/").content.decode()
    assert 'value="8"' in html
    assert "août" in html.lower()
