"""How long the questionnaire takes: computed from its text, and measured."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value

from assessments.answers.choices import AssessmentState
from assessments.answers.models import Assessment, Respondent
from assessments.answers.selectors import completed_assessments, open_assessment
from assessments.comparison.rules import (
    AssessmentTrend,
    DimensionSpark,
    TrendPoint,
    assessment_trend,
    dimension_spark,
)
from assessments.diagnostic.rules import RealDuration, active_seconds, real_duration
from assessments.papers.selectors import Report, report_of
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import AnsweringProgress, progress
from assessments.questionnaire.rules.questionnaire import Item
from assessments.questionnaire.rules.reading import shortest_path, usual_minutes
from assessments.results.rules.results import Result
from assessments.voices.choices import RespondentRole
from assessments.voices.selectors.voices import answers_of
from governance.access.choices import Role
from governance.charter.rules import Bilingual, GivenAnswer
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from tenants.drafts.selectors import recent_marks

# Below so many a median of strangers says more about them than about the questionnaire.
LEAST_OPEN = 10
MOST_READ = 20
SECONDS_MARK = "active_seconds"


@dataclass(frozen=True, slots=True)
class TakesMinutes:
    """Minutes at 230 words a minute on the shortest and longest path; *real* where measured."""

    shortest: int
    longest: int
    real: RealDuration | None


def takes_minutes(*, today: date, language: str, real: RealDuration | None = None) -> TakesMinutes:
    """How long today's questionnaire takes in that language; no query."""
    version = catalogue.current_questionnaire(today=today).version
    return TakesMinutes(*usual_minutes(catalogue.readings(version), language=language), real)


def company_duration() -> RealDuration | None:
    """The median of the company's own latest diagnostics, in one query.

    Each person who answered at least the shortest path, one question after the other, counts
    once per diagnostic: what was confirmed with one tap was not answered, and of the team no hour
    is known.
    """
    known = Respondent.objects.exclude(role=RespondentRole.TEAM)
    asked = Q(answers__carried=False)
    rows = (
        known.filter(assessment__state=AssessmentState.COMPLETED)
        .annotate(
            given=Count("answers", filter=asked),
            moments=ArrayAgg("answers__answered_at", filter=asked, default=Value([])),
            version=F("assessment__questionnaire_version"),
        )
        .order_by("-assessment__completed_at")
        .values_list("version", "given", "moments")[:MOST_READ]
    )
    return real_duration(
        [active_seconds(moments) for version, given, moments in rows if is_whole(version, given)]
    )


def open_duration(*, kind: str, now: datetime) -> RealDuration | None:
    """The median of the diagnostics finished without account in thirty days, in one query.

    None below ten of them. Those that a company took over are not among them any more.
    """
    marks = recent_marks(kind=kind, mark=SECONDS_MARK, now=now)
    seconds = [float(one) for one in marks if isinstance(one, int | float)]
    return real_duration(seconds, least_count=LEAST_OPEN)


def is_whole(version: str, given: int) -> bool:
    """Whether so many answers are at least those of the shortest path of that questionnaire."""
    return given >= shortest_path(catalogue.readings(version))


@dataclass(frozen=True, slots=True)
class DimensionTrend:
    """One dimension over time: its scores of 100, None where none was published or none exists."""

    id: str
    scores: tuple[float | None, ...]
    spark: DimensionSpark


@dataclass(frozen=True, slots=True)
class ScoreTrend:
    """The overall score with its interval, and each dimension of the newest questionnaire."""

    chart: AssessmentTrend
    dimensions: tuple[DimensionTrend, ...]


@dataclass(frozen=True, slots=True)
class DiagnosticStanding:
    """The newest report, the history newest first, and how far the open assessment is."""

    latest: Report | None
    history: tuple[Assessment, ...]
    open: Assessment | None
    progress: AnsweringProgress | None
    trend: ScoreTrend | None

    @property
    def is_proposed(self) -> bool:
        """Whether a new assessment is proposed and none is under way."""
        latest = self.latest.assessment if self.latest else None
        return self.open is None and latest is not None and latest.again_proposed_at is not None


