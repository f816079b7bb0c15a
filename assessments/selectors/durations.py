"""How long the questionnaire takes: computed from its text, and measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Q, Value

from assessments.choices import AssessmentState, RespondentRole
from assessments.models import Respondent
from assessments.rules.durations import RealDuration, active_seconds, real_duration
from assessments.rules.reading_paths import shortest_path, usual_minutes
from assessments.selectors import catalogue
from tenants.services.drafts import recent_marks

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
