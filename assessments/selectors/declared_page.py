"""What was declared and what the product sees of it: at completion, and today for the newest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from assessments.rules.answers import Answers
from assessments.rules.observed_answers import (
    CONFIRMED,
    CONTRADICTED,
    EXCEEDED,
    HOLDS,
    Mark,
    marks,
    seen_scores,
    sights,
)
from assessments.rules.proofs import evidence
from assessments.rules.questionnaire import Questionnaire
from assessments.rules.results import plain
from assessments.selectors import catalogue
from assessments.selectors.observed import Observed, observed_facts
from assessments.selectors.wording import anchor_text, spaced


@dataclass(frozen=True, slots=True)
class Seen:
    """What the product sees on a day: marks of answers, scores of 100, actions proven done."""

    on: date
    marks: tuple[Mark, ...]
    scores: Mapping[str, float]
    proven: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The stored form: the fields under their own names, moments as ISO texts."""
        lines = [{**plain(one), "at": one.at.isoformat()} for one in self.marks]
        kept: dict[str, Any] = plain(replace(self, marks=()))
        return {**kept, "on": self.on.isoformat(), "marks": lines}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Seen:
        """What was stored at completion."""
        return cls(
            on=date.fromisoformat(stored["on"]),
            marks=tuple(
                Mark(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in stored["marks"]
            ),
            scores=stored["scores"],
            proven=tuple(stored["proven"]),
        )


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One marked answer in words.

    *holds*: since that day, else seen on it; *since_then*: not yet seen at completion.
    """

    item_id: str
    question: str
    answer: str
    seen: str
    code: str
    since: datetime
    holds: bool
    since_then: bool


@dataclass(frozen=True, slots=True)
class DeclaredPage:
    """The marks by what they say; *is_live*: as of today, else as they stood at completion."""

    on: date
    is_live: bool
    contradicted: tuple[MarkLine, ...]
    exceeded: tuple[MarkLine, ...]
    confirmed: tuple[MarkLine, ...]
    scores: Mapping[str, float]

    @property
    def count(self) -> int:
        """How many answers have a mark."""
        return len(self.contradicted) + len(self.exceeded) + len(self.confirmed)


def seen_on(
    facts: Mapping[str, Observed], *, questionnaire: Questionnaire, answers: Answers, today: date
) -> Seen:
    """What the facts of that day say of these answers."""
    seen = sights(facts, today=today)
    catalogued = catalogue.actions_for(questionnaire.version).actions.values()
    return Seen(
        on=today,
        marks=marks(questionnaire=questionnaire, answers=answers, seen=seen),
        scores=seen_scores(questionnaire=questionnaire, answers=answers, seen=seen),
        proven=tuple(one.id for one in catalogued if evidence(one.proof, facts).is_proven),
    )


def stored_seen(advice: Mapping[str, Any]) -> Seen | None:
    """What the product saw when that result was computed; None where nobody looked."""
    stored = advice.get("observed")
    return Seen.from_dict(stored) if stored else None


def declared_page(
    *,
    questionnaire: Questionnaire,
    answers: Answers,
    advice: Mapping[str, Any],
    today: date | None,
    language: str,
) -> DeclaredPage | None:
    """The marks of today in one query, those of then without a day; None where none are known."""
    then = stored_seen(advice)
    now = None
    if today is not None:
        facts = observed_facts(today=today)
        now = seen_on(facts, questionnaire=questionnaire, answers=answers, today=today)
    seen = now or then
    if seen is None:
        return None
    before = {(one.item_id, one.status) for one in then.marks} if now and then else None

    def lines(status: str) -> tuple[MarkLine, ...]:
        return tuple(
            _line(questionnaire, mark, language, before)
            for mark in seen.marks
            if mark.status == status
        )

    return DeclaredPage(
        on=seen.on,
        is_live=now is not None,
        contradicted=lines(CONTRADICTED),
        exceeded=lines(EXCEEDED),
        confirmed=lines(CONFIRMED),
        scores=seen.scores,
    )


def _line(
    questionnaire: Questionnaire,
    mark: Mark,
    language: str,
    before: set[tuple[str, str]] | None,
) -> MarkLine:
    item = questionnaire.item(mark.item_id)
    return MarkLine(
        item_id=mark.item_id,
        question=spaced(item.question.in_language(language)),
        answer=anchor_text(item, mark.answered, language),
        seen=anchor_text(item, mark.seen, language),
        code=mark.code,
        since=mark.at,
        holds=mark.code in HOLDS,
        since_then=before is not None and (mark.item_id, mark.status) not in before,
    )
