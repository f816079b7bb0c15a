from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from assessments.contradictions.selectors import ClashingAnswers
from assessments.questionnaire.rules.questionnaire import Item


def raw_answer(item: Item, posted: QueryDict) -> object:
    """What the page of this item sent, in the shape of a JSON body; None where nothing is chosen.

    Cards send `answer`; the lines of a grid send their own name each.
    """
    if item.kind == "multi":
        return posted.getlist("answer") or None
    names = [row.id for row in item.rows] + [field.id for field in item.fields]
    if names:
        return {name: posted[name] for name in names if posted.get(name)} or None
    return posted.get("answer") or None


def corrected(asked: Iterable[ClashingAnswers], posted: QueryDict) -> dict[str, Any]:
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
