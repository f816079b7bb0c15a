"""The second edition: its paths, its score, what still compares with the first."""

from typing import Any

import pytest

from assessments.comparison.rules import Taken, compare
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import visible_items
from assessments.results.rules.scoring import assess

FIRST = catalogue.questionnaire("1.0.0")
SECOND = catalogue.questionnaire("2.0.0")


def all_at(questionnaire, anchor: int, **others: Any) -> dict[str, Any]:
    scored = {item.id: anchor for item in questionnaire.items if item.kind == "scored"}
    return {"G1": 2, **scored, **others}


@pytest.mark.parametrize(("usage", "count"), [(0, 26), (1, 30), (2, 33), (4, 33)])
def test_each_path_asks_so_many_questions(usage: int, count: int) -> None:
    assert len(visible_items(SECOND, {"G1": usage})) == count


@pytest.mark.parametrize(
    ("others", "score", "low", "high", "known", "raw", "level", "limited"),
    [
        ({"T4": "dk"}, 75.00, 73.12, 75.62, 0.975, 4, 4, ()),
        ({"P1": 2}, 73.58, 73.58, 73.58, 1, 4, 2, ("foundations",)),
    ],
)
def test_a_firm_scores_by_the_public_vectors(
    others: dict[str, Any],
    score: float,
    low: float,
    high: float,
    known: float,
    raw: int,
    level: int,
    limited: tuple[str, ...],
) -> None:
    found = assess(questionnaire=SECOND, answers=all_at(SECOND, 3, **others))
    assert found.overall == pytest.approx(score, abs=0.01)
    assert (found.low, found.high) == (
        pytest.approx(low, abs=0.01),
        pytest.approx(high, abs=0.01),
    )
    assert found.confidence == pytest.approx(known)
    assert (found.raw_level, found.level, found.limited_by) == (raw, level, limited)


def test_the_two_editions_compare_on_twenty_four_questions() -> None:
    before, after = all_at(FIRST, 1), all_at(SECOND, 3)
    found = compare(
        before=Taken(FIRST, before, assess(questionnaire=FIRST, answers=before)),
        after=Taken(SECOND, after, assess(questionnaire=SECOND, answers=after)),
    )
    assert found.common_items == 24
    assert (found.overall.before, found.overall.after) == (pytest.approx(25), pytest.approx(75))
