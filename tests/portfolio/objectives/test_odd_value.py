"""A value that its series does not allow is asked back before it is kept, at every door."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portfolio.objectives.models import Measurement
from portfolio.objectives.services.measurements import add_measurement
from tests.conftest import acting
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, only_objective, started
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(acme):
    """A delay of nine days that shall be three."""
    return started(acme, baseline_on=TODAY - timedelta(days=90))


def add(acme, row, value, *, days_ago=0, **more):
    return add_measurement(
        acting(acme.actor("lead"), today=TODAY),
        objective_id=only_objective(row).id,
        value=Decimal(value),
        on=TODAY - timedelta(days=days_ago),
        **more,
    )


def test_a_slip_of_unit_is_asked_back_and_nothing_is_kept(acme, row) -> None:
    add(acme, row, "7.5", days_ago=60)
    with refused("odd_value") as told:
        add(acme, row, "750")
    assert told.facts == {
        "reason": "unit", "value": Decimal(750), "last": Decimal("7.500"), "unit": "j",
    }  # fmt: skip
    assert Measurement.objects.count() == 1
    assert add(acme, row, "6.8").odd == ""


def test_confirmed_it_is_kept_and_marked(acme, row) -> None:
    assert add(acme, row, "90", confirmed=True).odd == "digit"
    assert add(acme, row, "8.5", days_ago=30).odd == ""


def test_the_page_asks_and_keeps_what_was_typed(acme, row) -> None:
    client = acme.client("lead")
    url = f"/initiatives/{row.id}/measurements/"
    sent = {"objective": str(only_objective(row).id), "value": "900", "on": TODAY.isoformat()}
    asked = client.post(url, sent)
    page = asked.content.decode()
    assert asked.status_code == 409
    assert "Oui, c’est bien cela" in page
    assert 'type="checkbox" name="confirmed"' in page
    assert 'value="900"' in page
    assert not Measurement.objects.exists()
    assert client.post(url, {**sent, "confirmed": "1"}).status_code == 302
    assert Measurement.objects.get().odd == "unit"
    assert "confirmée" in client.get(url).content.decode()


def test_the_api_answers_409_with_the_reason_and_takes_it_confirmed(acme, row) -> None:
    call = caller(acme, "executive")
    body = {"objective_id": str(only_objective(row).id), "value": 900}
    path = f"initiatives/{row.id}/measurements/"
    told = call("post", path, body)
    assert told.status_code == 409
    assert (told.json()["code"], told.json()["facts"]["reason"]) == ("odd_value", "unit")
    kept = call("post", path, {**body, "confirmed": True})
    assert (kept.status_code, kept.json()["odd"]) == (201, "unit")
