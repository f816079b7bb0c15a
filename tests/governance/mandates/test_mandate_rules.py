from datetime import date

import pytest

from governance.access.choices import Role
from governance.access.rules.actors import may_give, roles_up_to
from governance.mandates.choices import MandateKind
from governance.mandates.rules import (
    MandateState,
    last_day,
    mandate_state,
    proposed_terms,
    term_problems,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("kind", list(MandateKind))
def test_the_proposed_letter_can_be_signed_as_it_is(kind) -> None:
    terms = proposed_terms(kind=kind, today=TODAY)
    assert term_problems(kind=kind, terms=terms, today=TODAY) == {}
    assert terms.ends == date(2027, 11, 21)


def test_a_small_budget_bounds_the_ceilings_of_the_proposed_letter() -> None:
    terms = proposed_terms(kind=MandateKind.INITIATIVE, today=TODAY, budget=400)
    assert (terms.ceiling_per_decision, terms.ceiling_total) == (400, 400)


def test_a_mandate_runs_twelve_months_at_most_even_from_a_leap_day() -> None:
    assert last_day(date(2028, 2, 29)) == date(2029, 2, 28)
    assert last_day(date(2027, 3, 1)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, MandateState.RUNNING),
        ({"accepted": False}, MandateState.WAITING),
        ({"revoked": True, "holder_present": False}, MandateState.REVOKED),
        ({"holder_present": False}, MandateState.VACANT),
        ({"ends": date(2026, 11, 21)}, MandateState.EXPIRED),
        ({"starts": date(2026, 11, 23)}, MandateState.UPCOMING),
        ({"ends": TODAY, "starts": TODAY}, MandateState.RUNNING),
    ],
)
def test_where_a_mandate_stands(facts, state) -> None:
    usual = {
        "starts": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
        "accepted": True,
        "revoked": False,
        "holder_present": True,
    }
    assert mandate_state(**{**usual, **facts}, today=TODAY) is state


def test_nobody_gives_a_role_above_ones_own() -> None:
    assert roles_up_to(Role.AI_LEAD) == [Role.AI_LEAD, Role.CONTRIBUTOR, Role.VIEWER]
    assert not may_give(own=None, role=Role.VIEWER)
    assert may_give(own=Role.EXECUTIVE, role=Role.EXECUTIVE)
