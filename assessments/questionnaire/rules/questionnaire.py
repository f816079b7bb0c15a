"""What a questionnaire is: dimensions, levels and items, all immutable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, field

from assessments.questionnaire.rules.documents import (
    Name,
    Named,
    Number,
    Text,
    Version,
    check_ascending,
)
from tenants.documents import Part, Words

TOP_ANCHOR = 4
ANCHORS = TOP_ANCHOR + 1
ANCHORED = frozenset({"gate", "scored"})
USAGE_ITEM = "G1"
GATE_DIMENSIONS = ("PIL", "CHO", "RIS")
Anchor = Annotated[int, Meta(ge=0, le=TOP_ANCHOR)]


class Comparison(Part):
    """An answer compares so with anchors; at least one is given, and all that are must hold."""

    gte: Anchor | None = None
    lte: Anchor | None = None
    eq: Anchor | None = None

    def __post_init__(self) -> None:
        if not self.given:
            raise ValueError("Expected `gte`, `lte` or `eq`")

    @property
    def given(self) -> dict[str, int]:
        """The anchors compared with, by operator."""
        every = {"gte": self.gte, "lte": self.lte, "eq": self.eq}
        return {name: anchor for name, anchor in every.items() if anchor is not None}

    def holds(self, answer: int) -> bool:
        """Whether an anchor 0..4 compares so."""
        return (
            (self.gte is None or answer >= self.gte)
            and (self.lte is None or answer <= self.lte)
            and (self.eq is None or answer == self.eq)
        )


# Comparisons by the id of the item whose answer they look at; all must hold.
Rule = Annotated[Mapping[str, Comparison], Meta(min_length=1)]


class AnchorText(Text, array_like=True):
    """The wording of one anchor, written as a pair."""


class Dimension(Named):
    """A theme of the score; weights sum to 1 over a questionnaire."""

    id: Name
    weight: Number
    pillar: Literal["who", "which", "benefits"]


class Level(Named):
    """A level of maturity, 1..5, reached from *starts_at* points of 100."""

    number: int = field(name="n")
    starts_at: Number = field(name="from")
    plain_fr: Words
    plain_en: Words

    @property
    def plain(self) -> Text:
        """What the level means, in a sentence."""
        return Text(fr=self.plain_fr, en=self.plain_en)


class Option(Named):
    """A choice, or a row of the skills grid; *nace* holds section letters, or * for any."""

    id: Name
    nace: tuple[Words, ...] = ()


class CapacityField(Named):
    """A list of ranges and the value each stands for."""

    id: Name
    choices: tuple[Words, ...]
    values: tuple[Number, ...] = field(name="value")

    def __post_init__(self) -> None:
        check_ascending(self.values)
        if len(self.values) != len(self.choices):
            raise ValueError("Expected a value for each choice")


class Item(Part, tag_field="kind"):
    """One question; *revision* grows whenever its meaning changes, *show_if* says when it is asked.

    What a kind does not have is empty.
    """

    id: Name
    revision: int = field(name="v")
    question: Text = field(name="q")
    show_if: Rule = {}

    @property
    def kind(self) -> str:
        """Which of the six kinds it is."""
        return str(self.__struct_config__.tag)

    @property
    def dimension(self) -> str | None:
        """The dimension it counts for."""
        return None

    @property
    def weight(self) -> float:
        """How much it counts."""
        return 0.0

    @property
    def must_know(self) -> bool:
        """Whether not knowing counts as 0."""
        return False

    @property
    def anchors(self) -> tuple[Text, ...]:
        """The five answers of a scored item or a gate."""
        return ()

    @property
    def options(self) -> tuple[Option, ...]:
        """What may be chosen."""
        return ()

    @property
    def most(self) -> int:
        """How many options may be chosen."""
        return 0

    @property
    def rows(self) -> tuple[Option, ...]:
        """The rows of the skills grid."""
        return ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the skills grid."""
        return ()

    @property
    def fields(self) -> tuple[CapacityField, ...]:
        """The lists of ranges."""
        return ()

    @property
    def option_ids(self) -> tuple[str, ...]:
        """The ids of the options in order."""
        return tuple(option.id for option in self.options)


