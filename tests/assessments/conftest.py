"""The published catalogues and the firms that several features are tested on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.roadmap.rules.actions import ActionCatalogue
from assessments.uses.rules import UseCaseCatalogue

Firm = Callable[..., dict[str, Any]]

REFERENCE = {
    "J1": ("quality",),
    "J2": ("inspect",),
    "J3": {"days_month": 1, "budget_year": 1},
    "F1": "industry",
    "F2": "small",
}


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    """The first published questionnaire."""
    return catalogue.questionnaire("1.0.0")


@pytest.fixture(scope="session")
def actions() -> ActionCatalogue:
    """The first published actions."""
    return catalogue.actions("1.0.0")


@pytest.fixture(scope="session")
def use_cases() -> UseCaseCatalogue:
    """The first published use cases."""
    return catalogue.use_cases("1.0.0")


@pytest.fixture
def one_edition(monkeypatch: pytest.MonkeyPatch) -> Questionnaire:
    """The newest questionnaire, in force on every day: what is renewed is of the same edition."""
    newest = catalogue.questionnaire(catalogue.versions("questionnaire")[-1])
    monkeypatch.setattr(catalogue, "current_questionnaire", lambda *, today: newest)
    return newest


@pytest.fixture(scope="session")
def firm(questionnaire: Questionnaire) -> Firm:
    """A firm of usage *usage* that gives the same anchor everywhere but where told otherwise."""
    return firm_of(questionnaire)


def firm_of(questionnaire: Questionnaire) -> Firm:
    """Such firms, answering that questionnaire."""

    def build(usage: int, anchor: int, **others: object) -> dict[str, Any]:
        scored = {item.id: anchor for item in questionnaire.items if item.kind == "scored"}
        return {"G1": usage, **scored, **others}

    return build


@pytest.fixture(scope="session")
def reference(firm: Firm) -> dict[str, Any]:
    """Usage 1, every answer 1, three days a month, 6,000 euros, small, industrial."""
    return firm(1, 1, **REFERENCE)
