"""A questionnaire is read, and holds its promises before anybody answers it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product

from assessments.questionnaire.rules.answers import visible_items
from assessments.questionnaire.rules.mapping import mapping_problems
from assessments.questionnaire.rules.questionnaire import (
    ANCHORED,
    ANCHORS,
    GATE_DIMENSIONS,
    TOP_ANCHOR,
    USAGE_ITEM,
    Item,
    Questionnaire,
)
from assessments.questionnaire.rules.reading_time import BUDGET_SECONDS, item_seconds
from tenants.documents import BadDocument, DocumentFault, shaped

NEEDED_ITEMS = {
    USAGE_ITEM: "gate",
    "J1": "multi",
    "J2": "multi",
    "J3": "capacity",
    "F1": "choice",
    "F2": "choice",
}
LEAST_ITEMS = 2
MOST_BRANCHING_ITEMS = 4
WEIGHT_TOLERANCE = 1e-9


def parse_questionnaire(document: object) -> Questionnaire:
    """The questionnaire of a document; BadDocument where its shape or a check fails."""
    questionnaire = shaped(document, Questionnaire, name="questionnaire")
    check_questionnaire(questionnaire)
    return questionnaire


def check_questionnaire(questionnaire: Questionnaire) -> None:
    """Nothing if every promise holds, else BadDocument with all the broken ones."""
    problems = [*_structure(questionnaire)]
    if not problems:
        problems += _paths(questionnaire)
    if problems:
        raise BadDocument(tuple(problems))


def paths(questionnaire: Questionnaire) -> Iterator[dict[str, int]]:
    """Every combination of answers to the items that open or close others."""
    branching = sorted({one for item in questionnaire.items for one in item.show_if})
    for anchors in product(range(ANCHORS), repeat=len(branching)):
        yield dict(zip(branching, anchors, strict=True))


def _structure(questionnaire: Questionnaire) -> Iterator[DocumentFault]:
    items = questionnaire.items
    yield from repeated_ids((item.id for item in items), "items")
    for item in items:
        yield from repeated_ids((part.id for part in (*item.options, *item.rows)), item.id)
        yield from repeated_ids((field.id for field in item.fields), item.id)
    yield from _dimension_problems(questionnaire)
    yield from _level_problems(questionnaire)
    yield from _reference_problems(questionnaire)
    yield from _order_problems(items)
    yield from _cycle_problems(items)
    yield from mapping_problems(questionnaire)


def repeated_ids(ids: Iterable[str], where: str) -> Iterator[DocumentFault]:
    """A *duplicate_id* problem for each id that stands more than once."""
    for name, times in Counter(ids).items():
        if times > 1:
            yield DocumentFault("duplicate_id", f"{where}.{name}")


def _dimension_problems(questionnaire: Questionnaire) -> Iterator[DocumentFault]:
    known = {dimension.id for dimension in questionnaire.dimensions}
    yield from repeated_ids((d.id for d in questionnaire.dimensions), "dimensions")
    total = sum(dimension.weight for dimension in questionnaire.dimensions)
    if abs(total - 1) > WEIGHT_TOLERANCE:
        yield DocumentFault("weights_not_one", "dimensions")
    for needed in set(GATE_DIMENSIONS) - known:
        yield DocumentFault("missing_dimension", needed)
    for item in questionnaire.items:
        if item.kind == "scored" and item.dimension not in known:
            yield DocumentFault("unknown_dimension", item.id)
        if item.kind == "scored" and item.weight <= 0:
            yield DocumentFault("weight_not_positive", item.id)
        if item.revision < 1:
            yield DocumentFault("revision_not_positive", item.id)


def _level_problems(questionnaire: Questionnaire) -> Iterator[DocumentFault]:
    starts = [level.starts_at for level in questionnaire.levels]
    numbers = [level.number for level in questionnaire.levels]
    if numbers != [1, 2, 3, 4, 5] or starts != sorted(set(starts)) or starts[0] or starts[-1] > 100:
        yield DocumentFault("levels_not_ascending", "levels")
    if not all(1 <= cap <= 5 for cap in questionnaire.usage_caps.values()):
        yield DocumentFault("usage_caps_out_of_range", "usage_caps")
    if not 2 <= questionnaire.foundations.below_level <= 5:
        yield DocumentFault("foundations_out_of_range", "foundations")


def _reference_problems(questionnaire: Questionnaire) -> Iterator[DocumentFault]:
    kinds = {item.id: item.kind for item in questionnaire.items}
    for item_id, kind in NEEDED_ITEMS.items():
        if kinds.get(item_id) != kind:
            yield DocumentFault("missing_item", item_id)
    for item_id, anchor in questionnaire.foundations.needs.items():
        if kinds.get(item_id) != "scored" or not 0 <= anchor <= TOP_ANCHOR:
            yield DocumentFault("unknown_item", f"foundations.{item_id}")
    for item_id in questionnaire.aggregate.perception:
        if item_id not in kinds:
            yield DocumentFault("unknown_item", f"aggregate.{item_id}")


def _order_problems(items: tuple[Item, ...]) -> Iterator[DocumentFault]:
    anchored_before: set[str] = set()
    for item in items:
        if item.show_if.keys() - anchored_before:
            yield DocumentFault("show_if_not_earlier", item.id)
        if item.kind in ANCHORED:
            anchored_before.add(item.id)
    if len({one for item in items for one in item.show_if}) > MOST_BRANCHING_ITEMS:
        yield DocumentFault("too_many_branches", "items")


def _cycle_problems(items: tuple[Item, ...]) -> Iterator[DocumentFault]:
    for item_id in in_cycles({item.id: set(item.show_if) for item in items}):
        yield DocumentFault("show_if_cycle", item_id)


def in_cycles(needs: dict[str, set[str]]) -> list[str]:
    """The ids that wait for themselves, directly or through others."""
    left = dict(needs)
    while free := [name for name, others in left.items() if not others & left.keys()]:
        for name in free:
            del left[name]
    return sorted(left)


def _paths(questionnaire: Questionnaire) -> Iterator[DocumentFault]:
    for answers in paths(questionnaire):
        path = ",".join(f"{name}={anchor}" for name, anchor in answers.items())
        shown = visible_items(questionnaire, answers)
        for language in ("fr", "en"):
            seconds = sum(item_seconds(questionnaire, item, language) for item in shown)
            if seconds > BUDGET_SECONDS:
                yield DocumentFault("too_long", f"{path} {language} {seconds:.0f} s")
        usage = answers.get(USAGE_ITEM, 0)
        for dimension in questionnaire.dimensions:
            left = sum(item.dimension == dimension.id for item in shown)
            if left < (1 if dimension.id == "MES" and usage <= 1 else LEAST_ITEMS):
                yield DocumentFault("too_few_items", f"{path} {dimension.id}")
