"""Where the company stands: every completed assessment, and the one under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from assessments.models import Assessment
from assessments.rules.branching import Progress, progress
from assessments.rules.results import Result
from assessments.selectors import catalogue
from assessments.selectors.assessments import completed_assessments, open_assessment
from assessments.selectors.reports import Report, report_of
from assessments.selectors.trend_page import TrendPage, trend_page
from assessments.selectors.voices import answers_of


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A completed assessment: its level (None: not announced) and its score of 100."""

    assessment: Assessment
    level: int | None
    level_name: str
    overall: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest report, the history newest first, and how far the open assessment is."""

    latest: Report | None
    history: tuple[HistoryLine, ...]
    open: Assessment | None
    progress: Progress | None
    trend: TrendPage | None

    @property
    def is_proposed(self) -> bool:
        """Whether a new assessment is proposed and none is under way."""
        latest = self.latest.assessment if self.latest else None
        return self.open is None and latest is not None and latest.again_proposed_at is not None


def standing(*, now: datetime, language: str, today: date | None = None) -> Standing:
    """Where the company stands today, in six queries; given the day, as facts stand on it."""
    done = completed_assessments()
    under_way = open_assessment(now=now)
    return Standing(
        latest=report_of(done[0], language=language, today=today, every=done) if done else None,
        history=tuple(_line(one, language) for one in done),
        open=under_way,
        progress=_progress(under_way, language) if under_way else None,
        trend=trend_page(done, language=language),
    )


def _progress(assessment: Assessment, language: str) -> Progress:
    questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
    return progress(questionnaire, answers_of(assessment), language=language)


def _line(assessment: Assessment, language: str) -> HistoryLine:
    result = Result.from_dict(assessment.result or {})
    levels = catalogue.questionnaire(assessment.questionnaire_version).levels
    names = {level.number: level.name.in_language(language) for level in levels}
    return HistoryLine(
        assessment,
        result.level,
        names[result.level] if result.level else "",
        round(result.overall),
    )
