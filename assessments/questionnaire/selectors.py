"""The published questionnaires, actions and use cases, each version read once per process.

They are the same for every company, so a process may keep them. `data/published.yaml` says what
is published, with the digest of each file; a file it does not name is a draft nobody answers.
A questionnaire is read with the newest actions and uses that fit it, see `actions_for`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from assessments.content.rules.publication import Publication, is_version, numbers, parse_published
from assessments.content.rules.steps import Content
from assessments.contradictions.rules import Contradictions, parse_contradictions, stand_in
from assessments.questionnaire.rules.answers import DONT_KNOW
from assessments.questionnaire.rules.checks import parse_questionnaire
from assessments.questionnaire.rules.documents import Text
from assessments.questionnaire.rules.questionnaire import Item, Questionnaire
from assessments.questionnaire.rules.reading import PathReading, path_readings
from assessments.roadmap.rules.actions import ActionCatalogue, check_actions_fit, parse_actions
from assessments.uses.rules import UseCase, UseCaseCatalogue, check_use_cases_fit, parse_use_cases
from tenants.documents import BadDocument, bad, load

DATA = Path(__file__).resolve().parent.parent / "data"
PUBLISHED = "published.yaml"
Published = TypeVar("Published", bound=Content)
Fitting = TypeVar("Fitting", ActionCatalogue, UseCaseCatalogue)
PARSERS: dict[str, Callable[[object], Content]] = {
    "questionnaire": parse_questionnaire,
    "actions": parse_actions,
    "use_cases": parse_use_cases,
    "contradictions": parse_contradictions,
}


@cache
def publications() -> tuple[Publication, ...]:
    """Every version that was published, in the order of publication."""
    source = (DATA / PUBLISHED).read_text(encoding="utf-8")
    return parse_published(load(source, name="published"))


def versions(kind: str) -> tuple[str, ...]:
    """The published versions of that kind, one of `KINDS`, oldest first."""
    return tuple(one.version for one in publications() if one.kind == kind)


def drafts(kind: str) -> tuple[str, ...]:
    """The versions that lie in the folder and are not published, oldest first."""
    files = {path.stem for path in (DATA / kind).glob("*.yaml") if is_version(path.stem)}
    return tuple(sorted(files - set(versions(kind)), key=numbers))


def path_of(kind: str, version: str) -> Path:
    """Where that version lies, published or not."""
    return DATA / kind / f"{version}.yaml"


def documents() -> dict[tuple[str, str], bytes]:
    """The bytes of every published file that is there, by kind and version."""
    return {
        (one.kind, one.version): path.read_bytes()
        for one in publications()
        if (path := path_of(one.kind, one.version)).exists()
    }


def content(kind: str, version: str) -> Content:
    """That version, published or not; KeyError if there is no such file, BadDocument if faulty."""
    if version not in (*versions(kind), *drafts(kind)):
        raise KeyError(f"{kind} {version}")
    return _parsed(kind, version, PARSERS[kind])


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
    """The newest actions that fit that questionnaire, see `fitting_actions`."""
    return fitting_actions(questionnaire(questionnaire_version))


@cache
def use_cases_for(questionnaire_version: str) -> UseCaseCatalogue:
    """The newest use cases that fit that questionnaire, see `fitting_use_cases`."""
    return fitting_use_cases(questionnaire(questionnaire_version))


def fitting_actions(asked: Questionnaire) -> ActionCatalogue:
    """The newest published actions whose items and dimensions all stand in that questionnaire.

    So an older questionnaire goes on with older actions. BadDocument of the newest if none fits.
    """
    newest_first = [actions(one) for one in reversed(versions("actions"))]
    return _newest_fitting(newest_first, asked, check_actions_fit)


def fitting_use_cases(asked: Questionnaire) -> UseCaseCatalogue:
    """The newest published uses whose functions, tasks and dimensions stand in it; as above."""
    newest_first = [use_cases(one) for one in reversed(versions("use_cases"))]
    return _newest_fitting(newest_first, asked, check_use_cases_fit)


@cache
def readings(questionnaire_version: str) -> tuple[PathReading, ...]:
    """How long that version takes on each of its paths, in both languages."""
    return path_readings(questionnaire(questionnaire_version))


def find_use_case(use_case_id: str) -> UseCase | None:
    """The use of that id as the newest version that has it says, or None; ids never change."""
    for version in reversed(versions("use_cases")):
        found = use_cases(version).use_cases.get(use_case_id)
        if found is not None:
            return found
    return None


def function_served(*, use_case_id: str, language: str) -> str:
    """The function of the company that a use serves, in words; empty where it serves them all."""
    found = find_use_case(use_case_id)
    options = questionnaire(versions("questionnaire")[-1]).item("J1").options
    names = {one.id: one.name.in_language(language) for one in options}
    return names.get(found.function, "") if found else ""


def forget() -> None:
    """What is asked next is read from the files: something was published meanwhile."""
    publications.cache_clear()
    for kept in (
        questionnaire,
        actions,
        use_cases,
        contradictions,
        contradictions_for,
        actions_for,
        use_cases_for,
        readings,
    ):
        kept.cache_clear()


def _newest_fitting(
    newest_first: list[Fitting],
    asked: Questionnaire,
    check: Callable[[Fitting, Questionnaire], None],
) -> Fitting:
    fitting = [one for one in newest_first if _fits(one, asked, check)]
    if not fitting:
        check(newest_first[0], asked)
    return fitting[0]


def _fits(
    one: Fitting, asked: Questionnaire, check: Callable[[Fitting, Questionnaire], None]
) -> bool:
    try:
        check(one, asked)
    except BadDocument:
        return False
    return True


@cache
def contradictions(version: str) -> Contradictions:
    """That version of the pairs of answers; KeyError if it was never published."""
    return _read("contradictions", version, parse_contradictions)


@cache
def contradictions_for(questionnaire_version: str) -> Contradictions:
    """The newest pairs that all stand in that questionnaire, else the newest.

    Each pair holds for the revisions of the items it names.
    """
    asked = questionnaire(questionnaire_version)
    newest_first = [contradictions(one) for one in reversed(versions("contradictions"))]
    fitting = [one for one in newest_first if stand_in(one, asked)]
    return (fitting or newest_first)[0]


def _read(kind: str, version: str, parse: Callable[[object], Published]) -> Published:
    if version not in versions(kind):
        raise KeyError(f"{kind} {version}")
    return _parsed(kind, version, parse)


def _parsed(kind: str, version: str, parse: Callable[[object], Published]) -> Published:
    source = path_of(kind, version).read_text(encoding="utf-8")
    found = parse(load(source, name=f"{kind} {version}"))
    if found.version != version:
        raise bad("version_not_its_name", f"{kind} {version}")
    return found


_NO_BREAK = "\u00a0"
_UNITS = re.compile(r" (?=(?:k?€|h\b|:|»))|(?<=«) ")


def spaced(text: str) -> str:
    """The text with unbreakable spaces where a line must not be cut: before €, : and »."""
    return _UNITS.sub(_NO_BREAK, text)


def in_words(text: Text, language: str) -> str:
    """The wording in that language, its lines cut where they may be."""
    return spaced(text.in_language(language))


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
    return in_words(item.anchors[anchor], language)


def _parts(item: Item, answer: Mapping[str, int], language: str) -> list[str]:
    columns = {row.id: (row.name, item.columns) for row in item.rows}
    columns |= {field.id: (field.name, field.choices) for field in item.fields}
    colon = f"{_NO_BREAK}: " if language.startswith("fr") else ": "
    return [
        f"{columns[key][0].in_language(language)}{colon}{range_text(columns[key][1][n], language)}"
        for key, n in answer.items()
    ]
