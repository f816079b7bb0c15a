"""Time, gains and stop rules count from go-live; what was measured before is the baseline."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portfolio.criteria.choices import StopMetric
from portfolio.criteria.models import StopCriterion
from portfolio.forecast.choices import Course
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.pages import initiative_page
from portfolio.life.choices import Verdict
from portfolio.standing.choices import Health, SignalCode
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, give, go_live, measure, only_objective, qualified
from tests.refusals import refused

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
START = TODAY - 60 * DAY


def page_of(acme, row, *, today=TODAY):
    return initiative_page(initiative_id=row.id, today=today, actor=acme.actor("executive"))


def carried(acme, **more):
    """Everything is there but the go-live."""
    row = qualified(acme, day=START, **more)
    captain = acme.members["executive"].id
    Initiative.objects.filter(id=row.id).update(captain_id=captain, captain_since=START)
    return row


def begun(acme, *, expected, **more):
    """Started sixty days ago, expected to be in use on that day."""
    row = carried(acme, **more)
    go_live(acme, row, day=START, expected_on=expected)
    return give(acme, row, Verdict.START, day=START).initiative


def test_without_a_go_live_nothing_starts_and_a_tap_mends_it(acme) -> None:
    row = carried(acme)
    with refused("not_ready") as told:
        give(acme, row, Verdict.START, day=START)
    assert told.facts["unmet"] == ("go_live",)
    client = acme.client("executive")
    html = client.get(f"/initiatives/{row.id}/").content.decode()
    assert f'href="/initiatives/{row.id}/go-live/"' in html
    sent = {"when": "2", "expected_version": ""}
    assert client.post(f"/initiatives/{row.id}/go-live/", sent).status_code == 302
    row.refresh_from_db()
    assert (row.live_on, (row.live_expected_on - TODAY).days in range(50, 70)) == (None, True)


def test_until_it_is_in_use_the_card_says_when_and_no_pace_is_told(acme) -> None:
    row = begun(acme, expected=TODAY + 10 * DAY)
    for back, value in ((40, 8), (20, 9)):
        measure(acme, row, value, day=TODAY - back * DAY)
    card = page_of(acme, row).card
    assert card.course.code is Course.NOT_LIVE
    assert (card.health, card.signals) == (Health.UNKNOWN, ())
    assert (card.kpi.share, card.kpi.baseline_count) == (None, 3)
    html = acme.client("executive").get(f"/initiatives/{row.id}/").content.decode()
    assert "Mise en service prévue le" in html
    assert "moyenne de 3 mesures" in html


def test_a_go_live_that_slips_by_more_than_thirty_days_is_the_only_pace_signal(acme) -> None:
    row = begun(acme, expected=TODAY - 31 * DAY)
    assert page_of(acme, row, today=TODAY - DAY).card.signals == ()
    assert [one.code for one in page_of(acme, row).card.signals] == [SignalCode.LIVE_SLIPPED]
    go_live(acme, row, expected_on=TODAY + 5 * DAY)
    told = page_of(acme, row).card
    assert [one.code for one in told.signals] == [SignalCode.LIVE_SLIPPED]
    assert told.health is Health.DRIFTING
    go_live(acme, row, live_on=TODAY)
    assert page_of(acme, row).card.signals == ()


def test_values_before_it_are_the_baseline_and_time_runs_from_it(acme) -> None:
    row = begun(acme, expected=TODAY - 30 * DAY)
    for back, value in ((50, 8), (40, 10)):
        measure(acme, row, value, day=TODAY - back * DAY)
    go_live(acme, row, live_on=TODAY - 30 * DAY)
    measure(acme, row, 6, day=TODAY)
    found = page_of(acme, row)
    (one,) = found.objectives
    assert (one.objective.baseline, one.baseline_count) == (Decimal("9.000"), 3)
    assert one.share == Decimal("0.5")
    length = only_objective(row).target_on - (TODAY - 30 * DAY)
    assert found.elapsed == pytest.approx(30 / length.days)
    assert found.gains_from == TODAY - 30 * DAY
    assert only_objective(row).baseline == 9


def test_one_value_only_is_said(acme) -> None:
    row = begun(acme, expected=TODAY)
    go_live(acme, row, live_on=TODAY)
    html = acme.client("executive").get(f"/initiatives/{row.id}/").content.decode()
    assert "Une seule mesure de départ" in html


def test_the_proposed_rule_moves_with_it_and_no_rule_is_met_before(acme) -> None:
    row = begun(acme, expected=START)
    rules = StopCriterion.objects.filter(initiative=row, metric=StopMetric.GAIN_SHARE)
    first = rules.get(superseded_at=None)
    late = first.by_date + DAY
    assert all(not one.is_met for one in page_of(acme, row, today=late).criteria)
    go_live(acme, row, live_on=TODAY)
    second = rules.get(superseded_at=None)
    whole = only_objective(row).target_on - TODAY
    assert (second.by_date - TODAY).days == pytest.approx(whole.days * 2 / 3, abs=1)
    assert second.by_date > first.by_date
    assert page_of(acme, row, today=second.by_date + DAY).criteria


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"live_on": TODAY + DAY}, "live_ahead"),
        ({"expected_on": TODAY - DAY}, "go_live_past"),
        ({"expected_on": None}, "go_live_required"),
    ],
)
def test_what_cannot_be_is_refused(acme, given, code) -> None:
    row = begun(acme, expected=TODAY)
    with refused(code):
        go_live(acme, row, **given)


def test_a_key_says_it_and_a_tap_on_the_page_makes_it_real(acme) -> None:
    row = begun(acme, expected=TODAY + 5 * DAY)
    call = caller(acme, "executive")
    path = f"initiatives/{row.id}/"
    later = str(TODAY + 3000 * DAY)
    told = call("patch", path, {"go_live": {"expected_on": later}}, **{"if-match": "*"})
    assert told.status_code == 200
    assert told.json()["initiative"]["live_expected_on"] == later
    client = acme.client("executive")
    assert client.post(f"/{path}go-live/", {"when": "already"}).status_code == 302
    assert Initiative.objects.get(id=row.id).live_on is not None
    assert Initiative.objects.get(id=row.id).live_promised_on == TODAY + 5 * DAY


def test_a_viewer_says_no_go_live(acme) -> None:
    row = begun(acme, expected=TODAY)
    sent = acme.client("viewer").post(f"/initiatives/{row.id}/go-live/", {"when": "already"})
    assert sent.status_code == 403
