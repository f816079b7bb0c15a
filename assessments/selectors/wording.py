"""The published texts of answers in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assessments.rules.answers import DONT_KNOW
from assessments.rules.questionnaire import Item, Questionnaire

_NO_BREAK = "\u00a0"
_UNITS = re.compile(r" (?=(?:k?€|h\b|:|»))|(?<=«) ")


def spaced(text: str) -> str:
    """The text with unbreakable spaces where a line must not be cut: before €, : and »."""
    return _UNITS.sub(_NO_BREAK, text)


def answer_text(questionnaire: Questionnaire, item: Item, answer: object, language: str) -> str:
    """An answer in words, empty without one; several are joined by commas."""
    if answer is None:
        return ""
    if answer == DONT_KNOW:
        return questionnaire.dont_know.in_language(language)
    if isinstance(answer, int):
        return anchor_text(item, answer, language)
    if isinstance(answer, Mapping):
        return ", ".join(_parts(item, answer, language))
    chosen = {answer} if isinstance(answer, str) else set(listed(answer))
    names = [option.name.in_language(language) for option in item.options if option.id in chosen]
    return spaced(", ".join(names))


def range_text(text: str, language: str) -> str:
    """A range as it is written in that language: “2–10 k€”, “€2–10k”."""
    from_to = text.replace("-", "–")
    if language.startswith("fr") or "k€" not in text:
        return spaced(from_to)
    mark, _, sums = from_to.replace(" k€", "k").rpartition(" ")
    return f"{mark} €{sums}".strip()


def listed(answer: object) -> tuple[str, ...]:
    """The options of an answer that has several, empty for any other."""
    return answer if isinstance(answer, tuple) else ()


def anchor_text(item: Item, anchor: int, language: str) -> str:
    """The text of an anchor 0..4."""
    return spaced(item.anchors[anchor].in_language(language))


def _parts(item: Item, answer: Mapping[str, int], language: str) -> list[str]:
    columns = {row.id: (row.name, item.columns) for row in item.rows}
    columns |= {field.id: (field.name, field.choices) for field in item.fields}
    colon = f"{_NO_BREAK}: " if language.startswith("fr") else ": "
    return [
        f"{columns[key][0].in_language(language)}{colon}{range_text(columns[key][1][n], language)}"
        for key, n in answer.items()
    ]
