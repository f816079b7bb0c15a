"""The firm's answers as rows: one per visible question, for a spreadsheet and the interface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from assessments.models import Assessment
from assessments.rules.answers import DONT_KNOW, known_anchor
from assessments.rules.branching import visible_items
from assessments.rules.questionnaire import Item
from assessments.rules.results import DONT_KNOW as NOT_KNOWN
from assessments.rules.results import KNOWN, UNANSWERED, plain
from assessments.rules.voices import Said, by_item
from assessments.selectors.voices import Seat, seat_of
from assessments.selectors.wording import answer_text, spaced


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question and the firm's answer to it.

    *state* is known, dont_know or unanswered; *anchor* 0..4 where the answer is one; *role* boss,
    captain or manager. *role* and *answered_at* are empty where one of the team answered.
    """

    item_id: str
    revision: int
    dimension: str
    question: str
    state: str
    anchor: int | None
    value: Any
    text: str
    role: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """The rows of one assessment, in the order in which they are asked."""

    assessment: Assessment
    rows: tuple[AnswerRow, ...]


def answer_sheet(assessment_id: UUID, *, language: str) -> AnswerSheet:
    """The firm's answers in that language, in one query; NotFound `assessment_not_found`."""
    seat = seat_of(assessment_id, member_id=None)
    named = by_item(sorted(seat.said, key=lambda one: one.at, reverse=True))
    rows = [
        _row(seat, item, named.get(item.id, ()), language)
        for item in visible_items(seat.questionnaire, seat.firm)
    ]
    return AnswerSheet(seat.assessment, tuple(rows))


def _row(seat: Seat, item: Item, named: Sequence[Said], language: str) -> AnswerRow:
    """Who gave the answer that counts stands beside it; one of the team is never among *named*."""
    questionnaire, answer = seat.questionnaire, seat.firm.get(item.id)
    origin = next((one for one in named if one.value == answer), None)
    name = questionnaire.dimension(item.dimension).name if item.dimension else None
    return AnswerRow(
        item_id=item.id,
        revision=item.revision,
        dimension=name.in_language(language) if name else "",
        question=spaced(item.question.in_language(language)),
        state=UNANSWERED if answer is None else NOT_KNOWN if answer == DONT_KNOW else KNOWN,
        anchor=known_anchor(seat.firm, item.id),
        value=plain(answer),
        text=answer_text(questionnaire, item, answer, language),
        role=origin.role if origin else "",
        answered_at=origin.at if origin else None,
    )
