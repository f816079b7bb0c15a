"""What was known on a day: what was frozen, entered and written by then, and nothing later."""

from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from governance.decisions.models import Decision
from portfolio.hindsight.rules import NotKept, end_of
from portfolio.hindsight.selectors import known_page, known_then
from portfolio.hindsight.words import NOT_KEPT
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.life.rules import Changes
from portfolio.objectives.models import Measurement
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, at, follow_up, give, measure
from tests.refusals import refused

ZONE = ZoneInfo("Europe/Paris")


@given(day=st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_day_ends_just_before_the_next_begins(day) -> None:
    end = end_of(day, ZONE)
    assert end.astimezone(ZONE).date() == day
    assert (end + timedelta(microseconds=1)).astimezone(ZONE).date() == day + timedelta(days=1)


@pytest.mark.django_db
@pytest.mark.by_hand
def test_what_was_known_is_told_as_it_was_and_what_is_not_kept_is_said(
    acme, open_page, django_assert_max_num_queries
) -> None:
    first, then, later = (TODAY - timedelta(days=back) for back in (60, 30, 5))
    row = scene.started(acme, day=first)
    measure(acme, row, 8, day=first + timedelta(days=9))
    changes = Changes(budget=9000)
    give(acme, row, Verdict.ADJUST, day=first + timedelta(days=10), reason="Va", changes=changes)
    value = Measurement.objects.get(value=8)
    # Written the day it is of, and taken back after the day that is looked at.
    Measurement.objects.filter(id=value.id).update(
        recorded_at=at(value.on), withdrawn_at=at(later), reason="Faux"
    )
    measure(acme, row, 4, day=later)
    Measurement.objects.filter(value=4).update(recorded_at=at(later))
    Initiative.objects.filter(id=row.id).update(title="Autrement")
    follow_up("initiative", row.id)
    give(acme, row, Verdict.STOP, day=TODAY, reason="x", lesson="y")
    with django_assert_max_num_queries(6):
        known = known_then(moment=end_of(then, ZONE))
    (one,) = known.initiatives
    assert (one.state, one.title, one.spent) == ("active", "Autrement", Decimal(0))
    assert [(value.value, value.on) for value in one.values] == [(8, value.on)]
    assert Decision.objects.get(seq=one.log_number).verdict == "adjust"
    assert known.not_kept == tuple(NotKept) == tuple(NOT_KEPT)
    (two,) = known_then(moment=end_of(later, ZONE)).initiatives
    assert [value.value for value in two.values] == [4]
    assert known_then(moment=end_of(TODAY, ZONE)).initiatives == ()
    assert known_then(moment=end_of(first - timedelta(days=9), ZONE)).initiatives == ()
    last = Decision.objects.order_by("-seq").first()
    assert [one.state for one in known_page(day=TODAY, number=last.seq).known.initiatives] == [
        "stopped"
    ]
    with refused("decision_not_found"):
        known_page(day=TODAY, number=10**6)
    path = reverse("known")
    for language, said in (("fr", "Saisi jusque-là"), ("en", "Entered by then")):
        html = open_page(f"{path}?day={then:%d/%m/%Y}", language=language).text
        assert said in html
        assert "Autrement" in html
        for key in one.facts:
            assert f"<dt>{key}</dt>" not in html
    assert open_page(f"{path}?no={last.seq}").status_code == 200
    assert open_page(f"{path}?no=999999").status_code == 404
    found = caller(acme, "executive", ("read",))("get", f"decisions/known/?as_of={then}").json()
    assert found["initiatives"][0]["values"][0]["value"] == 8
    assert found["not_kept"] == ["forecast", "edited", "titles"]
