"""A proof key is read, and held against what the product has observed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.diagnostic.words import PROOFS
from assessments.questionnaire import selectors as catalogue
from assessments.roadmap.rules.progress import (
    Evidence,
    Relation,
    Requirement,
    Standing,
    evidence,
    parse_proof,
)

AT = datetime(2026, 6, 3, tzinfo=UTC)
PROVEN, NOT_YET, UNSEEN = Standing.PROVEN, Standing.NOT_YET, Standing.NOT_OBSERVED


@dataclass(frozen=True)
class Fact:
    value: object
    at: datetime = AT


def seen(key: str, value: object) -> Evidence:
    return evidence(key, {parse_proof(key).fact: Fact(value)})


def share(met: float, every: float) -> dict[str, float]:
    return {"met": met, "all": every}


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("mandate.active", Requirement("mandate.active", Relation.PRESENT)),
        ("decisions.count>=3", Requirement("decisions.count", Relation.AT_LEAST, 3)),
        ("charter.signed.share>=0.8", Requirement("charter.signed.share", Relation.AT_LEAST, 0.8)),
        ("active<=3", Requirement("active", Relation.AT_MOST, 3)),
        ("active.with_target==all", Requirement("active.with_target", Relation.ALL)),
        ("referents==teams", Requirement("referents", Relation.ALL)),
        ("reviews.last3.held>=2", Requirement("reviews.last3.held", Relation.AT_LEAST, 2)),
    ],
)
def test_a_key_says_which_fact_and_how_much_of_it(key: str, asked: Requirement) -> None:
    assert parse_proof(key) == asked


@pytest.mark.parametrize("key", ["", "A", "a.b>3", "a b", "a>=x", "a==3", ".a", "a."])
def test_a_key_that_cannot_be_read_is_an_error(key: str) -> None:
    with pytest.raises(ValueError, match="not a proof"):
        parse_proof(key)


def test_every_key_of_the_catalogue_is_read_and_has_its_sentence(actions) -> None:
    editions = (actions, catalogue.actions("2.0.0"))
    keys = {action.proof for one in editions for action in one.actions.values()}
    assert {parse_proof(key).relation for key in keys} == set(Relation)
    assert keys == set(PROOFS)
    assert all(str(sentence) for sentence in PROOFS.values())


@pytest.mark.parametrize(
    ("key", "value", "standing"),
    [
        ("mandate.active", True, PROVEN),
        ("mandate.active", False, NOT_YET),
        ("decisions.count>=3", 2, NOT_YET),
        ("decisions.count>=3", 3, PROVEN),
        ("decisions.count>=3", True, NOT_YET),
        ("active<=3", 0, NOT_YET),
        ("active<=3", 1, PROVEN),
        ("active<=3", 3, PROVEN),
        ("active<=3", 4, NOT_YET),
        ("dataset.error_rate<=0.05", 0, PROVEN),
        ("dataset.error_rate<=0.05", 0.05, PROVEN),
        ("dataset.error_rate<=0.05", 0.06, NOT_YET),
        ("active.with_target==all", share(0, 0), NOT_YET),
        ("active.with_target==all", share(2, 3), NOT_YET),
        ("active.with_target==all", share(3, 3), PROVEN),
        ("referents==teams", share(4, 4), PROVEN),
        ("charter.signed.share>=0.8", share(0, 0), NOT_YET),
        ("charter.signed.share>=0.8", share(1, 1), PROVEN),
        ("charter.signed.share>=0.8", share(7, 10), NOT_YET),
        ("charter.signed.share>=0.8", share(8, 10), PROVEN),
        ("charter.signed.share>=0.8", 0.8, PROVEN),
        ("ideas.count>=8", share(9, 9), PROVEN),
        ("stops.with_lesson", share(0, 2), NOT_YET),
        ("stops.with_lesson", share(1, 2), PROVEN),
        ("active.with_target==all", 3, UNSEEN),
        ("mandate.active", "yes", UNSEEN),
        ("mandate.active", None, UNSEEN),
        ("mandate.active", {"met": "x", "all": 1}, UNSEEN),
    ],
)
def test_a_proof_holds_or_not(key: str, value: object, standing: Standing) -> None:
    assert seen(key, value).standing is standing


def test_a_fact_nobody_has_seen_proves_nothing_and_refutes_nothing() -> None:
    assert evidence("mandate.active", {}) == Evidence(UNSEEN)


def test_how_far_it_is_and_when_it_was_seen() -> None:
    assert seen("decisions.count>=3", 2) == Evidence(NOT_YET, AT, 2, 3)
    assert seen("active.with_target==all", share(2, 3)) == Evidence(NOT_YET, AT, 2, 3)
    assert seen("active<=3", 5) == Evidence(NOT_YET, AT, 5, 3, at_most=True)
    assert seen("literacy.share>=0.5", share(1, 4)) == Evidence(
        NOT_YET, AT, 0.25, 0.5, as_share=True
    )


@given(
    key=st.sampled_from(sorted(PROOFS)),
    value=st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: (
            st.dictionaries(st.sampled_from(["met", "all", "x"]), inner) | st.lists(inner)
        ),
    ),
)
def test_no_shape_of_a_fact_makes_it_fail(key: str, value: Any) -> None:
    assert seen(key, value).standing in set(Standing)
