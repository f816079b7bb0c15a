"""What the current catalogues make of a set of answers, wherever these are kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.advice.rules import Advice, KeptPairs
from assessments.contradictions.rules import given
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Answers
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.results.rules.results import Result
from assessments.results.rules.scoring import assess
from assessments.roadmap.rules.recommendations import NOTHING_ASIDE, recommend
from assessments.uses.rules import rank_use_cases


@dataclass(frozen=True, slots=True)
class ResultWithAdvice:
    """A result, and what follows from it."""

    result: Result
    advice: Advice


def outcome_of(
    *,
    questionnaire: Questionnaire,
    answers: Answers,
    set_aside: Mapping[str, str] = NOTHING_ASIDE,
) -> ResultWithAdvice:
    """The result of these answers, the roadmap and the uses that follow from it.

    *set_aside*: the actions that the roadmap must not propose, each with its reason. Pairs of
    answers that do not go together are named with the version they were read in.
    """
    result = assess(questionnaire=questionnaire, answers=answers)
    roadmap = recommend(
        catalogue=catalogue.actions_for(questionnaire.version),
        questionnaire=questionnaire,
        answers=answers,
        result=result,
        set_aside=set_aside,
    )
    uses = rank_use_cases(
        catalogue=catalogue.use_cases_for(questionnaire.version),
        questionnaire=questionnaire,
        answers=answers,
        result=result,
    )
    pairs = catalogue.contradictions_for(questionnaire.version)
    kept = given(contradictions=pairs, questionnaire=questionnaire, answers=answers)
    noted = KeptPairs(pairs.version, tuple(pair.id for pair in kept))
    return ResultWithAdvice(result, Advice(roadmap, uses, noted))
