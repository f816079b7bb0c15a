"""The promise is judged on its first target and its first date, whatever was adjusted since."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.utils import translation

from portfolio.forecast.choices import Promise
from portfolio.forecast.selectors import PromiseLine
from portfolio.initiatives.selectors.pages import initiative_page
from portfolio.life.choices import Verdict
from portfolio.life.rules import Changes
from portfolio.objectives.rules import promise
from portfolio.standing.words import promise_text
from tests.portfolio.scene import TODAY, give, measure, overview, started
from tests.refusals import refused

VECTORS = yaml.safe_load(
    (Path(__file__).parents[1] / "forecast" / "vectors.yaml").read_text("utf-8")
)
FIRST = {"first_target_month": 9}


@pytest.mark.parametrize("vector", VECTORS["promise"], ids=lambda vector: vector["id"])
def test_what_became_of_a_promise_is_that_of_the_vectors(vector):
    assert promise(**vector["given"]) == vector["expected"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"month": 9, "share": 0.6}, Promise.PENDING),
        ({"month": 11, "share": 0.6}, Promise.PENDING),
        ({"month": 12, "share": 0.6}, Promise.NOT_KEPT),
        ({"month": 12, "share": 0.6, "confirmed_revised_at": 11}, Promise.KEPT_AFTER_REVISION),
        ({"month": 8, "share": 0.6, "is_over": True}, Promise.NOT_KEPT),
        ({"month": 8, "share": 0.9, "is_over": True, "is_settled": False}, Promise.NOT_KEPT),
        ({"month": 8, "share": 1.0, "is_over": True}, Promise.PENDING),
        ({"month": 8, "share": None, "is_over": True}, Promise.NOT_KEPT),
    ],
)
def test_a_promise_waits_two_months_and_an_end_at_its_target_waits_too(told, expected):
    assert promise(**FIRST, **told) is expected


@pytest.mark.django_db
def test_two_adjustments_turn_no_half_into_a_success_and_raise_no_gain(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=120))
    measure(acme, row, 6, day=TODAY - timedelta(days=5))
    before = overview()
    for target in (5, 6):
        give(acme, row, Verdict.ADJUST, reason="Moins", changes=Changes(target=Decimal(target)))
    after = overview()
    assert after.gain == before.gain
    assert after.series[-1].gained == before.series[-1].gained
    boss = acme.members["executive"].id
    with refused("target_not_met"):
        give(acme, row, Verdict.COMPLETE, claims_success=True, runs_on_id=boss)
    give(acme, row, Verdict.COMPLETE, runs_on_id=boss)
    actor = acme.actor("executive")
    card = initiative_page(initiative_id=row.id, today=TODAY, actor=actor).card
    assert (card.promise.state, card.promise.share) == (Promise.NOT_KEPT, 0.5)
    assert card.promise.target == 3
    html = acme.client("executive").get("/portfolio/").content.decode()
    assert "Non tenue (50" in html


@pytest.mark.parametrize(
    ("state", "share", "said"),
    [
        (Promise.NOT_KEPT, 0.5, "Non tenue (50\u202f%)"),
        (Promise.NOT_KEPT, None, "Non tenue"),
        (
            Promise.NOT_KEPT,
            1.02,
            "Non tenue\u00a0: atteinte (102\u202f%), pas confirmée trois mois de suite",
        ),
        (Promise.KEPT_LATE, 1.03, "Tenue en retard (103\u202f%)"),
    ],
)
def test_one_that_is_not_kept_at_its_target_says_why(state, share, said):
    line = PromiseLine(state=state, share=share, target=3, on=TODAY)
    with translation.override("fr"):
        assert promise_text(line) == said


@pytest.mark.django_db
def test_three_attested_months_at_the_first_target_keep_it(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=120))
    for day in (date(2026, 9, 15), date(2026, 10, 15), date(2026, 11, 15)):
        measure(acme, row, 3, day=day)
    actor = acme.actor("executive")
    card = initiative_page(initiative_id=row.id, today=TODAY, actor=actor).card
    assert card.promise.state is Promise.KEPT
