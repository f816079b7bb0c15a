"""Criteria that say when to stop say it whole."""

from decimal import Decimal

import pytest

from portfolio.criteria.choices import PortfolioComparison, StopMetric
from portfolio.criteria.models import StopCriterion
from portfolio.criteria.services import CriterionInput, propose_criteria, set_criteria
from tenants.ids import uuid7
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY
from tests.refusals import refused


def criterion(metric: StopMetric, value: int | None = None, by_date=None) -> CriterionInput:
    return CriterionInput(
        metric=metric,
        comparison=PortfolioComparison.ABOVE,
        value=None if value is None else Decimal(value),
        by_date=by_date,
    )


WHOLE = criterion(StopMetric.SPEND, 5000)


@pytest.mark.parametrize(
    "criteria",
    [
        [],
        [criterion(StopMetric.SPEND)],
        [criterion(StopMetric.SPEND, -1)],
        [criterion(StopMetric.DATE)],
        [WHOLE, criterion(StopMetric.DATE, 3)],
    ],
)
def test_an_incomplete_criterion_is_not_set(acme, criteria) -> None:
    row = scene.idea(acme)
    with refused("criterion_invalid") as told:
        set_criteria(acting(acme.actor("lead")), initiative_id=row.id, criteria=criteria)
    assert told.fields == {"criteria": ["incomplete"]}


def test_a_whole_criterion_is_set_and_nothing_is_a_bound(acme) -> None:
    row = scene.idea(acme)
    whole = [criterion(StopMetric.SPEND, 0), criterion(StopMetric.DATE, by_date=TODAY)]
    set_criteria(acting(acme.actor("lead")), initiative_id=row.id, criteria=whole)
    assert StopCriterion.objects.filter(initiative=row, superseded_at=None).count() == 2


def test_criteria_of_what_is_not_there_are_not_proposed(acme) -> None:
    with refused("initiative_not_found"):
        propose_criteria(acting(acme.actor("lead")), initiative_id=uuid7())
