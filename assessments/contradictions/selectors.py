"""Answers that do not go together, as a page asks them again or a result notes them."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.advice.rules import KeptPairs
from assessments.answers.selectors import Question, question
from assessments.contradictions.rules import Pair, given, together
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Answers
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.questionnaire.selectors import spaced


@dataclass(frozen=True, slots=True)
class ClashingAnswers:
    """Answers to look at together: why they clash, and each question with its present answer."""

    ids: tuple[str, ...]
    reasons: tuple[str, ...]
    questions: tuple[Question, ...]


def contradictory(questionnaire: Questionnaire, answers: Answers) -> tuple[Pair, ...]:
    """The pairs of these answers that do not go together, by the list that goes with it."""
    return given(
        contradictions=catalogue.contradictions_for(questionnaire.version),
        questionnaire=questionnaire,
        answers=answers,
    )


def asked_again(
    *, questionnaire: Questionnaire, answers: Answers, language: str
) -> tuple[ClashingAnswers, ...]:
    """What is asked once more before the result; each question stands once."""
    return tuple(
        ClashingAnswers(
            tuple(pair.id for pair in group),
            tuple(spaced(pair.name.in_language(language)) for pair in group),
            tuple(
                question(
                    questionnaire=questionnaire,
                    answers=answers,
                    item_id=item.id,
                    language=language,
                )
                for item in questionnaire.items
                if item.id in {one for pair in group for one in pair.items}
            ),
        )
        for group in together(contradictory(questionnaire, answers))
    )


def kept_pairs(noted: KeptPairs | None) -> tuple[Pair, ...]:
    """The pairs noted when the result was computed; none before such pairs were looked for."""
    if noted is None:
        return ()
    known = catalogue.contradictions(noted.version)
    return tuple(pair for pair_id in noted.kept if (pair := known.find(pair_id)))
