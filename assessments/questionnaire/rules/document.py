"""From a document to a checked questionnaire."""

from __future__ import annotations

import re
from types import MappingProxyType

from assessments.questionnaire.rules.checks import check_questionnaire
from assessments.questionnaire.rules.documents import Node, Text, bad, bilingual
from assessments.questionnaire.rules.mapping import parse_mapping
from assessments.questionnaire.rules.questionnaire import (
    ANCHORED,
    ANCHORS,
    KINDS,
    PILLARS,
    TOP_ANCHOR,
    CapacityField,
    Condition,
    Dimension,
    Foundations,
    Item,
    Level,
    Option,
    Questionnaire,
)

SCHEMA = "capitaine/questionnaire/1"
_KEYS = frozenset(
    {
        "schema",
        "id",
        "version",
        "effective_from",
        "languages",
        "scale",
        "dont_know",
        "aggregate",
        "dimensions",
        "levels",
        "usage_caps",
        "foundations",
        "items",
    }
)
_ITEM_KEYS = {
    "gate": ({"a"}, set[str]()),
    "scored": ({"a", "dim", "w"}, {"must_know"}),
    "multi": ({"options", "max"}, set[str]()),
    "choice": ({"options"}, set[str]()),
    "skills": ({"rows", "choices"}, set[str]()),
    "capacity": ({"fields"}, set[str]()),
}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_VERSION = re.compile(r"\d+\.\d+\.\d+")


def parse_questionnaire(root: Node) -> Questionnaire:
    """The questionnaire of a document; BadDocument where the schema or a check fails."""
    top = root.mapping(required=_KEYS, optional={"mapping"})
    top["schema"].choice({SCHEMA})
    if top["languages"].texts() != ("fr", "en"):
        raise bad("missing_language", top["languages"].where)
    _check_scale(top["scale"])
    questionnaire = Questionnaire(
        id=top["id"].text(),
        version=version_of(top["version"]),
        effective_from=top["effective_from"].day(),
        dont_know=top["dont_know"].bilingual(),
        perception=_perception(top["aggregate"]),
        dimensions=tuple(_dimension(node) for node in top["dimensions"].sequence()),
        levels=tuple(_level(node) for node in top["levels"].sequence()),
        usage_caps=MappingProxyType(_usage_caps(top["usage_caps"])),
        foundations=_foundations(top["foundations"]),
        items=tuple(_item(node) for node in top["items"].sequence()),
        mapping=parse_mapping(top["mapping"]) if "mapping" in top else (),
    )
    check_questionnaire(questionnaire)
    return questionnaire


def is_version(text: str) -> bool:
    """Whether a text is a version of three numbers."""
    return _VERSION.fullmatch(text) is not None


def version_of(node: Node) -> str:
    """A version of three numbers."""
    if not is_version(node.text()):
        raise bad("not_a_version", node.where)
    return node.text()


def _check_scale(node: Node) -> None:
    scale = node.mapping(required={"min", "max"})
    if (scale["min"].whole(), scale["max"].whole()) != (0, TOP_ANCHOR):
        raise bad("wrong_scale", node.where)


def _perception(node: Node) -> frozenset[str]:
    aggregate = node.mapping(required={"default", "perception"})
    aggregate["default"].choice({"fact"})
    return frozenset(aggregate["perception"].texts())


def _dimension(node: Node) -> Dimension:
    keys = node.mapping(required={"id", "weight", "pillar"}, optional={"fr", "en"})
    return Dimension(
        _name(keys["id"]),
        keys["weight"].number(),
        keys["pillar"].choice(PILLARS),
        bilingual(keys, node.where),
    )


def _level(node: Node) -> Level:
    keys = node.mapping(required={"n", "from"}, optional={"fr", "en", "plain_fr", "plain_en"})
    return Level(
        keys["n"].whole(),
        keys["from"].number(),
        bilingual(keys, node.where),
        bilingual(keys, node.where, prefix="plain_"),
    )


def _usage_caps(node: Node) -> dict[int, int]:
    caps = node.table()
    if caps.keys() != {str(anchor) for anchor in range(ANCHORS)}:
        raise bad("usage_caps_incomplete", node.where)
    return {int(anchor): cap.whole() for anchor, cap in caps.items()}


def _foundations(node: Node) -> Foundations:
    keys = node.mapping(required={"below_level", "needs"})
    needs = {item_id: anchor.whole() for item_id, anchor in keys["needs"].table().items()}
    return Foundations(keys["below_level"].whole(), MappingProxyType(needs))


def _item(node: Node) -> Item:
    kind = Node(node.table().get("kind", node).value, f"{node.where}.kind").choice(KINDS)
    required, optional = _ITEM_KEYS[kind]
    keys = node.mapping(
        required={"id", "v", "kind", "q"} | required, optional=optional | {"show_if"}
    )
    return Item(
        id=_name(keys["id"]),
        revision=keys["v"].whole(),
        kind=kind,
        question=keys["q"].bilingual(),
        dimension=keys["dim"].text() if "dim" in keys else None,
        weight=keys["w"].number() if "w" in keys else 0.0,
        must_know="must_know" in keys and keys["must_know"].flag(),
        show_if=parse_conditions(keys["show_if"]) if "show_if" in keys else (),
        anchors=_anchors(keys["a"]) if kind in ANCHORED else (),
        options=_options(keys["options"]) if "options" in keys else (),
        rows=_options(keys["rows"]) if "rows" in keys else (),
        columns=_columns(keys["choices"]) if "choices" in keys else (),
        fields=tuple(_field(one) for one in keys["fields"].sequence()) if "fields" in keys else (),
        most=keys["max"].whole() if "max" in keys else 0,
    )


def _name(node: Node) -> str:
    if not _NAME.fullmatch(node.text()):
        raise bad("not_an_id", node.where)
    return node.text()


def _anchors(node: Node) -> tuple[Text, ...]:
    return tuple(_anchor(pair) for pair in node.sequence(length=ANCHORS, code="not_five_anchors"))


def _anchor(node: Node) -> Text:
    french, english = node.sequence(length=2, code="missing_language")
    return bilingual({"fr": french, "en": english}, node.where)


def parse_conditions(node: Node) -> tuple[Condition, ...]:
    """The comparisons of a rule, all of which must hold; BadDocument if there is none."""
    conditions: list[Condition] = []
    for item_id, comparison in node.table().items():
        parts = comparison.mapping(optional={"gte", "lte", "eq"})
        conditions += [Condition(item_id, key, value.whole()) for key, value in parts.items()]
    if not conditions:
        raise bad("empty_condition", node.where)
    return tuple(conditions)


def _options(node: Node) -> tuple[Option, ...]:
    options = []
    for one in node.sequence():
        keys = one.mapping(required={"id"}, optional={"fr", "en", "nace"})
        nace = keys["nace"].texts() if "nace" in keys else ()
        options.append(Option(_name(keys["id"]), bilingual(keys, one.where), nace))
    return tuple(options)


def _columns(node: Node) -> tuple[str, ...]:
    return tuple(one.text() for one in node.sequence(length=ANCHORS))


def _field(node: Node) -> CapacityField:
    keys = node.mapping(required={"id", "choices", "value"}, optional={"fr", "en"})
    choices = keys["choices"].texts()
    values = keys["value"].ascending(length=len(choices))
    return CapacityField(_name(keys["id"]), bilingual(keys, node.where), choices, values)
