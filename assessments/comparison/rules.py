"""What changed between two diagnostics of one company, and what is too small to be sure of.

A move below the smallest detectable change (1.96·√2·SEM at the 95 % level) is *no clear change*;
15 points of 100 stand for it until test-retest data exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from assessments.questionnaire.rules.answers import (
    Answers,
    AnswerValue,
    visible_answers,
    visible_items,
)
from assessments.questionnaire.rules.mapping import Carried, carried_items, carry_answers
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.results.rules.results import DimensionResult, Result, whole
from assessments.results.rules.scoring import score_dimensions, totals

SMALLEST_DETECTABLE_CHANGE = 15.0
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Taken:
    """A diagnostic as it was answered and as it was computed then."""

    questionnaire: Questionnaire
    answers: Answers
    result: Result


@dataclass(frozen=True, slots=True)
class Change:
    """Scores of 100 before and after, None where none is published; *clear* needs both."""

    before: float | None
    after: float | None
    delta: float | None
    clear: bool

    @property
    def code(self) -> str:
        """*up* or *down* where it is clear, *unclear*, or *unknown*."""
        if self.delta is None:
            return "unknown"
        if not self.clear:
            return "unclear"
        return "up" if self.delta > 0 else "down"

    @property
    def shown(self) -> int | None:
        """The difference of the scores as they are shown."""
        if self.before is None or self.after is None:
            return None
        return whole(self.after) - whole(self.before)


@dataclass(frozen=True, slots=True)
class MovedAnswer:
    """An item answered differently; None stands for no answer."""

    item_id: str
    before: AnswerValue | None
    after: AnswerValue | None


@dataclass(frozen=True, slots=True)
class AssessmentsComparison:
    """The change overall and per dimension.

    *common_items* is None within one major version; else the scores are those of that many items,
    the same in both versions, or mapped from one to the other, and shown both times.
    """

    overall: Change
    dimensions: dict[str, Change]
    moved: tuple[MovedAnswer, ...]
    common_items: int | None

    @property
    def clear(self) -> tuple[tuple[str, Change], ...]:
        """The dimensions that clearly changed."""
        return tuple((name, one) for name, one in self.dimensions.items() if one.clear)


def compare(*, before: Taken, after: Taken) -> AssessmentsComparison:
    """What changed, by the results computed then or, across major versions, by common items."""
    carried = carried_items(before.questionnaire, after.questionnaire)
    if before.questionnaire.major == after.questionnaire.major:
        old, new = before.result.dimensions, after.result.dimensions
        overall = change(before.result.overall, after.result.overall)
        count = None
    else:
        common = _common_items(before, after, carried)
        reread = carry_answers(carried, before.answers)
        old, new = _restricted(after, reread, common), _restricted(after, after.answers, common)
        overall = change(_mean(old), _mean(new))
        count = len(common)
    earlier = {one.id: one.score for one in old}
    return AssessmentsComparison(
        overall=overall,
        dimensions={one.id: change(earlier.get(one.id), one.score) for one in new},
        moved=_moved(before, after, carried),
        common_items=count,
    )


def change(before: float | None, after: float | None) -> Change:
    """The change between two scores of 100, clear from the smallest detectable change on."""
    if before is None or after is None:
        return Change(before, after, None, clear=False)
    delta = after - before
    return Change(before, after, delta, abs(delta) >= SMALLEST_DETECTABLE_CHANGE - TOLERANCE)


def _common_items(before: Taken, after: Taken, carried: Mapping[str, Carried]) -> frozenset[str]:
    shown = {item.id for item in visible_items(before.questionnaire, before.answers)}
    return frozenset(
        item.id
        for item in visible_items(after.questionnaire, after.answers)
        if item.kind == "scored" and item.id in carried and carried[item.id].item_id in shown
    )


def _restricted(
    newest: Taken, answers: Answers, common: frozenset[str]
) -> tuple[DimensionResult, ...]:
    """The scores of these answers on the common items, by the newer questionnaire's weights."""
    items = tuple(
        replace(item, show_if={}) for item in newest.questionnaire.items if item.id in common
    )
    kept = {item.dimension for item in items}
    dimensions = tuple(one for one in newest.questionnaire.dimensions if one.id in kept)
    part = replace(newest.questionnaire, items=items, dimensions=dimensions)
    return score_dimensions(questionnaire=part, answers=answers)


def _mean(dimensions: tuple[DimensionResult, ...]) -> float | None:
    """The weighted mean of what is left, its weights scaled to sum to 1."""
    whole = sum(one.weight for one in dimensions)
    if not whole:
        return None
    return totals(dimensions, {one.id: one.weight / whole for one in dimensions})[0]


def _moved(before: Taken, after: Taken, carried: Mapping[str, Carried]) -> tuple[MovedAnswer, ...]:
    """The items that speak to each other, scored or gate, whose answer differs."""
    old = carry_answers(carried, visible_answers(before.questionnaire, before.answers))
    new = visible_answers(after.questionnaire, after.answers)
    return tuple(
        MovedAnswer(item.id, old.get(item.id), new.get(item.id))
        for item in after.questionnaire.items
        if item.id in carried and old.get(item.id) != new.get(item.id)
    )


