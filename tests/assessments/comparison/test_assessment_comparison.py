"""Two diagnostics are compared as they were computed, and small moves are not celebrated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as changed
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from assessments.comparison.rules import (
    AssessmentsComparison,
    Taken,
    change,
    compare,
)
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.results.rules.scoring import assess

Firm = Callable[..., dict[str, Any]]


def taken(questionnaire: Questionnaire, answers: dict[str, Any]) -> Taken:
    return Taken(questionnaire, answers, assess(questionnaire=questionnaire, answers=answers))


def next_major(questionnaire: Questionnaire) -> Questionnaire:
    items = tuple(
        replace(one, revision=2) if one.id in {"P1", "N1", "N2", "N3"} else one
        for one in questionnaire.items
    )
    return replace(questionnaire, version="2.0.0", items=items)


@pytest.mark.parametrize(
    ("before", "after", "delta", "clear"),
    [
        (40.0, 54.9, 14.9, False),
        (40.0, 55.0, 15.0, True),
        (55.0, 40.0, -15.0, True),
        (40.0, 40.0, 0.0, False),
        (None, 40.0, None, False),
        (40.0, None, None, False),
    ],
)
def test_a_move_is_clear_from_fifteen_points_on(
    before: float | None, after: float | None, delta: float | None, clear: bool
) -> None:
    found = change(before, after)
    assert found.delta == (None if delta is None else pytest.approx(delta))
    assert found.clear is clear


def test_a_change_is_told_per_dimension_with_the_answers_that_moved(
    questionnaire: Questionnaire, firm: Firm
) -> None:
    found = compare(
        before=taken(questionnaire, firm(2, 2)),
        after=taken(questionnaire, firm(2, 2, T1=4, T2=4, T3=4, P3=3, C2="dk")),
    )
    assert found.dimensions["OUT"].delta == pytest.approx(50)
    assert found.dimensions["OUT"].clear
    assert found.dimensions["PIL"].delta == pytest.approx(100 / (4 * 4.75))
    assert not found.dimensions["PIL"].clear
    assert found.dimensions["DON"].delta == 0
    assert not found.overall.clear
    assert [(one.item_id, one.before, one.after) for one in found.moved] == [
        ("P3", 2, 3),
        ("C2", 2, "dk"),
        ("T1", 2, 4),
        ("T2", 2, 4),
        ("T3", 2, 4),
    ]
    assert found.common_items is None


def test_results_are_compared_as_computed_then(questionnaire: Questionnaire, firm: Firm) -> None:
    before, after = taken(questionnaire, firm(2, 2)), taken(questionnaire, firm(2, 2))
    old_engine = changed(before, result=changed(before.result, overall=30.0))
    assert compare(before=old_engine, after=after).overall.delta == pytest.approx(20)


def test_a_dimension_without_score_has_no_change(questionnaire: Questionnaire, firm: Firm) -> None:
    unknown = firm(2, 2, N1="dk", N2="dk")
    found = compare(before=taken(questionnaire, unknown), after=taken(questionnaire, firm(2, 4)))
    assert found.dimensions["DON"].delta is None
    assert not found.dimensions["DON"].clear


def test_across_major_versions_only_common_items_are_compared(
    questionnaire: Questionnaire, firm: Firm
) -> None:
    found = compare(
        before=taken(questionnaire, firm(2, 1, P1=0)),
        after=taken(next_major(questionnaire), firm(2, 2, P1=4, N1=4)),
    )
    assert found.common_items == 21
    assert "DON" not in found.dimensions
    assert found.dimensions["PIL"].before == pytest.approx(25)
    assert found.dimensions["PIL"].after == pytest.approx(50)
    assert found.overall.delta == pytest.approx(25)
    assert not {"P1", "N1"} & {one.item_id for one in found.moved}


def test_an_item_hidden_once_is_not_common(questionnaire: Questionnaire, firm: Firm) -> None:
    found = compare(
        before=taken(questionnaire, firm(0, 2)),
        after=taken(next_major(questionnaire), firm(4, 2)),
    )
    assert found.common_items == 16
    assert found.overall.delta == pytest.approx(0)


def test_versions_with_nothing_in_common_have_no_change(
    questionnaire: Questionnaire, firm: Firm
) -> None:
    renewed = replace(
        questionnaire,
        version="2.0.0",
        items=tuple(replace(one, revision=2) for one in questionnaire.items),
    )
    found = compare(before=taken(questionnaire, firm(2, 2)), after=taken(renewed, firm(2, 4)))
    assert (found.common_items, found.dimensions, found.overall.delta) == (0, {}, None)


def test_a_comparison_is_given_as_json(questionnaire: Questionnaire, firm: Firm) -> None:
    given = compare(before=taken(questionnaire, firm(2, 2)), after=taken(questionnaire, firm(2, 3)))
    assert msgspec.json.decode(msgspec.json.encode(given), type=AssessmentsComparison) == given
