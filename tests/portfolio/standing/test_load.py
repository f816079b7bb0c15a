"""A captain of more than one priority, and days that are not there, are said: advice, no lock."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from portfolio.initiatives.models import Initiative
from portfolio.rhythm.services import set_capacity
from tests.conftest import acting
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, at, follow_up, overview, ready, started

pytestmark = pytest.mark.django_db


def capacity(acme, days) -> None:
    act = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    set_capacity(act, days_per_month=Decimal(days))


def test_days_beyond_what_there_is_are_said_and_lock_nothing(acme) -> None:
    row = started(acme)
    Initiative.objects.filter(id=row.id).update(days_likely=60)
    follow_up("initiative", row.id)
    load = overview().load
    assert (load.captains, load.capacity, load.is_beyond) == ((), None, False)
    assert load.days == pytest.approx(60 / (180 / 30.44), abs=0.05)
    capacity(acme, "10.2")
    assert not overview().load.is_beyond
    capacity(acme, "10")
    assert overview().load.is_beyond
    html = acme.client("executive").get("/").content.decode()
    assert "jours par mois\u202f; vous en avez 10" in html


def test_a_captain_of_two_is_said_on_dashboard_page_and_by_key(acme) -> None:
    row = started(acme)
    client, path = acme.client("executive"), f"/initiatives/{row.id}/"
    assert "priorités à la fois" not in client.get(path).content.decode()
    started(acme, "Relances")
    (one,) = overview().load.captains
    assert (one.id, one.count) == (acme.members["executive"].id, 2)
    for page in ("/", path, "/portfolio/"):
        assert "porte 2 priorités à la fois" in client.get(page).content.decode()
    told = caller(acme, "executive")("get", "dashboard/").json()
    assert told["load"]["captains"][0]["count"] == 2


def test_what_is_planned_in_less_than_a_month_counts_whole(acme) -> None:
    row = started(acme, target_on=TODAY + timedelta(days=10))
    Initiative.objects.filter(id=row.id).update(days_likely=6)
    follow_up("initiative", row.id)
    assert overview().load.days == 6


def test_the_card_of_a_free_slot_says_what_its_idea_would_overload(acme, open_page) -> None:
    started(acme, "Devis")
    ready(acme, "Rebuts")
    text = open_page(reverse("portfolio"), language="en").text
    boss = acme.members["executive"].display_name
    assert f"With it, {boss} would carry 2 priorities at a time." in " ".join(text.split())
    assert f"{boss} carries" not in text


def test_the_card_of_a_free_slot_is_silent_where_nothing_is_too_much(acme, open_page) -> None:
    ready(acme, "Rebuts")
    assert "would carry" not in open_page(reverse("portfolio"), language="en").text
