"""The company's own base rate and the monthly chances, written down and held against facts."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from governance.access.rules.actors import act_of_system
from portfolio.cap.models import Portfolio
from portfolio.life.choices import Verdict
from portfolio.management.commands import forecasts
from portfolio.objectives.models import Objective
from portfolio.reliability.models import ToldChance
from portfolio.reliability.rules import CHECK, KeptChance
from portfolio.reliability.selectors import outcomes
from portfolio.reliability.services import check_forecasts
from portfolio.standing.selectors.checking import faults
from portfolio.standing.selectors.records import load_records
from portfolio.standing.selectors.standing import standings
from portfolio.standing.services import refresh
from tenants.due_work.models import DueWork
from tests.portfolio.scene import TODAY, at, give, measure, started

DAY = timedelta(days=1)
BEGUN = TODAY - 120 * DAY


@pytest.fixture
def row(acme):
    """On its way, measured in four months: 9 days, of which 3 are the target in two months."""
    row = started(acme, day=BEGUN, target_on=TODAY + 60 * DAY)
    for months, value in enumerate((8, 8, 7, 7), start=1):
        measure(acme, row, value, day=BEGUN + months * 29 * DAY)
    return row


def check(day) -> int:
    return check_forecasts(act_of_system(now=at(day), today=day))


def rate_of(row) -> float:
    (record,) = load_records([row.id], today=TODAY)
    return record.company.base_rate


def chance_of(row) -> float:
    (one,) = standings(ids=[row.id], today=TODAY)
    return one.chance


def test_what_was_not_kept_lowers_the_next_chances(acme, row) -> None:
    before = chance_of(row)
    assert rate_of(row) == pytest.approx(0.30)
    for number in range(6):
        other = started(acme, f"Autre {number}", day=BEGUN)
        give(acme, other, Verdict.STOP, reason="rien", lesson="rien", kept="rien")
    assert rate_of(row) == pytest.approx(0.30)
    check(TODAY)
    portfolio = Portfolio.objects.get()
    assert (portfolio.promises_kept, portfolio.promises_closed) == (0, 6)
    assert rate_of(row) == pytest.approx(2.4 / 14)
    assert chance_of(row) < before
    assert faults(today=TODAY) == []


@pytest.mark.by_hand
def test_what_is_assumed_before_three_values_begins_with_it_too(acme) -> None:
    row = started(acme, day=TODAY)
    before = standings(ids=[row.id], today=TODAY)[0].going_on
    Portfolio.objects.update(promises_kept=0, promises_closed=20)
    after = standings(ids=[row.id], today=TODAY)[0].going_on
    assert after.gain < before.gain


def test_a_chance_is_written_down_once_a_month(row) -> None:
    assert check(TODAY) == 1
    assert check(TODAY) == 0
    told = ToldChance.objects.get()
    assert told.month == TODAY.replace(day=1)
    assert told.chance == pytest.approx(chance_of(row))
    assert told.low < told.high
    assert (told.target, told.target_on) == (3, TODAY + 60 * DAY)


@pytest.mark.by_hand
def test_it_is_held_against_what_was_measured_at_the_date_that_was_told(acme, row) -> None:
    check(TODAY)
    assert outcomes(today=TODAY) == ()
    on = TODAY + 60 * DAY
    assert outcomes(today=on) == ()
    Objective.objects.update(target=Decimal(7), target_on=on + 90 * DAY)
    measure(acme, row, 5, day=on - DAY)
    (found,) = outcomes(today=on)
    told = ToldChance.objects.get()
    assert not found.is_met
    assert found.is_covered == (told.low <= 5 <= told.high)


def test_the_first_day_seen_of_a_month_asks_for_the_check(acme, row) -> None:
    DueWork.objects.filter(job=CHECK).delete()
    first = (TODAY.replace(day=1) + 32 * DAY).replace(day=1)
    refresh([row.id], today=first - DAY)
    DueWork.objects.filter(job=CHECK).delete()
    refresh([row.id], today=first)
    assert DueWork.objects.filter(job=CHECK, organization_id=acme.company.id).exists()
    check(first)
    assert not DueWork.objects.filter(job=CHECK).exists()
    refresh([row.id], today=first + DAY)
    assert not DueWork.objects.filter(job=CHECK).exists()


def test_the_command_fails_only_past_a_hundred(row, monkeypatch, capsys) -> None:
    def lines(count: int):
        given = {"word": "likely", "chance": 0.8, "is_met": True, "is_covered": False}
        every = tuple(KeptChance(objective_id=UUID(int=n), **given) for n in range(count))
        return lambda act: [(type("Company", (), {"host": "acme"}), every)]

    monkeypatch.setattr(forecasts, "do_in_each_company", lines(99))
    call_command("forecasts", "--companies")
    told = capsys.readouterr().out
    assert "99 of 100" in told
    assert "likely     told 99, mean chance 0.80, met 1.00" in told
    monkeypatch.setattr(forecasts, "do_in_each_company", lines(100))
    with pytest.raises(CommandError, match="does not hold"):
        call_command("forecasts")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"chance": 1.2}, "told_chance_is_a_share"),
        ({"low": 9, "high": 1}, "told_chance_band"),
    ],
)
def test_the_database_keeps_what_was_told_sound(row, change, name) -> None:
    check(TODAY)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ToldChance.objects.update(**change)
    twice = ToldChance.objects.get()
    twice.pk = None
    with pytest.raises(IntegrityError, match="told_chance_once_a_month"), transaction.atomic():
        twice.save(force_insert=True)
    with pytest.raises(IntegrityError, match="promises_kept_are_closed"), transaction.atomic():
        Portfolio.objects.update(promises_kept=1)
