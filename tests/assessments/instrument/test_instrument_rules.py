"""The health of the questionnaire, against worked examples."""

from statistics import variance

import pytest

from assessments.instrument.rules import (
    alpha,
    alpha_interval,
    drift,
    read_alpha,
    repeatability,
    smallest_detectable_change,
    weighted_kappa,
)

MATRIX = (
    (3, 3, 2, 4),
    (2, 2, 2, 3),
    (4, 3, 4, 4),
    (1, 1, 0, 2),
    (2, 3, 2, 2),
    (3, 4, 3, 3),
    (0, 1, 1, 1),
    (2, 2, 3, 3),
)
PAIRS = ((60, 64), (42, 40), (75, 70), (30, 38), (55, 52), (48, 50), (66, 70), (22, 25))


def test_alpha_of_the_worked_example() -> None:
    columns = list(zip(*MATRIX, strict=True))
    assert [variance(one) for one in columns] == pytest.approx(
        [1.553571, 1.125, 1.553571, 1.071429], abs=1e-6
    )
    assert variance([sum(row) for row in MATRIX]) == pytest.approx(17.410714, abs=1e-6)
    assert alpha(MATRIX) == pytest.approx(0.927179, abs=1e-6)


@pytest.mark.parametrize(
    ("cases", "low", "high"),
    [(30, 0.634, 0.891), (50, 0.683, 0.874), (100, 0.724, 0.855), (200, 0.749, 0.841)],
)
def test_bonetts_interval(cases: int, low: float, high: float) -> None:
    assert alpha_interval(0.80, items=4, cases=cases) == pytest.approx((low, high), abs=5e-4)


@pytest.mark.parametrize(
    ("value", "reading"),
    [
        (0.96, "redundant"),
        (0.95, "acceptable"),
        (0.90, "fine"),
        (0.70, "fine"),
        (0.65, "acceptable"),
        (0.60, "acceptable"),
        (0.59, "review"),
    ],
)
def test_alpha_is_read(value: float, reading: str) -> None:
    assert read_alpha(value) == reading


def test_repeatability_of_the_worked_example() -> None:
    found = repeatability(PAIRS)
    assert found is not None
    assert (found.icc, found.sem, found.pairs) == (
        pytest.approx(0.96873, abs=1e-5),
        pytest.approx(3.0691, abs=1e-4),
        8,
    )


def test_kappa_of_the_worked_example() -> None:
    first, second = (0, 1, 2, 2, 3, 4, 1, 2, 3, 3), (0, 1, 2, 3, 3, 4, 2, 2, 3, 2)
    assert weighted_kappa(first, second) == pytest.approx(0.878049, abs=1e-6)
    assert weighted_kappa(first, first) == 1


@pytest.mark.parametrize(("icc", "change"), [(0.85, 19.3), (0.90, 15.8), (0.93, 13.2)])
def test_the_smallest_detectable_change(icc: float, change: float) -> None:
    assert smallest_detectable_change(deviation=18, icc=icc) == pytest.approx(change, abs=0.05)


def test_what_never_varies_has_no_figure() -> None:
    assert alpha([(2, 2), (2, 2), (2, 2)]) is None
    assert alpha([(1,), (2,)]) is None
    assert alpha([]) is None
    assert repeatability([(5, 5), (5, 5)]) is None
    assert weighted_kappa([2, 2], [2, 2]) is None
    assert weighted_kappa([], []) is None


@pytest.mark.parametrize(
    ("answers", "flag"),
    [
        ([None] * 5 + [1, 2, 3] * 5 + [1] * 1, "unknown"),
        ([None] * 4 + [1, 2] * 8, None),
        ([2] * 17 + [1] * 3, "one_anchor"),
        ([2] * 16 + [1] * 4, None),
        ([2] * 19, None),
        ([], None),
    ],
)
def test_an_item_that_tells_nobody_apart_is_flagged(
    answers: list[int | None], flag: str | None
) -> None:
    assert drift("P1/1", answers).flag == flag
