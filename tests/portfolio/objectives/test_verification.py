"""A confirmed gain enters the net gain once somebody says where it was seen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portfolio.objectives.choices import Verification
from portfolio.objectives.models import Objective
from portfolio.objectives.services.objectives import verify_gain
from tests.conftest import acting
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, at, measure, only_objective, overview, started
from tests.refusals import refused

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def attested(acme, today):
    """Three attested months at its target."""
    row = started(acme, day=today - 120 * DAY, budget=1000)
    for back in (65, 33, 2):
        measure(acme, row, 3, day=today - back * DAY)
    return row


@pytest.fixture
def row(acme):
    return attested(acme, TODAY)


def say(acme, row, where, **more) -> Objective:
    act = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    return verify_gain(act, objective_id=only_objective(row).id, verification=where, **more)


def figures():
    found = overview()
    return found.net_gain + found.full_cost, found.measured_apart


def test_until_it_was_seen_a_confirmed_gain_stands_apart(acme, row) -> None:
    confirmed, apart = figures()
    assert (confirmed, apart > 3000) == (0, True)
    say(acme, row, Verification.UNVERIFIED)
    assert figures() == (0, apart)
    say(acme, row, Verification.ACCOUNTS)
    assert figures() == (apart, 0)
    with refused("hours_need_a_use"):
        say(acme, row, Verification.HOURS)
    told = say(acme, row, Verification.HOURS, hours_used_for="la prospection")
    assert (told.hours_used_for, told.verified_on) == ("la prospection", TODAY)
    assert figures() == (apart, 0)


def test_before_three_attested_months_nothing_is_asked(acme) -> None:
    row = started(acme, day=TODAY - 60 * DAY)
    measure(acme, row, 3, day=TODAY - DAY)
    with refused("gain_not_confirmed"):
        say(acme, row, Verification.ACCOUNTS)
    html = acme.client("executive").get(f"/initiatives/{row.id}/").content.decode()
    assert "Où le gain a-t-il été vu" not in html


def test_the_page_asks_in_one_tap_and_a_key_may_say_it(acme) -> None:
    row = attested(acme, timezone.localdate())
    client, objective = acme.client("executive"), only_objective(row)
    assert "Où le gain a-t-il été vu" in client.get(f"/initiatives/{row.id}/").content.decode()
    address = f"/initiatives/{row.id}/objectives/{objective.id}/verification/"
    assert "Vu dans les comptes" in client.get(address).content.decode()
    assert acme.client("viewer").post(address, {"verification": "accounts"}).status_code == 403
    call = caller(acme, "executive")
    body = {"verification": "hours", "hours_used_for": "la prospection"}
    told = call("post", f"objectives/{objective.id}/verification/", body)
    assert (told.status_code, told.json()["verification"]) == (201, "hours")
    shown = client.get(f"/initiatives/{row.id}/").content.decode()
    assert "Heures affectées à\u00a0: la prospection" in shown
