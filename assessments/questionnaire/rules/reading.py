"""How long a questionnaire takes on each path that its branching opens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from assessments.questionnaire.rules.answers import visible_items
from assessments.questionnaire.rules.checks import paths
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.questionnaire.rules.reading_time import DECISION_SECONDS, item_words

# A person's usual pace (Brysbaert 2019 finds 238 words a minute for silent reading).
USUAL_PACE = 230


@dataclass(frozen=True, slots=True)
class PathReading:
    """One path in one language: items shown, words on them, seconds to decide beside reading."""

    path: str
    language: str
    items: int
    words: int
    decision_seconds: int

    def seconds(self, *, words_per_minute: int) -> float:
        """Seconds to read at that pace and to decide."""
        return self.words * 60 / words_per_minute + self.decision_seconds


def path_readings(questionnaire: Questionnaire) -> tuple[PathReading, ...]:
    """Every path in French, then in English."""
    readings = []
    for answers in paths(questionnaire):
        shown = visible_items(questionnaire, answers)
        name = ", ".join(f"{item_id}={anchor}" for item_id, anchor in answers.items())
        for language in ("fr", "en"):
            words = sum(item_words(questionnaire, item, language) for item in shown)
            decisions = sum(DECISION_SECONDS[item.kind] for item in shown)
            readings.append(PathReading(name, language, len(shown), words, decisions))
    return tuple(readings)


def usual_minutes(readings: Iterable[PathReading], *, language: str) -> tuple[int, int]:
    """Whole minutes at the usual pace, rounded up, on the shortest and on the longest path."""
    spoken = "fr" if language.startswith("fr") else "en"
    seconds = [
        one.seconds(words_per_minute=USUAL_PACE) for one in readings if one.language == spoken
    ]
    return ceil(min(seconds) / 60), ceil(max(seconds) / 60)


def shortest_path(readings: Iterable[PathReading]) -> int:
    """How many items the shortest path shows: who answered fewer did not answer it whole."""
    return min(one.items for one in readings)
