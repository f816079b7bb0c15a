"""Pairs of answers that do not go together, from a checked list, and which of them were given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.questionnaire.rules.answers import Answers, known_anchor, visible_items
from assessments.questionnaire.rules.checks import repeated_ids
from assessments.questionnaire.rules.document import version_of
from assessments.questionnaire.rules.documents import (
    BadDocument,
    Node,
    Problem,
    Text,
    bad,
    bilingual,
)
from assessments.questionnaire.rules.questionnaire import TOP_ANCHOR, Condition, Questionnaire

SCHEMA = "capitaine/contradictions/1"
_COMPARISONS = frozenset({"gte", "lte", "eq"})


@dataclass(frozen=True, slots=True)
class Side:
    """An answer to one revision of an item, by a comparison with an anchor."""

    condition: Condition
    revision: int

    def holds(self, questionnaire: Questionnaire, answers: Answers) -> bool:
        """Whether that answer was given to that revision."""
        item = questionnaire.find(self.condition.item_id)
        anchor = known_anchor(answers, self.condition.item_id)
        if item is None or item.revision != self.revision or anchor is None:
            return False
        return self.condition.holds(anchor)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers that cannot both be true, and why, in one sentence."""

    id: str
    first: Side
    second: Side
    why: Text

    @property
    def items(self) -> tuple[str, str]:
        """The ids of its two items."""
        return self.first.condition.item_id, self.second.condition.item_id


@dataclass(frozen=True, slots=True)
class Contradictions:
    """One published version of the pairs, in order."""

    version: str
    pairs: tuple[Pair, ...]

    def find(self, pair_id: str) -> Pair | None:
        """The pair of that id, or None."""
        return next((pair for pair in self.pairs if pair.id == pair_id), None)


def given(
    *, contradictions: Contradictions, questionnaire: Questionnaire, answers: Answers
) -> tuple[Pair, ...]:
    """The pairs of which both answers were given, to questions that are asked."""
    shown = {item.id for item in visible_items(questionnaire, answers)}
    return tuple(
        pair
        for pair in contradictions.pairs
        if shown.issuperset(pair.items)
        and pair.first.holds(questionnaire, answers)
        and pair.second.holds(questionnaire, answers)
    )


def together(pairs: tuple[Pair, ...]) -> tuple[tuple[Pair, ...], ...]:
    """The pairs in groups that share no item, so that each item is asked once."""
    groups: list[list[Pair]] = []
    for pair in pairs:
        touching = [group for group in groups if _share(group, pair)]
        groups = [group for group in groups if group not in touching]
        groups.append([one for group in touching for one in group] + [pair])
    return tuple(tuple(group) for group in groups)


def parse_contradictions(root: Node) -> Contradictions:
    """The pairs of a document; BadDocument where the schema or a check fails."""
    top = root.mapping(required={"schema", "version", "pairs"})
    top["schema"].choice({SCHEMA})
    pairs = tuple(_pair(node) for node in top["pairs"].sequence())
    problems = tuple(_problems(pairs))
    if problems:
        raise BadDocument(problems)
    return Contradictions(version_of(top["version"]), pairs)


def _share(group: list[Pair], pair: Pair) -> bool:
    return any(set(one.items) & set(pair.items) for one in group)


def _problems(pairs: tuple[Pair, ...]) -> Iterator[Problem]:
    yield from repeated_ids((pair.id for pair in pairs), "pairs")
    for pair in pairs:
        if pair.first.condition.item_id == pair.second.condition.item_id:
            yield Problem("same_item", pair.id)
        for side in (pair.first, pair.second):
            if side.condition.value > TOP_ANCHOR:
                yield Problem("no_such_anchor", pair.id)


def _pair(node: Node) -> Pair:
    keys = node.mapping(required={"id", "first", "second"}, optional={"fr", "en"})
    return Pair(
        keys["id"].text(), _side(keys["first"]), _side(keys["second"]), bilingual(keys, node.where)
    )


def _side(node: Node) -> Side:
    keys = node.mapping(required={"item", "v"}, optional=_COMPARISONS)
    chosen = sorted(_COMPARISONS & keys.keys())
    if len(chosen) != 1:
        raise bad("one_comparison", node.where)
    condition = Condition(keys["item"].text(), chosen[0], keys[chosen[0]].whole())
    return Side(condition, keys["v"].whole())
