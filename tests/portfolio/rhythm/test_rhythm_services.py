"""What the settings of the rhythm refuse."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portfolio.cap.models import Portfolio
from portfolio.rhythm.services import OPEN_REVIEW, move_due_date, set_capacity, switch_silence
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at
from tests.refusals import refused


@pytest.mark.parametrize("days", ["0", "-1", "999.5"])
def test_a_company_has_some_days_a_month(acme, days) -> None:
    with refused("days_out_of_range") as told:
        set_capacity(acting(acme.actor("executive")), days_per_month=Decimal(days))
    assert list(told.fields) == ["days_per_month"]


@pytest.mark.parametrize("days", ["0.5", "999"])
def test_the_days_of_a_company_are_kept(acme, days) -> None:
    set_capacity(acting(acme.actor("executive")), days_per_month=Decimal(days))
    assert Portfolio.objects.get().days_per_month == Decimal(days)


def test_only_a_job_of_the_rhythm_has_a_day_to_move(acme) -> None:
    with refused("unknown_job"):
        move_due_date(job="governance.send_outbox", on=TODAY, now=at(TODAY), today=TODAY)


def test_a_review_that_is_moved_begins_its_period_that_day(acme) -> None:
    move_due_date(job=OPEN_REVIEW, on=TODAY, now=at(TODAY), today=TODAY)
    portfolio = Portfolio.objects.get()
    assert portfolio.next_review_on == TODAY
    assert portfolio.covered_until == TODAY - timedelta(days=1)


def test_silence_is_switched_with_a_reason(acme) -> None:
    with refused("reason_required") as told:
        switch_silence(acting(acme.actor("executive")), pauses=False, reason=" ")
    assert list(told.fields) == ["reason"]
