"""Pairs of answers that do not go together, from a checked list, and which of them were given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import field

from assessments.questionnaire.rules.answers import Answers, known_anchor, visible_items
from assessments.questionnaire.rules.checks import repeated_ids
from assessments.questionnaire.rules.documents import Named, Version
from assessments.questionnaire.rules.questionnaire import Comparison, Questionnaire
from tenants.documents import BadDocument, DocumentFault, Part, Words, shaped


class Side(Comparison):
    """An answer to one revision of an item, by a comparison with an anchor."""

    item_id: Words = field(name="item")
    revision: int = field(name="v")

    def is_given(self, questionnaire: Questionnaire, answers: Answers) -> bool:
        """Whether that answer was given to that revision."""
        item = questionnaire.find(self.item_id)
        anchor = known_anchor(answers, self.item_id)
        if item is None or item.revision != self.revision or anchor is None:
            return False
        return self.holds(anchor)


class Pair(Named):
    """Two answers that cannot both be true, named by why they cannot, in one sentence."""

    id: Words
    first: Side
    second: Side

    @property
    def items(self) -> tuple[str, str]:
        """The ids of its two items."""
        return self.first.item_id, self.second.item_id


class Contradictions(Part):
    """One published version of the pairs, in order."""

    schema: Literal["capitaine/contradictions/1"]
    version: Version
    pairs: tuple[Pair, ...]

    def find(self, pair_id: str) -> Pair | None:
        """The pair of that id, or None."""
        return next((pair for pair in self.pairs if pair.id == pair_id), None)


def stand_in(contradictions: Contradictions, questionnaire: Questionnaire) -> bool:
    """Whether every pair speaks of items that stand there in that revision."""
    standing = {(item.id, item.revision) for item in questionnaire.items}
    return all(
        (side.item_id, side.revision) in standing
        for pair in contradictions.pairs
        for side in (pair.first, pair.second)
    )


def given(
    *, contradictions: Contradictions, questionnaire: Questionnaire, answers: Answers
) -> tuple[Pair, ...]:
    """The pairs of which both answers were given, to questions that are asked."""
    shown = {item.id for item in visible_items(questionnaire, answers)}
    return tuple(
        pair
        for pair in contradictions.pairs
        if shown.issuperset(pair.items)
        and pair.first.is_given(questionnaire, answers)
        and pair.second.is_given(questionnaire, answers)
    )


def together(pairs: tuple[Pair, ...]) -> tuple[tuple[Pair, ...], ...]:
    """The pairs in groups that share no item, so that each item is asked once."""
    groups: list[list[Pair]] = []
    for pair in pairs:
        touching = [group for group in groups if _share(group, pair)]
        groups = [group for group in groups if group not in touching]
        groups.append([one for group in touching for one in group] + [pair])
    return tuple(tuple(group) for group in groups)


def parse_contradictions(document: object) -> Contradictions:
    """The pairs of a document; BadDocument where its shape or a check fails."""
    found = shaped(document, Contradictions, name="contradictions")
    problems = tuple(_problems(found.pairs))
    if problems:
        raise BadDocument(problems)
    return found


def _share(group: list[Pair], pair: Pair) -> bool:
    return any(set(one.items) & set(pair.items) for one in group)


def _problems(pairs: tuple[Pair, ...]) -> Iterator[DocumentFault]:
    yield from repeated_ids((pair.id for pair in pairs), "pairs")
    for pair in pairs:
        if pair.first.item_id == pair.second.item_id:
            yield DocumentFault("same_item", pair.id)
