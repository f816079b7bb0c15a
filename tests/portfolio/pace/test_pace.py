"""How the governance runs: totals with their counts, each to its list, never by person."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.pace.rules import ENOUGH_STARTS, LEAST, GovernanceTotals, PartOf
from portfolio.pace.selectors import pace
from portfolio.requests.services import ask_authority
from portfolio.reviews.models import Review
from portfolio.standing.services import read_true
from tests.conftest import acting
from tests.counting import statements
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, at

DAY = timedelta(days=1)
NONE = PartOf(met=0, of=0)
EMPTY = GovernanceTotals(
    as_of=TODAY,
    since=TODAY - 365 * DAY,
    reviews=NONE,
    answered=0,
    median_days=None,
    target_days=7,
    fresh=NONE,
    fresh_target=Decimal("0.9"),
    starts=0,
    lessons=NONE,
    confirmed=0,
    full_cost=0,
)


def told(day=TODAY) -> GovernanceTotals:
    return read_true(lambda: pace(today=day), today=day)


@given(met=st.integers(0, 20), more=st.integers(0, 20), starts=st.integers(0, 9))
def test_a_share_is_told_from_three_cases_and_no_stop_warns_from_five_starts(met, more, starts):
    part = PartOf(met=met, of=met + more)
    assert (part.share is None) == (met + more < LEAST)
    found = replace_pace(starts=starts, lessons=part, fresh=part)
    assert found.never_stops == (met + more == 0 and starts >= ENOUGH_STARTS)
    assert found.is_stale == (met + more >= LEAST and met * 10 < (met + more) * 9)


def replace_pace(**more) -> GovernanceTotals:
    return GovernanceTotals(
        **{name: getattr(EMPTY, name) for name in GovernanceTotals.__struct_fields__} | more
    )


def test_slow_is_above_the_target_and_cost_is_covered_in_parts() -> None:
    assert not EMPTY.is_slow
    assert not replace_pace(median_days=Decimal(7)).is_slow
    assert replace_pace(median_days=Decimal("7.5")).is_slow
    assert EMPTY.covers is None
    assert replace_pace(confirmed=1, full_cost=3).covers == Decimal("0.33")


@pytest.fixture
def busy(acme):
    """Two active, one measured lately; one stopped with its lesson; four asked, three answered."""
    rows = [scene.started(acme, f"Initiative {no}", day=TODAY - 90 * DAY) for no in range(3)]
    scene.measure(acme, rows[0], 7, day=TODAY - 10 * DAY)
    for nth, verdict in enumerate((Verdict.ADJUST, Verdict.PAUSE, Verdict.COMPLETE, Verdict.STOP)):
        act = acting(acme.actor("contributor"), now=at(TODAY - 20 * DAY), today=TODAY - 20 * DAY)
        ask_authority(act, initiative_id=rows[2].id, verdict=verdict, reason=f"Parce que {nth}")
    scene.give(
        acme, rows[2], Verdict.STOP, day=TODAY - 5 * DAY, reason="Trop lent.", lesson="Mesurer."
    )
    for nth, state in enumerate(("closed", "closed", "missed", "silent")):
        day = TODAY - (30 * nth + 40) * DAY
        Review.objects.create(
            period=day, period_end=day + 29 * DAY, due_on=day, state=state, opened_at=at(day)
        )
    old = TODAY - 400 * DAY
    Review.objects.create(period=old, period_end=old, due_on=old, state="closed", opened_at=at(old))
    return rows


@pytest.mark.django_db
def test_each_figure_is_counted_as_of_a_day(acme, busy) -> None:
    found = told()
    assert found.reviews == PartOf(met=2, of=4)
    assert found.fresh == PartOf(met=1, of=2)
    assert found.fresh.share is None
    assert found.lessons == PartOf(met=1, of=1)
    assert found.starts == 3
    # One is taken; what lapsed with the stop was answered by nobody.
    assert (found.answered, found.median_days) == (1, None)
    assert found.full_cost >= 0
    later = told(TODAY + 380 * DAY)
    assert (later.starts, later.lessons, later.reviews) == (0, NONE, NONE)


@pytest.mark.django_db
def test_the_page_opens_each_figure_to_its_list_and_names_nobody(acme, busy, open_page) -> None:
    Initiative.objects.update(captain=acme.members["captain"])
    scene.follow_up("initiative", *(row.id for row in busy))
    page = open_page(reverse("governance_pace"), "executive", language="en").text
    main = page[page.index("<main") : page.index("</main>")]
    for name in ("review", "authority_requests", "portfolio", "lessons", "value"):
        assert f'href="{reverse(name)}"' in main
    assert "Reviews held: 2 of 4" in main
    answer = caller(acme, "executive")("get", "governance/")
    assert answer.json()["reviews"] == {"met": 2, "of": 4}
    for member in acme.members.values():
        for secret in (str(member.id), str(member.user_id), member.name, member.email):
            assert secret not in main
            assert secret not in answer.content.decode()


@pytest.mark.django_db
def test_an_empty_company_has_its_page(acme, open_page) -> None:
    page = open_page(reverse("governance_pace"), "viewer", language="en").text
    assert "Nothing here asks for a decision." in page


@pytest.mark.django_db
def test_what_it_asks_of_the_database_stays_the_same_however_much_there_is(acme) -> None:
    told()
    with statements() as found:
        told()
    few = len(found)
    for no in range(3):
        scene.started(acme, f"Initiative {no}", day=TODAY - 90 * DAY)
    told()
    with statements() as found:
        told()
    assert len(found) == few <= 3


@pytest.mark.django_db
def test_many_starts_without_a_stop_are_said_in_words(acme, open_page) -> None:
    for no in range(ENOUGH_STARTS):
        row = scene.started(acme, f"Initiative {no}", day=TODAY - 90 * DAY)
        scene.give(acme, row, Verdict.RETURN, day=TODAY - 60 * DAY, reason="x")
    assert told().never_stops
    page = open_page(reverse("governance_pace"), "executive", language="en").text
    assert "5 starts in a year and not one stop" in page
