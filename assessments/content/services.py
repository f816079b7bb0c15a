"""Content comes out: checked against all that came before, and never changed afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from assessments.content.rules.publication import Publication, changed_documents, digest_of
from assessments.content.rules.steps import Content, step_problems
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.roadmap.rules.actions import ActionCatalogue, check_actions_fit
from assessments.uses.rules import UseCaseCatalogue, check_use_cases_fit
from tenants.documents import BadDocument, DocumentFault


def publish_content(*, kind: str, version: str, today: date) -> Publication:
    """That draft is published from now on: one line more in the list of publications.

    KeyError without such a file; BadDocument with every reason against it, and then nothing is
    written.
    """
    problems = [*changed_documents(catalogue.publications(), catalogue.documents())]
    if version in catalogue.versions(kind):
        problems.append(DocumentFault("published_already", f"{kind} {version}"))
    if problems:
        raise BadDocument(tuple(problems))
    check_publishable(kind=kind, version=version)
    digest = digest_of(catalogue.path_of(kind, version).read_bytes())
    entry = f'- {{kind: {kind}, version: {version}, published_on: {today}, sha256: "{digest}"}}\n'
    with (catalogue.DATA / catalogue.PUBLISHED).open("a", encoding="utf-8") as published:
        published.write(entry)
    catalogue.forget()
    return catalogue.publications()[-1]


def check_publishable(*, kind: str, version: str) -> None:
    """Nothing if that version may follow those before it, else BadDocument; KeyError as above."""
    draft = catalogue.content(kind, version)
    known = [one for one in catalogue.versions(kind) if one != version]
    earlier = [catalogue.content(kind, one) for one in known]
    problems = step_problems(earlier[-1], draft, earlier[:-1]) if earlier else []
    problems += _companions(draft)
    if problems:
        raise BadDocument(tuple(problems))


def check_published() -> None:
    """Nothing if every published file is as it was and each could follow the one before.

    Else BadDocument with every problem found.
    """
    problems = [*changed_documents(catalogue.publications(), catalogue.documents())]
    for kind in catalogue.PARSERS:
        contents = [catalogue.content(kind, one) for one in catalogue.versions(kind)]
        for place in range(1, len(contents)):
            problems += step_problems(contents[place - 1], contents[place], contents[: place - 1])
    for version in catalogue.versions("questionnaire"):
        problems += _companions(catalogue.questionnaire(version))
    if problems:
        raise BadDocument(tuple(problems))


def _companions(draft: Content) -> list[DocumentFault]:
    """A questionnaire needs actions and uses that fit it; these must fit one, if only a draft."""
    if isinstance(draft, Questionnaire):
        return _misfit(
            lambda: (catalogue.fitting_actions(draft), catalogue.fitting_use_cases(draft))
        )
    versions = (*catalogue.versions("questionnaire"), *catalogue.drafts("questionnaire"))
    asked = [
        one
        for v in versions
        if isinstance(one := catalogue.content("questionnaire", v), Questionnaire)
    ]
    misfits = [_misfit(partial(_check_fit, draft, one)) for one in asked]
    return [] if not all(misfits) else misfits[-1]


def _check_fit(draft: Content, asked: Questionnaire) -> None:
    if isinstance(draft, ActionCatalogue):
        check_actions_fit(draft, asked)
    elif isinstance(draft, UseCaseCatalogue):
        check_use_cases_fit(draft, asked)


def _misfit(check: Callable[[], object]) -> list[DocumentFault]:
    try:
        check()
    except BadDocument as misfit:
        return list(misfit.problems)
    return []
