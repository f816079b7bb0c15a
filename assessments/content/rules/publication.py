"""What was published, when, and with which bytes: a published document never changes again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated, Literal, get_args

from msgspec import Meta, field

from assessments.questionnaire.rules.documents import Version
from tenants.documents import BadDocument, DocumentFault, Part, shaped

Kind = Literal["questionnaire", "actions", "use_cases", "contradictions"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_VERSION = re.compile(r"\d+\.\d+\.\d+")


class Publication(Part):
    """One version of one document, the SHA-256 of its bytes and the day it came out."""

    kind: Kind
    version: Version
    digest: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")] = field(name="sha256")
    published_on: date

    @property
    def name(self) -> str:
        """The document as a person names it: *actions 1.0.0*."""
        return f"{self.kind} {self.version}"


class Published(Part):
    """All that was published, in order."""

    schema: Literal["capitaine/published/1"]
    published: tuple[Publication, ...]


def is_version(text: str) -> bool:
    """Whether a text is a version of three numbers."""
    return _VERSION.fullmatch(text) is not None


def digest_of(document: bytes) -> str:
    """The SHA-256 of a document, in hexadecimal."""
    return sha256(document).hexdigest()


def parse_published(document: object) -> tuple[Publication, ...]:
    """The publications in their order; BadDocument where one stands twice or out of order."""
    found = shaped(document, Published, name="published").published
    problems = tuple(_order_problems(found))
    if problems:
        raise BadDocument(problems)
    return found


def changed_documents(
    published: tuple[Publication, ...], documents: Mapping[tuple[str, str], bytes]
) -> Iterator[DocumentFault]:
    """*changed_after_publication* or *published_file_missing* for each that is not as it was."""
    for one in published:
        document = documents.get((one.kind, one.version))
        if document is None:
            yield DocumentFault("published_file_missing", one.name)
        elif digest_of(document) != one.digest:
            yield DocumentFault("changed_after_publication", one.name)


def numbers(version: str) -> tuple[int, ...]:
    """The three numbers of a version, to be compared in order."""
    return tuple(int(part) for part in version.split("."))


def step_between(before: str, after: str) -> str | None:
    """*major*, *minor* or *patch* where *after* is the very next such version, else None."""
    major, minor, patch = numbers(before)
    following: dict[tuple[int, ...], str] = {
        (major + 1, 0, 0): "major",
        (major, minor + 1, 0): "minor",
        (major, minor, patch + 1): "patch",
    }
    return following.get(numbers(after))


def _order_problems(found: tuple[Publication, ...]) -> Iterator[DocumentFault]:
    for kind in KINDS:
        versions = [numbers(one.version) for one in found if one.kind == kind]
        if not versions:
            yield DocumentFault("nothing_published", kind)
        if versions != sorted(set(versions)):
            yield DocumentFault("versions_out_of_order", kind)
