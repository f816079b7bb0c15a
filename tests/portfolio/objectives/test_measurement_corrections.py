from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.life.choices import Verdict
from portfolio.life.rules import Changes
from portfolio.objectives.models import Measurement
from portfolio.objectives.services.measurements import (
    add_measurement,
    delete_measurement,
    edit_measurement,
    reverse_measurement,
)
from portfolio.standing.selectors.records import load_records
from tenants.ids import uuid7
from tests.cast import NOW
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, give
from tests.refusals import refused

DAY = timedelta(days=1)


@pytest.fixture
def act(acme):
    return acting(acme.actor("executive"), now=NOW, today=TODAY)


@pytest.fixture
def row(acme):
    return scene.started(acme, day=TODAY - 30 * DAY)


def measured(act, row, value="7", on=TODAY, **more) -> Measurement:
    objective = scene.only_objective(row)
    return add_measurement(act, objective_id=objective.id, value=Decimal(value), on=on, **more)


def used(acme, row) -> None:
    """A decision has relied on what was entered so far, whatever the clock of its door."""
    day = max(TODAY, timezone.now().date()) + DAY
    give(acme, row, Verdict.ADJUST, day=day, reason="x", changes=Changes(scope="autre"))


def counted(row) -> list[Decimal]:
    (record,) = load_records([row.id], today=TODAY)
    return [one.value for rows in record.measurements.values() for one in rows]


def test_a_second_value_of_the_day_is_asked_and_the_first_stays_struck(act, row) -> None:
    first = measured(act, row, "310", confirmed=True)
    assert measured(act, row, "310").id == first.id
    with refused("same_day", value=Decimal(310), on=TODAY, measurement_id=first.id):
        measured(act, row, "3.1")
    second = measured(act, row, "3.1", confirmed=True)
    assert counted(row) == [Decimal("3.1")]
    first.refresh_from_db()
    assert (first.withdrawn_at, second.replaces_id) == (act.now, first.id)


def test_a_value_is_changed_or_deleted_while_nothing_has_relied_on_it(act, row) -> None:
    wrong = measured(act, row)
    edit_measurement(
        act, measurement_id=wrong.id, value=Decimal("6.5"), on=TODAY - DAY, expected_version=1
    )
    assert counted(row) == [Decimal("6.5")]
    with refused("stale_version"):
        edit_measurement(
            act, measurement_id=wrong.id, value=Decimal(6), on=TODAY, expected_version=1
        )
    other = measured(act, row, "6")
    with refused("same_day"):
        edit_measurement(act, measurement_id=other.id, value=Decimal(6), on=TODAY - DAY)
    assert delete_measurement(act, measurement_id=wrong.id) == row.id
    assert counted(row) == [Decimal(6)]
    with refused("measurement_not_found"):
        delete_measurement(act, measurement_id=uuid7())


def test_after_a_decision_a_value_is_withdrawn_with_its_reason(acme, act, row) -> None:
    wrong = measured(act, row, "31", confirmed=True)
    used(acme, row)
    with refused("entry_used"):
        edit_measurement(act, measurement_id=wrong.id, value=Decimal("3.1"), on=TODAY)
    with refused("entry_used"):
        delete_measurement(act, measurement_id=wrong.id)
    with refused("reason_required"):
        reverse_measurement(act, measurement_id=wrong.id, reason="")
    gone = reverse_measurement(act, measurement_id=wrong.id, reason="virgule", value=Decimal("3.1"))
    assert (gone.reason, counted(row)) == ("virgule", [Decimal("3.1")])
    with refused("entry_corrected"):
        reverse_measurement(act, measurement_id=wrong.id, reason="encore")
    (record,) = load_records([row.id], today=TODAY)
    shown = record.measured(scene.only_objective(row).id)
    assert [(one.value, one.withdrawn_at is None) for one in shown] == [
        (31, False),
        (Decimal("3.1"), True),
    ]


def test_a_day_eight_years_before_the_baseline_is_asked_back(act, row) -> None:
    day = TODAY - timedelta(days=8 * 365)
    with refused("odd_day"):
        measured(act, row, on=day)
    assert measured(act, row, on=day, confirmed=True).on == day
    with refused("date_ahead"):
        measured(act, row, on=TODAY + DAY, confirmed=True)


def test_the_api_asks_back_changes_and_withdraws(acme, act, row) -> None:
    call, wrong = caller(acme, "executive"), measured(act, row)
    one, every = f"measurements/{wrong.id}/", f"initiatives/{row.id}/measurements/"
    body = {"objective_id": str(wrong.objective_id), "value": 6, "on": str(TODAY)}
    asked = call("post", every, body)
    assert (asked.status_code, asked.json()["code"]) == (409, "same_day")
    read = call("get", one)
    changed = call("put", one, {"value": "6,5", "on": str(TODAY)}, **{"If-Match": read["ETag"]})
    assert (changed.status_code, changed.json()["value"]) == (200, 6.5)
    used(acme, row)
    assert call("delete", one).json()["code"] == "entry_used"
    gone = call("post", f"{one}reversal/", {"reason": "faux", "value": 5})
    assert gone.json()["reason"] == "faux"
    assert [one["value"] for one in call("get", every).json()["results"]] == [5]
    assert len(call("get", f"{every}?withdrawn=true").json()["results"]) == 2
    assert call("delete", f"measurements/{uuid7()}/").status_code == 404


def test_the_page_asks_back_and_strikes_what_was_wrong(acme, act, row) -> None:
    wrong = measured(act, row, "310", confirmed=True)
    client, address = acme.client("executive"), f"/initiatives/{row.id}/measurements/"
    typed = {"objective": str(wrong.objective_id), "value": "3,1 j", "on": f"{TODAY:%d/%m/%Y}"}
    asked = client.post(address, typed, headers={"Accept-Language": "fr"})
    assert asked.status_code == 409
    assert 'type="checkbox" name="confirmed"' in asked.text
    assert client.post(address, {**typed, "confirmed": "on"}).status_code == 302
    shown = client.get(address).text
    assert shown.index('class="void"') < shown.index('class="contra"')
    client.cookies["language"] = "en"
    told = " ".join(client.get(address).text.split())
    assert "No total: each value is the state of one day, and what counts is the last one" in told
    right = Measurement.objects.get(withdrawn_at=None)
    one = f"{address}{right.id}/"
    assert client.post(one, {"value": "3", "on": str(TODAY), "note": "relu"}).status_code == 302
    right.refresh_from_db()
    assert (right.value, right.note) == (3, "relu")
    used(acme, row)
    assert client.post(one, {"reason": "faux", "on": str(TODAY), "value": ""}).status_code == 302
    assert counted(row) == []
    fresh = measured(act, row, "5")
    Measurement.objects.filter(id=fresh.id).update(recorded_at=timezone.now() + 5 * DAY)
    assert client.post(f"{address}{fresh.id}/", {"delete": "1"}).status_code == 302
    assert not Measurement.objects.filter(id=fresh.id).exists()
