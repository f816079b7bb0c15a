"""What differs between two versions of a questionnaire or catalogue, part by part.

A part is what has an id of its own: an item, a dimension, a level, an action, a use. Inside it
stand texts in two languages and values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.questionnaire.rules.documents import Text
from assessments.questionnaire.rules.questionnaire import Item
from assessments.results.rules.results import plain
from tenants.documents import Part

Leaf = Any
Leaves = dict[str, Leaf]
# Not content: what a version is called and when it begins; mappings speak of older versions.
ASIDE = frozenset({"schema", "version", "effective_from", "mapping"})
# What a field is read as: two wordings as one text, a list by the ids in it.
READ_AS = {
    "fr": "name",
    "en": "name",
    "plain_fr": "plain",
    "plain_en": "plain",
    "every_action": "actions",
    "every_use_case": "use_cases",
}
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text before and after; *where* is *items.P1.anchors.2* and the like."""

    where: str
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value before and after; None where it did not stand or does not stand any more."""

    where: str
    before: Leaf
    after: Leaf


@dataclass(frozen=True, slots=True)
class ContentDifferences:
    """All that differs: whole parts by *kind.id*, texts and values of parts in both versions."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    texts: tuple[TextChange, ...]
    values: tuple[ValueChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both versions say the same."""
        return not (self.added or self.removed or self.texts or self.values)


def changes_between(before: object, after: object) -> ContentDifferences:
    """What differs from one version of a document to another of the same kind."""
    old, new = parts_of(before), parts_of(after)
    texts: list[TextChange] = []
    values: list[ValueChange] = []
    for name in [one for one in old if one in new]:
        for key in [*old[name], *(one for one in new[name] if one not in old[name])]:
            where = key if name == WHOLE else f"{name}.{key}"
            was, now = old[name].get(key), new[name].get(key)
            if was == now:
                continue
            if isinstance(was, Text) and isinstance(now, Text):
                texts.append(TextChange(where, was, now))
            else:
                values.append(ValueChange(where, _shown(was), _shown(now)))
    return ContentDifferences(
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        texts=tuple(texts),
        values=(*values, *_order(old, new)),
    )


def parts_of(document: object) -> dict[str, Leaves]:
    """The parts of a document by *kind.id*, and under *whole* what belongs to none."""
    parts: dict[str, Leaves] = {WHOLE: {}}
    for name, value in _fields(document):
        if name in ASIDE:
            continue
        for key, one in _children(value):
            if isinstance(one, Part) and not isinstance(one, Text):
                parts[f"{name}.{key}"] = dict(_leaves(one, ""))
            else:
                parts[WHOLE][f"{name}.{key}"] = one
        if not _children(value):
            parts[WHOLE].update(_leaves(value, name))
    return parts


def _fields(document: object) -> Iterator[tuple[str, Any]]:
    """The fields as they are read; of an item its kind too."""
    if isinstance(document, Part):
        names = [READ_AS.get(name, name) for name in document.__struct_fields__]
        for name in dict.fromkeys(["kind", *names] if isinstance(document, Item) else names):
            yield name, getattr(document, name)


def _children(value: Any) -> list[tuple[str, Any]]:
    """What stands under names of its own in a value; empty for a leaf."""
    if isinstance(value, Mapping):
        return [(str(key), one) for key, one in value.items()]
    if isinstance(value, tuple) and value:
        if isinstance(value[0], Text):
            return [(str(place), one) for place, one in enumerate(value)]
        names = [getattr(one, "id", getattr(one, "number", None)) for one in value]
        if None not in names:
            return [(str(name), one) for name, one in zip(names, value, strict=True)]
    return []


def _leaves(value: Any, where: str) -> Iterator[tuple[str, Leaf]]:
    under = f"{where}." if where else ""
    if isinstance(value, Text):
        yield where, value
    elif isinstance(value, Part):
        for name, one in _fields(value):
            if name not in ("id", "number"):
                yield from _leaves(one, f"{under}{name}")
    elif (children := _children(value)) or isinstance(value, Mapping):
        for key, one in children:
            yield from _leaves(one, f"{under}{key}")
    else:
        yield where, value


def _shown(value: Leaf) -> Leaf:
    if isinstance(value, Text):
        return plain(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else plain(value)


def _order(old: dict[str, Leaves], new: dict[str, Leaves]) -> Iterator[ValueChange]:
    """A change of order among the items that stand in both, as one value."""
    was, now = ([n for n in one if n.startswith("items.")] for one in (old, new))
    was, now = [n for n in was if n in new], [n for n in now if n in old]
    if was != now:
        yield ValueChange("order", *([n.removeprefix("items.") for n in one] for one in (was, now)))
