"""One completed assessment held against the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from assessments.answers.models import Assessment
from assessments.answers.selectors import completed_assessment, completed_assessments, taken
from assessments.comparison.rules import (
    AssessmentTrend,
    Change,
    Comparison,
    DimensionSpark,
    TrendPoint,
    assessment_trend,
    compare,
    dimension_spark,
)
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.questionnaire.selectors import answer_text, spaced
from assessments.results.rules.results import Result
from assessments.voices.selectors.voices import answers_of_all
from tenants.errors import NotFound


def comparison_of(assessment_id: UUID) -> Comparison:
    """What changed since the assessment before, in three queries.

    NotFound `assessment_not_found`, `no_comparison` where it is the first; Refused `no_result`.
    """
    one = completed_assessment(assessment_id)
    earlier = completed_assessments(until=one.completed_at, most=1)
    if not earlier:
        raise NotFound("no_comparison")
    answers = answers_of_all([one, *earlier])
    before, after = (taken(each, answers[each.id]) for each in (earlier[0], one))
    return compare(before=before, after=after)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Before and after, of 100; *code* is up or down (clear), unclear, or unknown."""

    name: str
    before: int | None
    after: int | None
    delta: int | None
    code: str


@dataclass(frozen=True, slots=True)
class MovedLine:
    """An answer that moved; a text is empty where there was no answer."""

    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """The change overall and per dimension; *common_items* only across major versions.

    *completed* are the titles of the actions completed between the two.
    """

    overall: ChangeLine
    dimensions: tuple[ChangeLine, ...]
    moved: tuple[MovedLine, ...]
    common_items: int | None
    completed: tuple[str, ...] = ()

    @property
    def clear(self) -> tuple[ChangeLine, ...]:
        """The dimensions that clearly changed."""
        return tuple(line for line in self.dimensions if line.code in ("up", "down"))


def comparison_page(
    *,
    comparison: Comparison,
    questionnaire: Questionnaire,
    language: str,
    completed: tuple[str, ...] = (),
) -> ComparisonPage:
    """The page of a comparison, in the words of the newer questionnaire.

    *completed* are the ids of the actions completed in between.
    """
    actions = catalogue.actions_for(questionnaire.version).actions
    return ComparisonPage(
        overall=_line("", comparison.overall),
        dimensions=tuple(
            _line(questionnaire.dimension(one).name.in_language(language), change)
            for one, change in comparison.dimensions.items()
        ),
        moved=tuple(
            MovedLine(
                spaced(item.question.in_language(language)),
                answer_text(questionnaire, item, moved.before, language),
                answer_text(questionnaire, item, moved.after, language),
            )
            for moved in comparison.moved
            if (item := questionnaire.find(moved.item_id))
        ),
        common_items=comparison.common_items,
        completed=tuple(
            spaced(actions[one].title.in_language(language)) for one in completed if one in actions
        ),
    )


def _line(name: str, change: Change) -> ChangeLine:
    before = None if change.before is None else round(change.before)
    after = None if change.after is None else round(change.after)
    delta = None if before is None or after is None else after - before
    if change.delta is None:
        code = "unknown"
    elif not change.clear:
        code = "unclear"
    else:
        code = "up" if change.delta > 0 else "down"
    return ChangeLine(name, before, after, delta, code)


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


def _taken(one: Assessment, result: Result) -> TrendPoint:
    major = int(one.questionnaire_version.split(".")[0])
    on = (one.completed_at or one.started_at).date()
    return TrendPoint(on, result.overall, result.low, result.high, major)


def _score(result: Result, dimension_id: str, major: int) -> float | None:
    """The score of that dimension in a result of the same major version."""
    if int(result.version.split(".")[0]) != major:
        return None
    return next((one.score for one in result.dimensions if one.id == dimension_id), None)


def _dimension(name: str, scores: list[float | None]) -> DimensionTrend:
    rounded = tuple(None if score is None else round(score) for score in scores)
    return DimensionTrend(name, rounded, dimension_spark(scores))
