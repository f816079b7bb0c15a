"""What of an older version still speaks to a newer one: the same item, or one recoded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessments.questionnaire.rules.answers import Answers, AnswerValue
from assessments.questionnaire.rules.questionnaire import (
    ANCHORED,
    DroppedItem,
    Item,
    ItemRevision,
    Questionnaire,
)
from tenants.documents import DocumentFault


@dataclass(frozen=True, slots=True)
class Carried:
    """The older item that answers a newer one; *table* gives the newer anchor of an older one."""

    item_id: str
    table: Mapping[int, int] | None = None

    def read(self, answer: AnswerValue) -> AnswerValue:
        """The older answer in the newer item's anchors; *don't know* stays."""
        if self.table is None or not isinstance(answer, int):
            return answer
        return self.table[answer]


def mapping_problems(questionnaire: Questionnaire) -> Iterator[DocumentFault]:
    """Each mapping leads to a standing item, from one item only, each revision of it once."""
    standing = {revision_of(item) for item in questionnaire.items if item.kind in ANCHORED}
    starts = Counter(one.before for one in questionnaire.mapping)
    sources: dict[str, set[str]] = {}
    for one in questionnaire.mapping:
        sources.setdefault(one.after.item_id, set()).add(one.before.item_id)
        where = f"mapping.{one.before}"
        if one.after not in standing:
            yield DocumentFault("mapping_to_unknown", where)
        if one.before in standing and one.before != one.after:
            yield DocumentFault("mapping_from_standing", where)
        if starts[one.before] > 1 or len(sources[one.after.item_id]) > 1:
            yield DocumentFault("mapping_twice", where)


def revision_of(item: Item) -> ItemRevision:
    """The item in the meaning it has here."""
    return ItemRevision(item_id=item.id, revision=item.revision)


def carried_items(before: Questionnaire, after: Questionnaire) -> dict[str, Carried]:
    """For each item of *after* with anchors the item of *before* that speaks to it.

    The same id and revision speaks to itself unless a mapping says *none*.
    """
    carried = {
        item.id: Carried(item.id)
        for item in after.items
        if item.anchors and _same(before.find(item.id), item)
    }
    for one in after.mapping:
        old = before.find(one.before.item_id)
        if old is None or revision_of(old) != one.before:
            continue
        if isinstance(one, DroppedItem):
            carried.pop(one.after.item_id, None)
        else:
            carried[one.after.item_id] = Carried(one.before.item_id, one.table)
    return carried


def carry_answers(carried: Mapping[str, Carried], answers: Answers) -> Answers:
    """Older answers as answers to the newer items."""
    return {
        item_id: one.read(answers[one.item_id])
        for item_id, one in carried.items()
        if one.item_id in answers
    }


def _same(old: Item | None, new: Item) -> bool:
    return old is not None and old.revision == new.revision
