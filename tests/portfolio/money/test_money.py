from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.life.choices import Verdict
from portfolio.money.rules import Balance, commitment_refusal, incurred_expense

HALF = Balance(
    budget=Decimal(20_000), released=Decimal(10_000),
    committed=Decimal(3_000), incurred=Decimal(4_000),
)  # fmt: skip


def test_what_is_free_and_what_remains():
    assert (HALF.free, HALF.remaining, HALF.unreleased) == (3_000, 16_000, 10_000)


def test_a_commitment_within_the_released_tranche_is_taken():
    assert commitment_refusal(balance=HALF, amount=Decimal(3_000)) is None


def test_a_commitment_beyond_it_is_refused_and_offers_what_would_release_it():
    refused = commitment_refusal(balance=HALF, amount=Decimal("3000.01"))
    assert refused.code == "beyond_tranche"
    assert refused.facts["missing"] == Decimal("0.01")
    assert refused.facts["offers"] == (Verdict.RELEASE,)


def test_beyond_the_whole_budget_only_another_budget_helps():
    refused = commitment_refusal(balance=HALF, amount=Decimal(13_001))
    assert refused.facts["offers"] == (Verdict.ADJUST,)


def test_frozen_spending_takes_no_commitment():
    refused = commitment_refusal(balance=HALF, amount=Decimal(1), is_frozen=True)
    assert refused.code == "spending_frozen"


@pytest.mark.parametrize("amount", [0, -5])
def test_a_commitment_is_positive(amount):
    assert commitment_refusal(balance=HALF, amount=Decimal(amount)).code == "amount_not_positive"


def test_an_expense_incurred_is_recorded_and_marked_when_beyond_the_tranche():
    within = incurred_expense(balance=HALF, amount=Decimal(3_000))
    assert (within.is_beyond_tranche, within.opens) == (False, None)
    beyond = incurred_expense(balance=HALF, amount=Decimal(3_500))
    assert (beyond.is_beyond_tranche, beyond.beyond_by) == (True, 500)
    assert beyond.opens is Verdict.RELEASE


def test_an_expense_that_settles_a_commitment_counts_once():
    found = incurred_expense(balance=HALF, amount=Decimal(6_000), settles=Decimal(3_000))
    assert not found.is_beyond_tranche
    with pytest.raises(ValueError, match="settles"):
        incurred_expense(balance=HALF, amount=Decimal(1), settles=Decimal(3_001))


amounts = st.decimals(min_value=0, max_value=10**6, places=2)


@given(amounts, amounts, amounts, st.decimals(min_value="0.01", max_value=10**6, places=2))
def test_an_accepted_commitment_never_passes_what_is_released(
    released, committed, incurred, amount
):
    balance = Balance(
        budget=Decimal(10**7), released=released, committed=committed, incurred=incurred
    )
    if commitment_refusal(balance=balance, amount=amount) is None:
        assert committed + incurred + amount <= released
