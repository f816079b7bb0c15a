"""Answers that do not go together, as their page sends them: one field per question."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from assessments.contradictions.selectors import Asked


def corrected(asked: Iterable[Asked], posted: QueryDict) -> dict[str, Any]:
    """The raw answers that differ from the present ones, by item."""
    changed = {}
    for one in asked:
        for question in one.questions:
            raw = posted.get(question.item_id)
            present = {choice.value for choice in question.choices if choice.chosen}
            if raw is not None and raw not in present:
                changed[question.item_id] = raw
    return changed


def kept(posted: QueryDict) -> frozenset[str]:
    """The ids of the pairs that the person was shown."""
    return frozenset(posted.getlist("shown"))
