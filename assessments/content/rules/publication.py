"""What was published, when, and with which bytes: a published document never changes again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from assessments.questionnaire.rules.document import version_of
from assessments.questionnaire.rules.documents import BadDocument, Node, Problem

SCHEMA = "capitaine/published/1"
KINDS = ("questionnaire", "actions", "use_cases", "contradictions")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Publication:
    """One version of one document, the SHA-256 of its bytes and the day it came out."""

    kind: str
    version: str
    digest: str
    published_on: date

    @property
    def name(self) -> str:
        """The document as a person names it: *actions 1.0.0*."""
        return f"{self.kind} {self.version}"


def digest_of(document: bytes) -> str:
    """The SHA-256 of a document, in hexadecimal."""
    return sha256(document).hexdigest()


def parse_published(root: Node) -> tuple[Publication, ...]:
    """The publications in their order; BadDocument where one stands twice or out of order."""
    top = root.mapping(required={"schema", "published"})
    top["schema"].choice({SCHEMA})
    found = tuple(_publication(node) for node in top["published"].sequence())
    problems = tuple(_order_problems(found))
    if problems:
        raise BadDocument(problems)
    return found


def changed_documents(
    published: tuple[Publication, ...], documents: Mapping[tuple[str, str], bytes]
) -> Iterator[Problem]:
    """*changed_after_publication* or *published_file_missing* for each that is not as it was."""
    for one in published:
        document = documents.get((one.kind, one.version))
        if document is None:
            yield Problem("published_file_missing", one.name)
        elif digest_of(document) != one.digest:
            yield Problem("changed_after_publication", one.name)


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


def _publication(node: Node) -> Publication:
    keys = node.mapping(required={"kind", "version", "sha256", "published_on"})
    if not _DIGEST.fullmatch(keys["sha256"].text()):
        raise BadDocument((Problem("not_a_digest", keys["sha256"].where),))
    return Publication(
        keys["kind"].choice(set(KINDS)),
        version_of(keys["version"]),
        keys["sha256"].text(),
        keys["published_on"].day(),
    )


def _order_problems(found: tuple[Publication, ...]) -> Iterator[Problem]:
    for kind in KINDS:
        versions = [numbers(one.version) for one in found if one.kind == kind]
        if not versions:
            yield Problem("nothing_published", kind)
        if versions != sorted(set(versions)):
            yield Problem("versions_out_of_order", kind)
