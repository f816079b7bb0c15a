"""A questionnaire as others read it: its texts in one language."""

from __future__ import annotations

from typing import Any

from assessments.rules.questionnaire import Item, Questionnaire
from assessments.rules.results import plain


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
        "show_if": plain(item.show_if),
        **(
            {"anchors": [one.in_language(language) for one in item.anchors]} if item.anchors else {}
        ),
        **lists,
        **({"columns": list(item.columns)} if item.columns else {}),
        **({"fields": fields} if fields else {}),
        **({"most": item.most} if item.most else {}),
    }
