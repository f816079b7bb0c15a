"""The measuring step sets a baseline that is known, and that the target is better than."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portfolio.objectives.choices import Direction
from portfolio.objectives.services.measurements import set_baseline
from portfolio.objectives.services.objectives import set_objective
from tenants.ids import uuid7
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY
from tests.refusals import refused


@pytest.fixture
def act(acme):
    return acting(acme.actor("lead"), today=TODAY)


@pytest.fixture
def row(acme):
    return scene.idea(acme)


def to_measure(act, row, **more):
    given = scene.objective_input(baseline=None, **more)
    return set_objective(act, initiative_id=row.id, given=given)


def test_what_is_ahead_is_not_measured(act, row) -> None:
    objective = to_measure(act, row)
    tomorrow = TODAY + timedelta(days=1)
    with refused("date_ahead") as told:
        set_baseline(act, objective_id=objective.id, value=Decimal(8), on=tomorrow)
    assert told.fields == {"on": ["ahead"]}
    assert set_baseline(act, objective_id=objective.id, value=Decimal(8), on=TODAY).baseline == 8


@pytest.mark.parametrize(
    ("direction", "worst", "better"), [(Direction.DOWN, 3, 4), (Direction.UP, 3, 2)]
)
def test_the_target_is_better_than_the_baseline(act, row, direction, worst, better) -> None:
    objective = to_measure(act, row, direction=direction)
    with refused("target_does_not_improve") as told:
        set_baseline(act, objective_id=objective.id, value=Decimal(worst), on=TODAY)
    assert list(told.fields) == ["value"]
    set_baseline(act, objective_id=objective.id, value=Decimal(better), on=TODAY)


def test_an_objective_of_nothing_or_of_another_is_not_found(acme, act, row) -> None:
    with refused("objective_not_found"):
        set_baseline(act, objective_id=uuid7(), value=Decimal(8), on=TODAY)
    elsewhere = to_measure(act, scene.idea(acme, "Une autre"))
    given = scene.objective_input()
    with refused("objective_not_found"):
        set_objective(act, initiative_id=row.id, objective_id=elsewhere.id, given=given)
