"""What must not get worse: set, measured, said where one decides; figures told by counting."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portfolio.decisions.services.decisions import decide
from portfolio.guards.models import GuardRail, GuardReading
from portfolio.guards.rules import crossed_since, keeps
from portfolio.guards.services import GuardInput, drop_guard, set_guard, tell_guard
from portfolio.guards.words import limit_said
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.life.forms import told as told_field
from portfolio.life.rules import Changes
from portfolio.measuring.forms import MonthForm
from portfolio.measuring.selectors import month_of
from portfolio.measuring.services import NewGuarded, enter_month
from portfolio.objectives.choices import Direction
from portfolio.objectives.models import Measurement, Objective
from portfolio.objectives.rules import Ratio, starting_value
from portfolio.objectives.services.measurements import add_measurement, set_baseline
from portfolio.objectives.services.objectives import set_objective
from portfolio.standing.choices import SignalCode
from portfolio.standing.selectors.cards import card
from portfolio.standing.selectors.records import load_records
from portfolio.standing.selectors.standing import reviewed_facts, standing
from tests.cast import NOW
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, objective_input
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REWORKED = GuardInput(
    kpi="Devis repris après envoi", unit="%", direction=Direction.DOWN, limit=Decimal(5)
)


@given(st.decimals(-50, 50, places=1), st.decimals(-50, 50, places=1))
def test_less_and_more_are_mirrored_and_the_limit_itself_keeps(value, limit) -> None:
    assert keeps(value=value, limit=limit, direction="down") == keeps(
        value=-value, limit=-limit, direction="up"
    )
    assert keeps(value=limit, limit=limit, direction="up")


def test_it_is_crossed_since_the_first_of_the_last_run() -> None:
    days = [TODAY - timedelta(days=n) for n in (90, 60, 30, 0)]
    values = [Decimal(one) for one in ("6", "4", "5.1", "7")]
    readings = list(zip(days, values, strict=True))
    given = {"limit": Decimal(5), "direction": "down"}
    assert crossed_since(readings=readings, **given) == days[2]
    assert crossed_since(readings=readings[:2], **given) is None
    assert crossed_since(readings=[], **given) is None


@pytest.fixture
def act(acme):
    return acting(acme.actor("executive"), now=NOW, today=TODAY)


@pytest.fixture
def row(acme):
    return scene.started(acme, day=TODAY - 60 * DAY)


@pytest.fixture
def guarded(act, row):
    set_guard(act, initiative_id=row.id, given=REWORKED)
    return row


def tell(act, row, value="6", on=TODAY) -> GuardReading:
    told = value if isinstance(value, Ratio) else Decimal(value)
    return tell_guard(act, initiative_id=row.id, value=told, on=on)


def stands(row):
    (record,) = load_records([row.id], today=TODAY)
    return standing(record=record, today=TODAY)


def codes(row) -> set[SignalCode]:
    return {one.code for one in stands(row).signals}


def test_past_its_limit_it_waits_for_a_decision_and_leaves_health_alone(acme, act, guarded) -> None:
    scene.measure(acme, guarded, 8, day=TODAY - 30 * DAY)
    scene.measure(acme, guarded, 7)
    before = stands(guarded).health
    tell(act, guarded, "5")
    assert SignalCode.GUARD_CROSSED not in codes(guarded)
    tell(act, guarded, "5.1")
    assert SignalCode.GUARD_CROSSED in codes(guarded)
    assert stands(guarded).health is before
    [waits] = [one for one in scene.overview().pending if one.code == "guard_crossed"]
    assert waits.initiative_id == guarded.id
    narrower = Changes(scope="Sans les devis repris")
    decide(act, initiative_id=guarded.id, verdict=Verdict.ADJUST, reason="Vu", changes=narrower)
    assert "guard_crossed" not in {one.code for one in scene.overview().pending}
    tell(act, guarded, "4")
    assert SignalCode.GUARD_CROSSED not in codes(guarded)


def test_the_first_limit_stays_when_it_is_moved(act, guarded) -> None:
    tell(act, guarded)
    loose = replace(REWORKED, limit=Decimal(8))
    guard = set_guard(act, initiative_id=guarded.id, given=loose, expected_version=1)
    assert (guard.limit, guard.first_limit, guard.version) == (8, 5, 2)
    assert SignalCode.GUARD_CROSSED not in codes(guarded)
    with refused("stale_version"):
        set_guard(act, initiative_id=guarded.id, given=REWORKED, expected_version=1)


def test_what_its_values_mean_stays_once_one_is_told(act, guarded) -> None:
    other = replace(REWORKED, kpi="Autre chose")
    set_guard(act, initiative_id=guarded.id, given=other, expected_version=1)
    tell(act, guarded)
    with refused("guard_measured"):
        set_guard(act, initiative_id=guarded.id, given=REWORKED, expected_version=2)
    with refused("guard_measured"):
        drop_guard(act, initiative_id=guarded.id)


def test_without_a_value_it_may_go_and_then_nothing_is_told(act, guarded) -> None:
    drop_guard(act, initiative_id=guarded.id)
    assert not GuardRail.objects.exists()
    with refused("guard_missing"):
        tell(act, guarded)
    with refused("guard_missing"):
        drop_guard(act, initiative_id=guarded.id)


def test_what_cannot_be_is_refused(act, guarded) -> None:
    with refused("objective_invalid"):
        set_guard(act, initiative_id=guarded.id, given=replace(REWORKED, kpi=" "))
    with refused("date_ahead"):
        tell(act, guarded, on=TODAY + DAY)
    for part, whole in ((3, 0), (-1, 9)):
        with refused("ratio_out_of_range"):
            tell(act, guarded, Ratio(part=Decimal(part), whole=Decimal(whole)))


def test_who_may_not_measure_does_not_tell_it(acme, guarded) -> None:
    viewer = acting(acme.actor("viewer"), now=NOW, today=TODAY)
    with refused("not_in_role"):
        tell(viewer, guarded)
    with refused("not_in_role"):
        set_guard(viewer, initiative_id=guarded.id, given=REWORKED)


def test_a_review_keeps_it_as_it_was(act, guarded) -> None:
    tell(act, guarded, Ratio(part=Decimal(12), whole=Decimal(240)))
    kept = reviewed_facts(standing=stands(guarded))["guard"]
    assert kept == {"value": Decimal(5), "on": TODAY, "limit": Decimal(5)}
    tell(act, guarded, "9")
    assert kept["value"] == 5


def test_the_card_says_it_with_what_was_counted(act, guarded) -> None:
    tell(act, guarded, Ratio(part=Decimal(12), whole=Decimal(240)))
    line = card(stands(guarded), today=TODAY).guard
    assert line is not None
    assert (line.value, line.part, line.whole, line.keeps) == (5.0, 12.0, 240.0, True)


def test_its_limit_is_said_without_a_space_before_the_stop(act, guarded, open_page) -> None:
    page = open_page(f"/initiatives/{guarded.id}/", language="en").content.decode()
    assert "5% at most. " in page
    GuardRail.objects.filter(initiative=guarded).update(limit=7)
    with translation.override("en"):
        assert limit_said(GuardRail.objects.get()) == "7% at most, at first 5%"
    scene.follow_up("initiative", guarded.id)


def test_pages_and_interface_tell_it(acme, guarded, open_page, send) -> None:
    here = f"/initiatives/{guarded.id}/guard-rail/"
    answer = send(f"{here}values/", {"value": "12 / 240", "on": TODAY.isoformat()})
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    assert GuardReading.objects.get().ratio == Ratio(part=Decimal(12), whole=Decimal(240))
    assert "12" in open_page(f"{here}values/").content.decode()
    call = caller(acme, "executive")
    path = f"initiatives/{guarded.id}/guard-rail/"
    known = call("get", path)
    assert known.json()["limit"] == 5.0
    told = call("post", f"{path}values/", {"part": 30, "whole": 240, "on": TODAY.isoformat()})
    assert (told.status_code, told.json()["value"]) == (201, 12.5)
    assert [one["value"] for one in call("get", f"{path}values/").json()["results"]] == [12.5]
    same = call("put", path, known.json(), if_match=known["ETag"])
    assert same.status_code == 200, same.content


def test_the_month_asks_for_it(acme, act, guarded) -> None:
    Initiative.objects.filter(id=guarded.id).update(captain=acme.members["captain"])
    scene.follow_up("initiative", guarded.id)
    month = month_of(acme.members["captain"].id)
    assert [one.guard.kpi for one in month.guards] == ["Devis repris après envoi"]
    captain = acting(acme.actor("captain"), now=NOW, today=TODAY)
    new = NewGuarded(initiative_id=guarded.id, value=Decimal(4), on=TODAY)
    enter_month(captain, entries={"g": new})
    assert GuardReading.objects.get().value == 4


# Figures told by counting.


def test_a_counted_value_is_its_share_and_keeps_what_it_counts(act, row) -> None:
    objective = scene.only_objective(row)
    Objective.objects.filter(id=objective.id).update(unit="%", baseline=9, target=3)
    scene.follow_up("initiative", row.id)
    told = Ratio(part=Decimal(12), whole=Decimal(240))
    one = add_measurement(act, objective_id=objective.id, value=told, on=TODAY)
    one.refresh_from_db()
    assert (one.value, one.ratio) == (5, told)
    assert add_measurement(act, objective_id=objective.id, value=told, on=TODAY).id == one.id
    assert Measurement.objects.count() == 1


def test_without_percent_it_is_the_quotient() -> None:
    assert Ratio(part=Decimal(4800), whole=Decimal(40)).value("€") == 120
    assert Ratio(part=Decimal(1), whole=Decimal(3)).value(" % ") == Decimal("33.333")


def test_months_of_few_weigh_little_in_a_counted_baseline() -> None:
    months = [(12, 240), (3, 20), (10, 200)]
    counted = [Ratio(part=Decimal(a), whole=Decimal(b)) for a, b in months]
    assert starting_value(values=counted, unit="%") == Decimal("5.435")
    plain = [one.value("%") for one in counted]
    assert starting_value(values=plain, unit="%") == Decimal("8.333")
    assert starting_value(values=[*counted[:2], Decimal(5)], unit="%") == Decimal("8.333")


def test_a_counted_baseline_keeps_its_counts(acme, act) -> None:
    row = scene.qualified(acme, baseline=None, target=None, unit="%")
    objective = scene.only_objective(row)
    told = Ratio(part=Decimal(9), whole=Decimal(100))
    set_baseline(act, objective_id=objective.id, value=told, on=TODAY)
    objective.refresh_from_db()
    assert (objective.baseline, objective.baseline_ratio) == (9, told)
    changed = objective_input(baseline=Decimal(8), target=None, unit="%")
    set_objective(act, initiative_id=row.id, given=changed, objective_id=objective.id)
    objective.refresh_from_db()
    assert objective.baseline_ratio is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("12/240", Ratio(part=Decimal(12), whole=Decimal(240))),
        ("1 200 sur 24 000", Ratio(part=Decimal(1200), whole=Decimal(24000))),
        ("12 of 240", Ratio(part=Decimal(12), whole=Decimal(240))),
        ("3,5 / 7", Ratio(part=Decimal("3.5"), whole=Decimal(7))),
        ("5 %", Decimal(5)),
    ],
)
def test_a_field_reads_a_figure_or_what_was_counted(typed, found) -> None:
    with translation.override("fr"):
        field = told_field("Valeur", required=True, units=["%"])
        assert field.clean(typed) == found
        assert field.clean(field.prepare_value(found)) == found


@pytest.mark.parametrize("typed", ["12/0", "-1/4", "12/", "a/b", "1/2/3"])
def test_a_field_refuses_what_counts_nothing(typed) -> None:
    with pytest.raises(ValidationError):
        told_field("Valeur", required=True, units=["%"]).clean(typed)


def test_counts_and_a_figure_that_disagree_are_refused(acme, row) -> None:
    call, objective = caller(acme, "executive"), scene.only_objective(row)
    path = f"initiatives/{row.id}/measurements/"
    for body in ({"part": 3}, {"part": 3, "whole": 6, "value": 7}, {"part": 3, "whole": 0}):
        answer = call("post", path, {"objective_id": str(objective.id), **body})
        assert (answer.status_code, answer.json()["code"]) == (422, "value_or_counts")
    assert call("post", path, {"objective_id": str(objective.id)}).status_code == 422
    answer = call("post", path, {"objective_id": str(objective.id), "part": 35, "whole": 5})
    assert (answer.status_code, answer.json()["value"]) == (201, 7.0)


def test_how_many_are_served_is_proposed_where_users_are_counted(acme, act, row) -> None:
    objective = scene.only_objective(row)
    Objective.objects.filter(id=objective.id).update(people_served=45)
    Initiative.objects.filter(id=row.id).update(captain=acme.members["captain"])
    scene.follow_up("initiative", row.id)
    form = MonthForm(month=month_of(acme.members["captain"].id), today=TODAY)
    assert form.uses[0].initial["concerned"] == 45
