"""What a questionnaire is: dimensions, levels and items, all immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assessments.questionnaire.rules.documents import Text

TOP_ANCHOR = 4
ANCHORS = TOP_ANCHOR + 1
ANCHORED = frozenset({"gate", "scored"})
KINDS = ANCHORED | {"multi", "choice", "skills", "capacity"}
PILLARS = frozenset({"who", "which", "benefits"})
USAGE_ITEM = "G1"
GATE_DIMENSIONS = ("PIL", "CHO", "RIS")


@dataclass(frozen=True, slots=True)
class Condition:
    """An item is shown only if the answer to *item_id* compares so with *value*."""

    item_id: str
    operator: str
    value: int

    def holds(self, answer: int) -> bool:
        """Whether an anchor 0..4 meets the condition."""
        if self.operator == "gte":
            return answer >= self.value
        if self.operator == "lte":
            return answer <= self.value
        return answer == self.value


@dataclass(frozen=True, slots=True)
class Dimension:
    """A theme of the score; weights sum to 1 over a questionnaire."""

    id: str
    weight: float
    pillar: str
    name: Text


@dataclass(frozen=True, slots=True)
class Level:
    """A level of maturity, 1..5, reached from *starts_at* points of 100."""

    number: int
    starts_at: float
    name: Text
    plain: Text


@dataclass(frozen=True, slots=True)
class Option:
    """A choice, or a row of the skills grid; *nace* holds section letters, or * for any."""

    id: str
    name: Text
    nace: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CapacityField:
    """A list of ranges and the value each stands for."""

    id: str
    name: Text
    choices: tuple[str, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One question; *revision* grows whenever its meaning changes."""

    id: str
    revision: int
    kind: str
    question: Text
    dimension: str | None = None
    weight: float = 0.0
    must_know: bool = False
    show_if: tuple[Condition, ...] = ()
    anchors: tuple[Text, ...] = ()
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    columns: tuple[str, ...] = ()
    fields: tuple[CapacityField, ...] = ()
    most: int = 0

    @property
    def option_ids(self) -> tuple[str, ...]:
        """The ids of the options in order."""
        return tuple(option.id for option in self.options)


@dataclass(frozen=True, slots=True)
class Foundations:
    """Levels from *below_level* on stay closed unless every needed item reaches its anchor."""

    below_level: int
    needs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ItemMapping:
    """How an item of an older version speaks to one of this version.

    *kind* is same, recode (*table* gives the newer anchor of each older one) or none.
    """

    from_item: str
    from_revision: int
    to_item: str
    to_revision: int
    kind: str
    table: Mapping[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One published version, never changed afterwards."""

    id: str
    version: str
    effective_from: date
    dont_know: Text
    perception: frozenset[str]
    dimensions: tuple[Dimension, ...]
    levels: tuple[Level, ...]
    usage_caps: Mapping[int, int]
    foundations: Foundations
    items: tuple[Item, ...]
    mapping: tuple[ItemMapping, ...] = ()

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

    def dimension(self, dimension_id: str) -> Dimension:
        """The dimension of that id; KeyError if the questionnaire has none."""
        for dimension in self.dimensions:
            if dimension.id == dimension_id:
                return dimension
        raise KeyError(dimension_id)
