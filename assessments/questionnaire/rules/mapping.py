"""What of an older version still speaks to a newer one: the same item, or one recoded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assessments.questionnaire.rules.answers import Answers, AnswerValue
from assessments.questionnaire.rules.documents import Node, Problem, bad
from assessments.questionnaire.rules.questionnaire import (
    ANCHORED,
    ANCHORS,
    TOP_ANCHOR,
    Item,
    ItemMapping,
    Questionnaire,
)

KINDS = frozenset({"same", "recode", "none"})


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


def parse_mapping(node: Node) -> tuple[ItemMapping, ...]:
    """The mappings of a document; BadDocument where one is misshapen."""
    return tuple(_one(child) for child in node.sequence())


def mapping_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Each mapping leads to a standing item, from one item only, each revision of it once."""
    standing = {(item.id, item.revision) for item in questionnaire.items if item.kind in ANCHORED}
    starts = Counter((one.from_item, one.from_revision) for one in questionnaire.mapping)
    sources: dict[str, set[str]] = {}
    for one in questionnaire.mapping:
        sources.setdefault(one.to_item, set()).add(one.from_item)
        start, end = (one.from_item, one.from_revision), (one.to_item, one.to_revision)
        where = f"mapping.{one.from_item} v{one.from_revision}"
        if end not in standing:
            yield Problem("mapping_to_unknown", where)
        if start in standing and start != end:
            yield Problem("mapping_from_standing", where)
        if starts[start] > 1 or len(sources[one.to_item]) > 1:
            yield Problem("mapping_twice", where)


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
        old = before.find(one.from_item)
        if old is None or old.revision != one.from_revision:
            continue
        if one.kind == "none":
            carried.pop(one.to_item, None)
        else:
            carried[one.to_item] = Carried(one.from_item, one.table)
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


def _one(node: Node) -> ItemMapping:
    keys = node.mapping(required={"from", "to", "kind"}, optional={"table"})
    kind = keys["kind"].choice(KINDS)
    if (kind == "recode") is not ("table" in keys):
        raise bad("recode_needs_table" if kind == "recode" else "table_without_recode", node.where)
    start, end = _end(keys["from"]), _end(keys["to"])
    table = _table(keys["table"]) if "table" in keys else None
    return ItemMapping(*start, *end, kind, table)


def _end(node: Node) -> tuple[str, int]:
    keys = node.mapping(required={"item", "v"})
    return keys["item"].text(), keys["v"].whole()


def _table(node: Node) -> Mapping[int, int]:
    rows = node.table()
    if rows.keys() != {str(anchor) for anchor in range(ANCHORS)}:
        raise bad("table_not_total", node.where)
    table = {int(anchor): value.whole() for anchor, value in rows.items()}
    if not all(0 <= value <= TOP_ANCHOR for value in table.values()):
        raise bad("table_out_of_scale", node.where)
    return MappingProxyType(table)