HEIGHT, PLOT_HEIGHT, TOP = 190, 160, 16
LEFT, RIGHT = 8.0, 92.0
GRID = (0, 20, 40, 60, 80, 100)
SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 96, 28, 4


@dataclass(frozen=True)
class TrendPoint:
    """One assessment: its day, its score and interval of 100, its questionnaire's major version."""

    on: date
    value: float
    low: float
    high: float
    major: int


@dataclass(frozen=True)
class ChartPlace:
    """A place: x of a hundred across, y in pixels from the top."""

    x: float
    y: float


@dataclass(frozen=True)
class AssessmentDot:
    """One assessment on the chart; *code* is its change since the one before.

    first, up, down, unclear, or other_version; *is_dated*: its day stands below.
    """

    at: ChartPlace
    taken: TrendPoint
    code: str
    delta: int
    score: int
    label_y: float
    anchor: str
    is_dated: bool


@dataclass(frozen=True)
class Stretch:
    """Assessments of one major version: their line, and the band of their intervals."""

    line: tuple[ChartPlace, ...]
    band: tuple[ChartPlace, ...]


@dataclass(frozen=True)
class AssessmentTrend:
    """The chart: *breaks* are the places between two major versions."""

    height: int
    plot_height: int
    grid: tuple[tuple[int, float], ...]
    dots: tuple[AssessmentDot, ...]
    stretches: tuple[Stretch, ...]
    breaks: tuple[float, ...]


@dataclass(frozen=True)
class DimensionSpark:
    """The scores of a dimension over time, on a scale of 100; *last* None: nothing to draw."""

    width: int
    height: int
    points: tuple[ChartPlace, ...]
    last: ChartPlace | None


def assessment_trend(ones: Sequence[TrendPoint]) -> AssessmentTrend:
    """The geometry of two or more assessments, the oldest first."""
    places = [ChartPlace(_across(ones, one.on), _down(one.value)) for one in ones]
    stretches, breaks = [], []
    start = 0
    for k in range(1, len(ones) + 1):
        if k == len(ones) or ones[k].major != ones[start].major:
            stretches.append(_stretch(ones[start:k], places[start:k]))
            start = k
            if k < len(ones):
                breaks.append(round((places[k - 1].x + places[k].x) / 2, 2))
    return AssessmentTrend(
        height=HEIGHT,
        plot_height=PLOT_HEIGHT,
        grid=tuple((score, _down(score)) for score in GRID),
        dots=tuple(_dot(ones, places, k) for k in range(len(ones))),
        stretches=tuple(stretches),
        breaks=tuple(breaks),
    )


def change_code(before: TrendPoint | None, after: TrendPoint) -> str:
    """How an assessment compares with the one before: first, up, down, unclear, other_version."""
    if before is None:
        return "first"
    if before.major != after.major:
        return "other_version"
    delta = after.value - before.value
    if abs(delta) < SMALLEST_DETECTABLE_CHANGE - TOLERANCE:
        return "unclear"
    return "up" if delta > 0 else "down"


def dimension_spark(values: Sequence[float | None]) -> DimensionSpark:
    """The published scores of a dimension as a line the size of a word; gaps are passed over."""
    across, down = SPARK_WIDTH - 2 * SPARK_MARGIN, SPARK_HEIGHT - 2 * SPARK_MARGIN
    most = max(1, len(values) - 1)
    points = tuple(
        ChartPlace(
            round(SPARK_MARGIN + across * k / most, 1),
            round(SPARK_MARGIN + down * (1 - value / 100), 1),
        )
        for k, value in enumerate(values)
        if value is not None
    )
    return DimensionSpark(SPARK_WIDTH, SPARK_HEIGHT, points, points[-1] if points else None)


def _across(ones: Sequence[TrendPoint], on: date) -> float:
    days = (ones[-1].on - ones[0].on).days
    share = (on - ones[0].on).days / days if days else 0.5
    return round(LEFT + (RIGHT - LEFT) * share, 2)


def _down(value: float) -> float:
    return round(TOP + (PLOT_HEIGHT - TOP) * (1 - value / 100), 1)


def _stretch(ones: Sequence[TrendPoint], places: Sequence[ChartPlace]) -> Stretch:
    upper = [ChartPlace(at.x, _down(one.high)) for one, at in zip(ones, places, strict=True)]
    lower = [ChartPlace(at.x, _down(one.low)) for one, at in zip(ones, places, strict=True)]
    band = (*upper, *reversed(lower)) if len(ones) > 1 else ()
    return Stretch(tuple(places), band)


def _dot(ones: Sequence[TrendPoint], places: Sequence[ChartPlace], k: int) -> AssessmentDot:
    before = ones[k - 1] if k else None
    delta = whole(ones[k].value) - whole(before.value) if before else 0
    ends = k in (0, len(ones) - 1)
    return AssessmentDot(
        at=places[k],
        taken=ones[k],
        code=change_code(before, ones[k]),
        delta=delta,
        score=whole(ones[k].value),
        label_y=max(12.0, round(places[k].y - 9, 1)),
        anchor="middle" if not ends or len(ones) < 2 else "end" if k else "start",
        is_dated=ends,
    )
