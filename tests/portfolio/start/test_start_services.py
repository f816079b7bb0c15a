"""What the first hour refuses."""

from decimal import Decimal

import pytest

from portfolio.initiatives.services import GoLiveInput
from portfolio.start.services import FirstFigures, pool_uses, prepare_first
from portfolio.uses.services import ChosenUse
from tests.assessments.finished import finished
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY
from tests.refusals import refused

ONE = "UC01"


def chosen(*ids: str) -> list[ChosenUse]:
    return [ChosenUse(use_case_id=one, beneficiaries="") for one in ids]


@pytest.mark.parametrize("ids", [(), (ONE, ONE), ("UC01", "UC02", "UC03", "UC04")])
def test_one_to_three_uses_are_chosen(acme, ids) -> None:
    finished(acme, usage=1, anchor=1)
    with refused("uses_invalid") as told:
        pool_uses(acting(acme.actor("executive")), chosen=chosen(*ids), language="fr")
    assert list(told.fields) == ["uses"]


def test_without_a_diagnostic_no_use_is_chosen(acme) -> None:
    with refused("assessment_not_found"):
        pool_uses(acting(acme.actor("executive")), chosen=chosen(ONE), language="fr")


def test_figures_are_those_of_an_objective(acme) -> None:
    row = scene.idea(acme)
    figures = FirstFigures(
        baseline=Decimal(9),
        target=Decimal(3),
        target_on=TODAY.replace(year=TODAY.year + 1),
        budget=4000,
        beneficiaries="l’atelier",
        go_live=GoLiveInput(live_on=TODAY),
    )
    with refused("objective_not_found"):
        prepare_first(acting(acme.actor("executive")), initiative_id=row.id, figures=figures)
