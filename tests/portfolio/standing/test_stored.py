"""What stands stored is what is recomputed, every day and after every change."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

import pytest
from django_tenants.utils import tenant_context

from config.demo.companies import ZONE, open_demo_company
from config.demo.stories import read_story
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.standing.models import StoredStanding
from portfolio.standing.selectors.checking import faults
from portfolio.standing.selectors.reading import rolled
from portfolio.standing.selectors.stored import NO_DAY
from portfolio.standing.services import read_true, warm
from tests import proof
from tests.portfolio.scene import TODAY, follow_up, give, idea, measure, qualified, ready, started
from tests.portfolio.standing.steps import CHANGES, Days, changes

# Four hundred take a minute and a half of one core; the suite walks fewer of them.
DAYS = proof.size("STANDING_DAYS")


@pytest.fixture
def morel(db) -> Iterator[None]:
    until = datetime.combine(TODAY, time(12), tzinfo=ZONE)
    company = open_demo_company(story=read_story("ateliers-morel"), today=TODAY, until=until)
    with tenant_context(company):
        yield


def test_stored_equals_recomputed_day_after_day(morel) -> None:
    days = Days(dice=Random(7), today=TODAY)
    done: dict[str, int] = {}
    walk = changes(days)
    for number in range(DAYS):
        days.today = TODAY + timedelta(days=number)
        assert faults(today=days.today) == [], f"at the beginning of {days.today}"
        if number % 3 == 0:
            warm(today=days.today)
        name = next(walk)
        if name is not None:
            done[name] = done.get(name, 0) + 1
        assert faults(today=days.today) == [], f"after {name} on {days.today}"
        read_true(lambda: rolled(today=days.today), today=days.today)
        assert faults(today=days.today) == [], f"read on {days.today}"
    known = {change.__name__ for change in CHANGES}
    proof.measured(
        "standing",
        done={"STANDING_DAYS": DAYS},
        figures={"changes": sum(done.values()), "kinds": len(done)},
    )
    if len(CHANGES) * 4 <= DAYS:
        assert set(done) == known


@pytest.mark.by_hand
def test_a_forgotten_touch_is_caught(acme) -> None:
    row = started(acme)
    assert faults(today=TODAY) == []
    Initiative.objects.filter(id=row.id).update(title="Autrement")
    (fault,) = [one for one in faults(today=TODAY) if one.initiative_id]
    assert (fault.initiative_id, fault.columns) == (row.id, ("card",))
    proof.caught("standing", "lost touch")


def test_what_goes_on_is_due_tomorrow_and_an_idea_when_something_turns(acme) -> None:
    going, waiting = started(acme, "Une"), qualified(acme, "Deux")
    bare = idea(acme, "Trois")
    rows = StoredStanding.objects.in_bulk()
    assert rows[going.id].true_until == TODAY + timedelta(days=1)
    # Its stop criterion is looked at at two thirds of the way to its target.
    assert rows[waiting.id].true_until == TODAY + timedelta(days=120)
    assert rows[bare.id].true_until == NO_DAY


def test_what_was_measured_of_what_was_rejected_lapses_there_too(acme) -> None:
    row = ready(acme)
    measure(acme, row, 7)
    give(acme, row, Verdict.REJECT, reason="x")
    assert StoredStanding.objects.get(initiative_id=row.id).true_until == TODAY + timedelta(days=1)
    later = TODAY + timedelta(days=60)
    follow_up("initiative", row.id, day=later)
    assert StoredStanding.objects.get(initiative_id=row.id).true_until > later + timedelta(days=1)
