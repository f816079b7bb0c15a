"""What other content would change for the current company; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assessments.answers.choices import AssessmentState
from assessments.answers.models import Assessment
from assessments.answers.selectors import completed_assessments, taken
from assessments.comparison.rules import Taken
from assessments.content.rules.rereading import (
    Rereading,
    reread_actions,
    reread_under,
    reread_use_cases,
)
from assessments.content.rules.steps import Content
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.questionnaire import Item, Questionnaire
from assessments.roadmap.rules.actions import ActionCatalogue, check_actions_fit
from assessments.uses.rules import UseCaseCatalogue, check_use_cases_fit
from assessments.voices.selectors.voices import answers_of
from tenants.documents import BadDocument


@dataclass(frozen=True, slots=True)
class CompanyEffect:
    """What one company would see: *finishes_on* is the version of its open diagnostic, if any.

    *rereading* is None without a completed diagnostic, or where the content does not fit its own.
    """

    finishes_on: str | None
    rereading: Rereading | None


def content_effect(*, before: Content, after: Content) -> CompanyEffect:
    """The current company under the newer content, in three queries."""
    under_way = Assessment.objects.filter(state=AssessmentState.OPEN).first()
    latest = completed_assessments(most=1)
    found = taken(latest[0], answers_of(latest[0])) if latest else None
    return CompanyEffect(
        finishes_on=under_way.questionnaire_version if under_way else None,
        rereading=_reread(found, before, after) if found else None,
    )


def _reread(found: Taken, before: Content, after: Content) -> Rereading | None:
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


def published_questionnaire(questionnaire: Questionnaire, *, language: str) -> dict[str, Any]:
    """Version, dimensions, levels and items in order, with what each item accepts."""
    return {
        "id": questionnaire.id,
        "version": questionnaire.version,
        "language": "fr" if language.startswith("fr") else "en",
        "dont_know": questionnaire.dont_know.in_language(language),
        "dimensions": [
            {"id": one.id, "weight": one.weight, "name": one.name.in_language(language)}
            for one in questionnaire.dimensions
        ],
        "levels": [
            {
                "number": one.number,
                "starts_at": one.starts_at,
                "name": one.name.in_language(language),
                "plain": one.plain.in_language(language),
            }
            for one in questionnaire.levels
        ],
        "items": [_item(item, language) for item in questionnaire.items],
    }


def _item(item: Item, language: str) -> dict[str, Any]:
    named = {"options": item.options, "rows": item.rows}
    lists = {
        key: [{"id": one.id, "name": one.name.in_language(language)} for one in options]
        for key, options in named.items()
        if options
    }
    fields = [
        {"id": one.id, "name": one.name.in_language(language), "choices": list(one.choices)}
        for one in item.fields
    ]
    return {
        "id": item.id,
        "revision": item.revision,
        "kind": item.kind,
        "dimension": item.dimension,
        "must_know": item.must_know,
        "question": item.question.in_language(language),
        "show_if": [
            {"item_id": opener, "operator": operator, "value": anchor}
            for opener, comparison in item.show_if.items()
            for operator, anchor in comparison.given.items()
        ],
        **(
            {"anchors": [one.in_language(language) for one in item.anchors]} if item.anchors else {}
        ),
        **lists,
        **({"columns": list(item.columns)} if item.columns else {}),
        **({"fields": fields} if fields else {}),
        **({"most": item.most} if item.most else {}),
    }
