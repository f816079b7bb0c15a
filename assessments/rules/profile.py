"""What the unscored answers say of a company: size, sector, capacity, and where it hurts.

What is not answered is assumed on the cautious side and said so: the smallest days and budget, a
medium-sized company for what things cost, and any sector.
"""

from __future__ import annotations

from dataclasses import dataclass

from assessments.rules.answers import Answers
from assessments.rules.questionnaire import Questionnaire

ANY_SECTION = "*"
CAUTIOUS_SIZE = "medium"


@dataclass(frozen=True, slots=True)
class Profile:
    """A company: days a month, euros a year, NACE section letters (* for any), J1 and J2.

    *assumed* names what was not answered: days_month, budget_year, size, sector.
    """

    days_month: float
    budget_year: float
    size: str
    sections: frozenset[str]
    functions: frozenset[str]
    tasks: frozenset[str]
    assumed: tuple[str, ...]


def profile_of(*, questionnaire: Questionnaire, answers: Answers) -> Profile:
    """The company these answers describe."""
    days, days_known = _capacity(questionnaire, answers, "days_month")
    budget, budget_known = _capacity(questionnaire, answers, "budget_year")
    size, sector = answers.get("F2"), answers.get("F1")
    known = {
        "days_month": days_known,
        "budget_year": budget_known,
        "size": isinstance(size, str),
        "sector": isinstance(sector, str),
    }
    return Profile(
        days_month=days,
        budget_year=budget,
        size=size if isinstance(size, str) else CAUTIOUS_SIZE,
        sections=_sections(questionnaire, sector),
        functions=_chosen(answers, "J1"),
        tasks=_chosen(answers, "J2"),
        assumed=tuple(name for name, is_known in known.items() if not is_known),
    )


def _capacity(questionnaire: Questionnaire, answers: Answers, field_id: str) -> tuple[float, bool]:
    declared = answers.get("J3")
    field = next(one for one in questionnaire.item("J3").fields if one.id == field_id)
    if isinstance(declared, int | str | tuple | list | None) or field_id not in declared:
        return field.values[0], False
    return field.values[declared[field_id]], True


def _sections(questionnaire: Questionnaire, sector: object) -> frozenset[str]:
    for option in questionnaire.item("F1").options:
        if option.id == sector:
            return frozenset(option.nace)
    return frozenset({ANY_SECTION})


def _chosen(answers: Answers, item_id: str) -> frozenset[str]:
    chosen = answers.get(item_id)
    return frozenset(chosen) if isinstance(chosen, tuple | list) else frozenset()
