"""The published questionnaires, actions and use cases, each version read once per process.

They are the same for every company, so a process may keep them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from assessments.rules.action_catalogue import ActionCatalogue, check_actions_fit, parse_actions
from assessments.rules.contradictions import Contradictions, parse_contradictions
from assessments.rules.documents import Node, bad, parse_document
from assessments.rules.questionnaire import Questionnaire
from assessments.rules.questionnaire_document import parse_questionnaire
from assessments.rules.use_case_catalogue import (
    UseCaseCatalogue,
    check_use_cases_fit,
    parse_use_cases,
)

DATA = Path(__file__).resolve().parent.parent / "data"

Published = TypeVar("Published", Questionnaire, ActionCatalogue, UseCaseCatalogue, Contradictions)


def versions(kind: str) -> tuple[str, ...]:
    """The published versions of a kind of content (its folder under data), oldest first."""
    found = [path.stem for path in (DATA / kind).glob("*.yaml")]
    return tuple(sorted(found, key=lambda version: [int(part) for part in version.split(".")]))


@cache
def questionnaire(version: str) -> Questionnaire:
    """That version of the questionnaire; KeyError if it was never published."""
    return _read("questionnaire", version, parse_questionnaire)


def current_questionnaire(*, today: date) -> Questionnaire:
    """The newest version in force today, or the first one before any is."""
    published = [questionnaire(version) for version in versions("questionnaire")]
    in_force = [one for one in published if one.effective_from <= today]
    return in_force[-1] if in_force else published[0]


@cache
def actions(version: str) -> ActionCatalogue:
    """That version of the actions; KeyError if it was never published."""
    return _read("actions", version, parse_actions)


@cache
def use_cases(version: str) -> UseCaseCatalogue:
    """That version of the use cases; KeyError if it was never published."""
    return _read("use_cases", version, parse_use_cases)


@cache
def actions_for(questionnaire_version: str) -> ActionCatalogue:
    """The newest actions, checked against that questionnaire."""
    newest = actions(versions("actions")[-1])
    check_actions_fit(newest, questionnaire(questionnaire_version))
    return newest


@cache
def use_cases_for(questionnaire_version: str) -> UseCaseCatalogue:
    """The newest use cases, checked against that questionnaire."""
    newest = use_cases(versions("use_cases")[-1])
    check_use_cases_fit(newest, questionnaire(questionnaire_version))
    return newest


@cache
def contradictions(version: str) -> Contradictions:
    """That version of the pairs of answers; KeyError if it was never published."""
    return _read("contradictions", version, parse_contradictions)


def current_contradictions() -> Contradictions:
    """The newest pairs; each holds for the revisions of the items it names."""
    return contradictions(versions("contradictions")[-1])


def _read(kind: str, version: str, parse: Callable[[Node], Published]) -> Published:
    if version not in versions(kind):
        raise KeyError(f"{kind} {version}")
    source = (DATA / kind / f"{version}.yaml").read_text(encoding="utf-8")
    published = parse(parse_document(source, name=kind))
    if published.version != version:
        raise bad("version_not_its_name", f"{kind} {version}")
    return published