class GateItem(Item, tag="gate"):
    """Its answer opens or closes others."""

    anchors: tuple[AnchorText, AnchorText, AnchorText, AnchorText, AnchorText] = field(name="a")


class Scored(Item, tag="scored"):
    """Its answer counts for a dimension."""

    anchors: tuple[AnchorText, AnchorText, AnchorText, AnchorText, AnchorText] = field(name="a")
    dimension: Words = field(name="dim")
    weight: Number = field(name="w")
    must_know: bool = False


class Multi(Item, tag="multi"):
    """Several options."""

    options: tuple[Option, ...]
    most: int = field(name="max")


class Choice(Item, tag="choice"):
    """One option."""

    options: tuple[Option, ...]


class Skills(Item, tag="skills"):
    """A column for each row."""

    rows: tuple[Option, ...]
    columns: tuple[Words, Words, Words, Words, Words] = field(name="choices")


class Capacity(Item, tag="capacity"):
    """A range for each field."""

    fields: tuple[CapacityField, ...]


class Foundations(Part):
    """Levels from *below_level* on stay closed unless every needed item reaches its anchor."""

    below_level: int
    needs: Mapping[str, int]


class Aggregate(Part):
    """Of several respondents' answers the median counts for *perception*, else who leads."""

    default: Literal["fact"]
    perception: frozenset[Words]


class Scale(Part):
    """Anchors go from 0 to 4."""

    min: Literal[0]
    max: Literal[4]


class ItemRevision(Part):
    """An item in one of its meanings."""

    item_id: Words = field(name="item")
    revision: int = field(name="v")

    def __str__(self) -> str:
        return f"{self.item_id} v{self.revision}"


class ItemMapping(Part, tag_field="kind"):
    """How an item of an older version speaks to one of this version: the same, or no more."""

    before: ItemRevision = field(name="from")
    after: ItemRevision = field(name="to")

    @property
    def kind(self) -> str:
        """*same*, *recode* or *none*."""
        return str(self.__struct_config__.tag)

    @property
    def table(self) -> Mapping[int, int] | None:
        """The newer anchor of each older one, where they differ."""
        return None


class SameItem(ItemMapping, tag="same"):
    """The answers mean what they meant."""


class RecodedItem(ItemMapping, tag="recode"):
    """The answers mean other anchors."""

    table: Annotated[Mapping[Anchor, Anchor], Meta(min_length=ANCHORS)]


class DroppedItem(ItemMapping, tag="none"):
    """The answers say nothing any more."""


class Questionnaire(Part):
    """One published version, never changed afterwards."""

    schema: Literal["capitaine/questionnaire/1"]
    id: Words
    version: Version
    effective_from: date
    languages: tuple[Literal["fr"], Literal["en"]]
    scale: Scale
    dont_know: Text
    aggregate: Aggregate
    dimensions: tuple[Dimension, ...]
    levels: tuple[Level, ...]
    usage_caps: Annotated[Mapping[Anchor, int], Meta(min_length=ANCHORS)]
    foundations: Foundations
    items: tuple[GateItem | Scored | Multi | Choice | Skills | Capacity, ...]
    mapping: tuple[SameItem | RecodedItem | DroppedItem, ...] = ()

    @property
    def major(self) -> int:
        """The first number of the version: scores compare directly within it."""
        return int(self.version.split(".")[0])

    def find(self, item_id: str) -> Item | None:
        """The item of that id, or None."""
        return next((item for item in self.items if item.id == item_id), None)

    def item(self, item_id: str) -> Item:
        """The item of that id; KeyError if the questionnaire has none."""
        found = self.find(item_id)
        if found is None:
            raise KeyError(item_id)
        return found

    def level(self, number: int) -> Level:
        """The level of that number, 1..5."""
        return self.levels[number - 1]

    def dimension(self, dimension_id: str) -> Dimension:
        """The dimension of that id; KeyError if the questionnaire has none."""
        for dimension in self.dimensions:
            if dimension.id == dimension_id:
                return dimension
        raise KeyError(dimension_id)
