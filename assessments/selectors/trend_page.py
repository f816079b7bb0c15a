"""All completed assessments of the company over time, in the reader's words; no query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.models import Assessment
from assessments.rules.assessment_trend import (
    AssessmentTrend,
    DimensionSpark,
    Taken,
    assessment_trend,
    dimension_spark,
)
from assessments.rules.results import Result
from assessments.selectors import catalogue


@dataclass(frozen=True, slots=True)
class DimensionTrend:
    """One dimension over time: its scores of 100, None where none was published or none exists."""

    name: str
    scores: tuple[int | None, ...]
    spark: DimensionSpark


@dataclass(frozen=True, slots=True)
class TrendPage:
    """The overall score with its interval, and each dimension of the newest questionnaire."""

    chart: AssessmentTrend
    dimensions: tuple[DimensionTrend, ...]


def trend_page(done: Sequence[Assessment], *, language: str) -> TrendPage | None:
    """The trend over completed assessments, given newest first; None below two of them."""
    if len(done) < 2:
        return None
    ordered = [(one, Result.from_dict(one.result or {})) for one in reversed(done)]
    newest = catalogue.questionnaire(done[0].questionnaire_version)
    return TrendPage(
        chart=assessment_trend([_taken(one, result) for one, result in ordered]),
        dimensions=tuple(
            _dimension(
                one.name.in_language(language),
                [_score(result, one.id, newest.major) for _, result in ordered],
            )
            for one in newest.dimensions
        ),
    )


def _taken(one: Assessment, result: Result) -> Taken:
    major = int(one.questionnaire_version.split(".")[0])
    on = (one.completed_at or one.started_at).date()
    return Taken(on, result.overall, result.low, result.high, major)


def _score(result: Result, dimension_id: str, major: int) -> float | None:
    """The score of that dimension in a result of the same major version."""
    if int(result.version.split(".")[0]) != major:
        return None
    return next((one.score for one in result.dimensions if one.id == dimension_id), None)


def _dimension(name: str, scores: list[float | None]) -> DimensionTrend:
    rounded = tuple(None if score is None else round(score) for score in scores)
    return DimensionTrend(name, rounded, dimension_spark(scores))
