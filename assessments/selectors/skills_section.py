"""The skills that one assessment declares, in words: a part of its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.rules.answers import Answers
from assessments.rules.profile import profile_of
from assessments.rules.questionnaire import Questionnaire
from assessments.rules.skills import (
    Need,
    SkillStanding,
    declared_columns,
    foremost,
    skills_item,
    skills_needed,
    standing_of,
)
from assessments.selectors import catalogue
from assessments.selectors.skills import Headline, headline_of, skill_names
from assessments.selectors.wording import range_text, spaced


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    """One skill: how many people, as answered, and what of the proposed uses needs it."""

    name: str
    declared: str
    standing: SkillStanding


@dataclass(frozen=True, slots=True)
class SkillsSection:
    """The skills as declared, and the gap to speak of first; empty where nothing is answered."""

    lines: tuple[DeclaredLine, ...]
    headline: Headline | None


def skills_section(
    *, questionnaire: Questionnaire, answers: Answers, uses: Mapping[str, Any], language: str
) -> SkillsSection:
    """The section of one assessment, its stored uses being what needs skills; no query."""
    declared = declared_columns(questionnaire, answers)
    if not declared:
        return SkillsSection((), None)
    names = skill_names(questionnaire=questionnaire, language=language)
    size = profile_of(questionnaire=questionnaire, answers=answers).size
    needs = _needs(uses, language)
    standings = [
        standing_of(
            skill=skill,
            declared=declared.get(skill),
            levels=(),
            is_begun=False,
            needs=needs,
            size=size,
        )
        for skill in names
    ]
    first, columns = foremost(standings), skills_item(questionnaire).columns
    return SkillsSection(
        lines=tuple(
            DeclaredLine(
                names[one.skill],
                "" if one.declared is None else range_text(columns[one.declared], language),
                one,
            )
            for one in standings
        ),
        headline=headline_of(first, names) if first else None,
    )


def _needs(uses: Mapping[str, Any], language: str) -> list[Need]:
    known = catalogue.use_cases(uses["catalogue_version"]).use_cases
    proposed = [known[one["use_case_id"]] for one in uses["shortlist"]]
    return [
        Need(spaced(one.title.in_language(language)), skills_needed(one), False) for one in proposed
    ]
