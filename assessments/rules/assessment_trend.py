"""Every assessment of a company as a line of scores with the interval of what is not known.

Between two major versions of the questionnaire the line is broken: their scores do not compare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessments.rules.comparison import SMALLEST_DETECTABLE_CHANGE, TOLERANCE

HEIGHT, PLOT_HEIGHT, TOP = 190, 160, 16
LEFT, RIGHT = 8.0, 92.0
GRID = (0, 20, 40, 60, 80, 100)
SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 96, 28, 4


@dataclass(frozen=True)
class Taken:
    """One assessment: its day, its score and interval of 100, its questionnaire's major version."""

    on: date
    value: float
    low: float
    high: float
    major: int


@dataclass(frozen=True)
class Place:
    """A place: x of a hundred across, y in pixels from the top."""

    x: float
    y: float


@dataclass(frozen=True)
class Dot:
    """One assessment on the chart; *code* is its change since the one before.

    first, up, down, unclear, or other_version; *is_dated*: its day stands below.
    """

    at: Place
    taken: Taken
    code: str
    delta: int
    score: int
    label_y: float
    anchor: str
    is_dated: bool


@dataclass(frozen=True)
class Stretch:
    """Assessments of one major version: their line, and the band of their intervals."""

    line: tuple[Place, ...]
    band: tuple[Place, ...]


@dataclass(frozen=True)
class AssessmentTrend:
    """The chart: *breaks* are the places between two major versions."""

    height: int
    plot_height: int
    grid: tuple[tuple[int, float], ...]
    dots: tuple[Dot, ...]
    stretches: tuple[Stretch, ...]
    breaks: tuple[float, ...]


@dataclass(frozen=True)
class DimensionSpark:
    """The scores of a dimension over time, on a scale of 100; *last* None: nothing to draw."""

    width: int
    height: int
    points: tuple[Place, ...]
    last: Place | None


def assessment_trend(ones: Sequence[Taken]) -> AssessmentTrend:
    """The geometry of two or more assessments, the oldest first."""
    places = [Place(_across(ones, one.on), _down(one.value)) for one in ones]
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


def change_code(before: Taken | None, after: Taken) -> str:
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
        Place(
            round(SPARK_MARGIN + across * k / most, 1),
            round(SPARK_MARGIN + down * (1 - value / 100), 1),
        )
        for k, value in enumerate(values)
        if value is not None
    )
    return DimensionSpark(SPARK_WIDTH, SPARK_HEIGHT, points, points[-1] if points else None)


def _across(ones: Sequence[Taken], on: date) -> float:
    days = (ones[-1].on - ones[0].on).days
    share = (on - ones[0].on).days / days if days else 0.5
    return round(LEFT + (RIGHT - LEFT) * share, 2)


def _down(value: float) -> float:
    return round(TOP + (PLOT_HEIGHT - TOP) * (1 - value / 100), 1)


def _stretch(ones: Sequence[Taken], places: Sequence[Place]) -> Stretch:
    upper = [Place(at.x, _down(one.high)) for one, at in zip(ones, places, strict=True)]
    lower = [Place(at.x, _down(one.low)) for one, at in zip(ones, places, strict=True)]
    band = (*upper, *reversed(lower)) if len(ones) > 1 else ()
    return Stretch(tuple(places), band)


def _dot(ones: Sequence[Taken], places: Sequence[Place], k: int) -> Dot:
    before = ones[k - 1] if k else None
    delta = round(ones[k].value) - round(before.value) if before else 0
    ends = k in (0, len(ones) - 1)
    return Dot(
        at=places[k],
        taken=ones[k],
        code=change_code(before, ones[k]),
        delta=delta,
        score=round(ones[k].value),
        label_y=max(12.0, round(places[k].y - 9, 1)),
        anchor="middle" if not ends or len(ones) < 2 else "end" if k else "start",
        is_dated=ends,
    )
