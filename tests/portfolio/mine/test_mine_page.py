"""The list on its page, in the menu and by the interface."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from governance.duties.rules import month_ahead
from governance.keys.models import ApiKey
from portfolio.adoption.models import AdoptionReading
from portfolio.guards.models import GuardReading
from portfolio.guards.services import set_guard
from portfolio.initiatives.models import Initiative
from portfolio.measuring.forms import MonthForm
from portfolio.measuring.selectors import month_of
from portfolio.mine.selectors import mine
from portfolio.objectives.models import Measurement
from portfolio.standing.services import read_true
from tests.conftest import acting
from tests.counting import statements
from tests.governance.charter.scene import published
from tests.governance.register.scene import act_of
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.guards.test_guards import REWORKED
from tests.portfolio.mine.test_duties import carried
from tests.portfolio.standing.crowd import crowd

pytestmark = pytest.mark.django_db
PARTS = ("executive", "lead", "captain", "contributor", "viewer")
BADGE = re.compile(r'<span class="badge( decide| mute)"\s*>(\d+)<span class="sr">')


@pytest.fixture
def busy(acme, day):
    """Somebody owes values, somebody a signature, somebody verdicts, somebody a tick."""
    row = carried(acme, day=day - timedelta(days=60))
    named = {"next_step": "Brancher", "next_step_by": acme.members["contributor"]}
    Initiative.objects.filter(id=row.id).update(**named, next_step_on=day)
    scene.follow_up("initiative", row.id)
    scene.mandate(acme, "lead", accepted_at=None, ends=day + timedelta(days=90))
    scene.idea(acme, "Idée", day=day - timedelta(days=15))
    return row


def called_by(cast, part):
    """Calls with a key that belongs to that part of the cast."""
    call = caller(cast, "executive")
    ApiKey.objects.update(owner=cast.members[part])
    return call


def badge_of(page: str) -> tuple[int, bool]:
    found = BADGE.search(page)
    return (int(found[2]), found[1] == " decide") if found else (0, False)


@pytest.mark.parametrize("part", PARTS)
def test_menu_page_and_interface_count_the_same(acme, busy, day, part, open_page) -> None:
    actor = acme.actor(part)
    owed = read_true(lambda: mine(actor=actor, today=day, now=scene.at(day)), today=day)
    page = open_page(reverse("mine"), part).text
    assert badge_of(page) == (owed.count, owed.decisions > 0)
    assert badge_of(open_page("/portfolio/", part).text)[0] == owed.count
    assert page.count('<li class="task">') == len(owed.duties)
    told = called_by(acme, part)("get", "me/duties/").json()
    assert (told["count"], len(told["duties"])) == (owed.count, len(owed.duties))
    assert [one["kind"] for one in told["duties"]] == [str(one.kind) for one in owed.duties]


@pytest.mark.parametrize("part", PARTS)
def test_what_the_interface_names_is_there(acme, busy, part) -> None:
    call, client = called_by(acme, part), acme.client(part)
    for one in call("get", "me/duties/").json()["duties"]:
        assert client.get(one["page"]).status_code == 200, one
        if one["operation"]:
            path = one["operation"].removeprefix("/api/v1/")
            assert call("options", path).status_code != 404, one


def test_a_value_typed_on_the_list_leaves_it(acme, busy, send, open_page) -> None:
    name = f"v{scene.only_objective(busy).id.hex}"
    assert 'form="values"' in open_page(reverse("mine"), "captain").text
    answer = send(reverse("mine"), {f"{name}-value": "7"}, "captain")
    assert (answer.status_code, answer.url) == (302, reverse("mine"))
    assert Measurement.objects.get().value == 7
    assert name not in open_page(reverse("mine"), "captain").text


def test_what_was_typed_stays_when_it_is_refused(acme, busy, send) -> None:
    name, use = f"v{scene.only_objective(busy).id.hex}", f"u{busy.id.hex}"
    typed = {f"{name}-value": "900", f"{use}-using": "12", f"{use}-concerned": "45"}
    answer = send(reverse("mine"), typed, "captain")
    assert answer.status_code == 409
    assert 'value="900"' in answer.text
    assert 'value="12"' in answer.text
    assert not Measurement.objects.exists()
    assert not AdoptionReading.objects.exists()


def test_a_mandate_accepted_on_the_list_comes_back_to_it(acme, busy, send, open_page) -> None:
    page = open_page(reverse("mine"), "lead").text
    (address,) = re.findall(r'action="(/mandates/[^"]*/accept/\?next=/mine/)"', page)
    answer = send(address, {}, "lead")
    assert (answer.status_code, answer.url) == (302, reverse("mine"))


def test_the_way_back_leads_to_no_other_host(acme, busy, send, open_page) -> None:
    page = open_page(reverse("mine"), "lead").text
    (address,) = re.findall(r'action="(/mandates/[^"]*/accept/)\?next=/mine/"', page)
    answer = send(f"{address}?next=//evil.example/", {}, "lead")
    assert answer.url == address.removesuffix("accept/")


def test_who_owes_nothing_is_told_what_comes_and_when_we_write(acme, day, open_page) -> None:
    monday = day - timedelta(days=day.weekday())
    carried(acme, day=monday - timedelta(days=30 - 8))
    page = open_page(reverse("mine"), "captain").text
    assert "Rien ne vous attend" in page
    assert "pas avant" in page
    assert badge_of(page) == (0, False)


def test_the_menu_costs_one_statement(acme, busy, day) -> None:
    crowd(acme, 50, day=day)
    client = acme.client("captain")
    client.get("/settings/members/")
    with statements() as sent:
        client.get("/settings/members/")
    assert sum("portfolio_rollup" in one for one in sent) == 1


def test_what_must_not_get_worse_is_typed_on_the_list_too(acme, busy, day, send) -> None:
    boss = acting(acme.actor("executive"), now=scene.at(day), today=day)
    set_guard(boss, initiative_id=busy.id, given=REWORKED)
    month = month_of(acme.members["captain"].id)
    (row,) = MonthForm(month=month, today=day).guards
    answer = send(reverse("mine"), {f"{row.prefix}-value": "3"}, "captain")
    assert (answer.status_code, answer.url) == (302, reverse("mine"))
    assert GuardReading.objects.get().value == 3


def test_what_finds_no_time_this_month_is_folded_with_its_day_and_counted_nowhere(
    acme, busy, day, open_page
) -> None:
    published(acme, act_of(acme, day=day))
    actor = acme.actor("contributor")
    found = read_true(lambda: mine(actor=actor, today=day, now=scene.at(day)), today=day)
    assert [one.kind for one in found.duties] == ["charter"]
    (waiting,) = found.plan.postponed
    assert (waiting.duty.kind, waiting.until) == ("step", month_ahead(day, 1))
    page = open_page(reverse("mine"), "contributor", language="en").text
    assert "1 more can wait until" in page
    assert "about 1 minute" in page
    assert waiting.duty.title in page
    assert badge_of(page) == (1, False)
    told = called_by(acme, "contributor")("get", "me/duties/").json()
    assert (told["count"], told["minutes"]) == (1, 1)
    assert told["postponed"][0]["until"] == month_ahead(day, 1).isoformat()
    assert told["postponed"][0]["duty"]["kind"] == "step"


def test_nobody_else_reads_what_a_person_was_asked(acme, busy, day) -> None:
    readers = [*Path(settings.BASE_DIR).glob("*/**/*.py")]
    named = {
        one.relative_to(settings.BASE_DIR).parts[:2]
        for one in readers
        if "MonthAsked" in one.read_text() and "tests" not in one.parts
        if "migrations" not in one.parts
        if ".venv" not in one.parts
    }
    assert named == {("portfolio", "mine"), ("portfolio", "models.py")}
