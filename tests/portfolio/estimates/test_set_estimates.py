"""A chance of success is neither sure nor none."""

from decimal import Decimal

import pytest

from portfolio.estimates.services import Estimates, set_estimates
from portfolio.initiatives.models import Initiative
from tests.conftest import acting
from tests.portfolio import scene
from tests.refusals import refused


@pytest.mark.parametrize("chance", ["0", "1"])
def test_what_is_sure_or_impossible_is_no_chance(acme, chance) -> None:
    row, act = scene.idea(acme), acting(acme.actor("lead"))
    with refused("not_a_chance") as told:
        set_estimates(
            act, initiative_id=row.id, estimates=Estimates(success_chance=Decimal(chance))
        )
    assert list(told.fields) == ["success_chance"]
    set_estimates(act, initiative_id=row.id, estimates=Estimates(success_chance=Decimal("0.01")))
    assert Initiative.objects.get(id=row.id).success_chance == Decimal("0.01")
