"""What the product's rows say of themselves: facts of the portfolio and of the mandate."""

from datetime import timedelta

import pytest

from assessments.observed.selectors import observed_facts
from governance.mandates.choices import MandateKind
from governance.mandates.services import revoke_mandate, write_mandate
from portfolio.observed.services import PORTFOLIO, observe_reviews
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, follow_up, started

pytestmark = pytest.mark.django_db


def values(day=TODAY):
    return {key: one.value for key, one in observed_facts(today=day).items()}


def test_without_a_letter_the_absence_dates_from_the_opening(acme) -> None:
    facts = observed_facts(today=TODAY)
    assert not facts["mandate.active"].value
    assert not facts["mandate.written"].value
    assert facts["mandate.active"].at == facts["company.opened"].at


def test_a_signed_letter_is_in_force_until_it_is_revoked_or_over(acme) -> None:
    boss = acme.actor("executive")
    letter = write_mandate(
        acting(boss, now=at(TODAY), today=TODAY),
        kind=MandateKind.COMPANY,
        holder_id=acme.members["executive"].id,
    )
    seen = values()
    assert (seen["mandate.signed"], seen["mandate.active"]) == (True, True)
    assert not seen["mandate.deputy"]
    assert not values(letter.ends + timedelta(days=1))["mandate.active"]
    revoke_mandate(acting(boss, now=at(TODAY), today=TODAY), mandate_id=letter.id, reason="Départ")
    facts = observed_facts(today=TODAY)
    assert facts["mandate.active"].value is False
    assert facts["mandate.written"].value is True


def test_what_the_portfolio_knows_is_written_with_its_day(acme) -> None:
    started(acme, "Une")
    follow_up(PORTFOLIO)
    observe_reviews(now=at(TODAY))
    seen = values()
    assert seen["uses.known"] == 1
    assert seen["uses.established"] == 0
    assert seen["uses.triaged"] == {"met": 1, "all": 1}
    assert seen["dpia.done_or_waived"]["all"] == 0
    assert seen["reviews.last3"] == {"met": 0, "all": 0}
    assert seen["reviews.rhythm"] == "monthly"
    assert "register.entries" not in seen


def test_every_fact_comes_in_one_query(acme, django_assert_num_queries) -> None:
    observed_facts(today=TODAY)
    with django_assert_num_queries(1):
        observed_facts(today=TODAY)
