"""How long a questionnaire takes a slow reader who decides slowly.

200 words a minute, below the mean of 238 for silent reading (Brysbaert 2019), plus a time to
decide for each item; the opening gate is decided while it is read.
"""

from __future__ import annotations

import re

from assessments.questionnaire.rules.documents import Text
from assessments.questionnaire.rules.questionnaire import Item, Questionnaire

WORDS_PER_MINUTE = 200
BUDGET_SECONDS = 600
DECISION_SECONDS = {
    "gate": 0,
    "scored": 8,
    "multi": 12,
    "choice": 12,
    "capacity": 12,
    "skills": 25,
}
_WORD = re.compile(r"[\w'’\-€%]+")


def item_words(questionnaire: Questionnaire, item: Item, language: str) -> int:
    """The words a reader sees on one item.

    The heads of the columns of the skills grid are part of the time to decide.
    """
    texts: list[Text] = [item.question, *item.anchors]
    texts += [option.name for option in (*item.options, *item.rows)]
    texts += [field.name for field in item.fields]
    if item.kind == "scored":
        texts.append(questionnaire.dont_know)
    ranges = [choice for field in item.fields for choice in field.choices]
    return sum(
        len(_WORD.findall(text))
        for text in [*(text.in_language(language) for text in texts), *ranges]
    )


def item_seconds(questionnaire: Questionnaire, item: Item, language: str) -> float:
    """Seconds to read and decide on one item."""
    words = item_words(questionnaire, item, language)
    return words * 60 / WORDS_PER_MINUTE + DECISION_SECONDS[item.kind]