def standing(*, now: datetime, language: str, today: date | None = None) -> DiagnosticStanding:
    """Where the company stands today, in six queries; given the day, as facts stand on it."""
    done = completed_assessments()
    under_way = open_assessment(now=now)
    return DiagnosticStanding(
        latest=report_of(done[0], language=language, today=today, every=done) if done else None,
        history=tuple(done),
        open=under_way,
        progress=_progress(under_way, language) if under_way else None,
        trend=trend_of(done),
    )


def _progress(assessment: Assessment, language: str) -> AnsweringProgress:
    questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
    return progress(questionnaire, answers_of(assessment), language=language)


def trend_of(done: Sequence[Assessment]) -> ScoreTrend | None:
    """The trend over completed assessments, given newest first; None below two of them."""
    if len(done) < 2:
        return None
    newest = catalogue.questionnaire(done[0].questionnaire_version)
    scores = {
        dimension.id: tuple(_score(one.result, dimension.id, newest.major) for one in done[::-1])
        for dimension in newest.dimensions
    }
    return ScoreTrend(
        chart=assessment_trend([_taken(one, one.result) for one in done[::-1]]),
        dimensions=tuple(
            DimensionTrend(name, line, dimension_spark(line)) for name, line in scores.items()
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


# Whom a new assessment is proposed to.
ASSESS_AGAIN = (Role.EXECUTIVE, Role.AI_LEAD)


def proposed_again() -> QuerySet[Assessment]:
    """The assessments after which a new one is proposed, newest first; none while one goes on."""
    later = Assessment.objects.filter(started_at__gt=OuterRef("completed_at")).exclude(
        state=AssessmentState.EXPIRED
    )
    proposed = Assessment.objects.filter(~Exists(later), again_proposed_at__isnull=False)
    return proposed.order_by("-completed_at")


def _again(row: Owed, reader: Reader) -> Duty | None:
    if reader.role not in ASSESS_AGAIN:
        return None
    return Duty(
        kind=DutyKind.ASSESS,
        powers=(Power(permission="assessment.answer"),),
        door=Place(route="assessment"),
        operation=Place(route="api_assessments"),
        **row.of(reader),
    )


# As `proposed_again`.
ASSESS_OWED = DutySource(
    sql=f"""
SELECT a.id, (a.again_proposed_at AT TIME ZONE %(zone)s)::date AS since
FROM assessments_assessment a
WHERE a.again_proposed_at IS NOT NULL AND NOT EXISTS (
 SELECT 1 FROM assessments_assessment l
 WHERE l.started_at > a.completed_at AND l.state <> '{AssessmentState.EXPIRED}')
ORDER BY a.completed_at DESC LIMIT 1
""",
    row=Owed,
    read=_again,
)


def company_answers(items: Collection[str]) -> dict[str, GivenAnswer]:
    """What counts for the company of its last diagnostic, where it is an anchor; three queries."""
    last = next(iter(completed_assessments(most=1)), None)
    if last is None or last.completed_at is None:
        return {}
    asked, answers = catalogue.questionnaire(last.questionnaire_version), answers_of(last)
    return {
        one: _in_both(asked.item(one), anchor, on=last.completed_at.date())
        for one in items
        if isinstance(anchor := answers.get(one), int)
    }


def _in_both(item: Item, anchor: int, *, on: date) -> GivenAnswer:
    asked = {one: catalogue.in_words(item.question, one) for one in ("fr", "en")}
    said = {one: catalogue.anchor_text(item, anchor, one) for one in ("fr", "en")}
    return GivenAnswer(anchor=anchor, on=on, question=Bilingual(**asked), answer=Bilingual(**said))
