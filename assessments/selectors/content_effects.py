"""What other content would change for the current company; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.choices import AssessmentState
from assessments.models import Assessment
from assessments.rules.action_catalogue import ActionCatalogue, check_actions_fit
from assessments.rules.comparison import Taken
from assessments.rules.documents import BadDocument
from assessments.rules.questionnaire import Questionnaire
from assessments.rules.rereading import (
    Rereading,
    reread_actions,
    reread_under,
    reread_use_cases,
)
from assessments.rules.use_case_catalogue import UseCaseCatalogue, check_use_cases_fit
from assessments.selectors import catalogue
from assessments.selectors.assessments import completed_assessments, taken
from assessments.selectors.voices import answers_of


@dataclass(frozen=True, slots=True)
class CompanyEffect:
    """What one company would see: *finishes_on* is the version of its open diagnostic, if any.

    *rereading* is None without a completed diagnostic, or where the content does not fit its own.
    """

    finishes_on: str | None
    rereading: Rereading | None


def content_effect(*, before: catalogue.Content, after: catalogue.Content) -> CompanyEffect:
    """The current company under the newer content, in three queries."""
    under_way = Assessment.objects.filter(state=AssessmentState.OPEN).first()
    latest = completed_assessments(most=1)
    found = taken(latest[0], answers_of(latest[0])) if latest else None
    return CompanyEffect(
        finishes_on=under_way.questionnaire_version if under_way else None,
        rereading=_reread(found, before, after) if found else None,
    )


def _reread(found: Taken, before: catalogue.Content, after: catalogue.Content) -> Rereading | None:
    if isinstance(after, Questionnaire):
        old = catalogue.actions_for(found.questionnaire.version)
        return reread_under(taken=found, after=after, old=old, new=catalogue.fitting_actions(after))
    try:
        if isinstance(before, ActionCatalogue) and isinstance(after, ActionCatalogue):
            check_actions_fit(after, found.questionnaire)
            return reread_actions(taken=found, old=before, new=after)
        if isinstance(before, UseCaseCatalogue) and isinstance(after, UseCaseCatalogue):
            check_use_cases_fit(after, found.questionnaire)
            return reread_use_cases(taken=found, old=before, new=after)
    except BadDocument:
        return None
    raise TypeError("two versions of the same kind are compared")
