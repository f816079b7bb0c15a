from decimal import Decimal

import pytest

from portfolio.standing.selectors.standing import standings
from tests.portfolio.scene import TODAY, measure, started

pytestmark = pytest.mark.django_db


def test_a_measurement_on_the_day_of_the_baseline_is_the_latest_word(acme):
    row = started(acme, baseline_on=TODAY)
    [before] = standings(ids=[row.id], today=TODAY)
    measure(acme, row, 6)
    [after] = standings(ids=[row.id], today=TODAY)
    assert [one.latest for one in before.objectives] == [None]
    assert [one.latest.value for one in after.objectives] == [6]
    assert [one.share for one in after.objectives] == [Decimal("0.5")]
