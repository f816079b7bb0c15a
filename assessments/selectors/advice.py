"""What the current catalogues make of a set of answers, wherever these are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.rules.answers import Answers
from assessments.rules.contradictions import given
from assessments.rules.questionnaire import Questionnaire
from assessments.rules.recommendations import NOTHING_ASIDE, recommend
from assessments.rules.results import Result
from assessments.rules.scoring import assess
from assessments.rules.use_cases import rank_use_cases
from assessments.selectors import catalogue


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result, and the advice in its stored form: `roadmap`, `uses` and `contradictions`."""

    result: Result
    advice: dict[str, Any]


def outcome_of(
    *,
    questionnaire: Questionnaire,
    answers: Answers,
    set_aside: Mapping[str, str] = NOTHING_ASIDE,
) -> Outcome:
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
    pairs = catalogue.current_contradictions()
    kept = given(contradictions=pairs, questionnaire=questionnaire, answers=answers)
    advice = {
        "roadmap": roadmap.as_dict(),
        "uses": uses.as_dict(),
        "contradictions": {"version": pairs.version, "kept": [pair.id for pair in kept]},
    }
    return Outcome(result, advice)
