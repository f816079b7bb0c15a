"""What one company lends of an assessment: figures and codes only, no name and no text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec

from assessments.questionnaire.rules.answers import DONT_KNOW, Answers, visible_answers
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.results.rules.results import Result

KIND = "peers"
OVERALL = "overall"
SECTOR_ITEM, SIZE_ITEM = "F1", "F2"
# Beyond this use of AI every question is asked: the way through the questionnaire is the same.
LONGEST_PATH = 2
RETEST_FROM, RETEST_UNTIL = 10, 14
ONE_IN = 20


@dataclass(frozen=True, slots=True)
class Lending:
    """One assessment as it was lent.

    *values* of 100 by dimension and `overall`; *answers* the anchor 0..4 or None for don't know,
    by item and its revision (`P1/1`); *path* 0..2, which questions were asked; *announced*
    whether enough was known to announce a level.
    """

    company: str
    at: datetime
    questionnaire: str
    sector: str | None
    size: str | None
    path: int
    announced: bool
    values: Mapping[str, float]
    answers: Mapping[str, int | None]

    @property
    def major(self) -> int:
        """The major version of its questionnaire: scores compare within it."""
        return int(self.questionnaire.split(".")[0])

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any], *, company: str, at: datetime) -> Lending:
        """The lending whose document this is."""
        return msgspec.convert({**stored, "company": company, "at": at}, cls)


def lending_document(
    *, questionnaire: Questionnaire, answers: Answers, result: Result
) -> dict[str, Any]:
    """The document that is lent: all that leaves the company, beside the moment it completed."""
    given = visible_answers(questionnaire, answers)
    anchored = [item for item in questionnaire.items if item.anchors and item.id in given]
    return {
        "questionnaire": result.version,
        "sector": chosen(given, SECTOR_ITEM),
        "size": chosen(given, SIZE_ITEM),
        "path": min(result.usage, LONGEST_PATH),
        "announced": result.level is not None,
        "values": {OVERALL: result.overall, **{one.id: one.value for one in result.dimensions}},
        "answers": {f"{item.id}/{item.revision}": _anchor(given[item.id]) for item in anchored},
    }


def chosen(answers: Answers, item_id: str) -> str | None:
    """The option chosen in answer to an item that has several, None without one."""
    answer = answers.get(item_id)
    return answer if isinstance(answer, str) and answer != DONT_KNOW else None


def is_retest(before: datetime, after: datetime) -> bool:
    """Whether the second was taken soon enough that the company cannot have changed."""
    return RETEST_FROM <= (after - before).days <= RETEST_UNTIL


def kept(moments: Mapping[UUID, datetime]) -> frozenset[UUID]:
    """What of a company's contributions is still of use: the last two, and the last retest."""
    ordered = sorted(moments, key=lambda one: moments[one])
    pairs = [(one, two) for one, two in pairwise(ordered) if is_retest(moments[one], moments[two])]
    return frozenset((*ordered[-2:], *(pairs[-1] if pairs else ())))


def is_chosen(assessment_id: UUID) -> bool:
    """Whether this assessment is one of the twenty whose company is asked to take it again."""
    return int.from_bytes(sha256(assessment_id.bytes).digest()[:8], "big") % ONE_IN == 0


def _anchor(answer: object) -> int | None:
    return answer if isinstance(answer, int) else None
