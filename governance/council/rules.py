"""When a consultation of the works council is over: with its opinion, or with its silence."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from governance.council.choices import Opinion

MONTHS, MONTHS_WITH_EXPERT = 1, 2


class CouncilState(StrEnum):
    """Where a consultation stands: silence counts as a negative opinion (R.2312-6)."""

    AWAITED = "awaited"
    GIVEN = "given"
    SILENT = "silent"


@dataclass(frozen=True, kw_only=True)
class Consulted:
    """A consultation as of a day; `silent_on` is the last day of its time to answer."""

    id: UUID
    about: str
    asked_on: date
    with_expert: bool
    silent_on: date
    answer: CouncilState
    opinion: Opinion
    opinion_on: date | None

    @property
    def gives(self) -> frozenset[str]:
        """The evidence codes that it gives; the information was handed over when it was asked."""
        over = {"cse_opinion"} if self.answer is not CouncilState.AWAITED else set()
        return frozenset({"cse_informed"} | over)


def silent_on(*, asked_on: date, with_expert: bool) -> date:
    """Return the last day of the time to answer: one month, two with an expert (R.2312-6)."""
    months = asked_on.month - 1 + (MONTHS_WITH_EXPERT if with_expert else MONTHS)
    year, month = asked_on.year + months // 12, months % 12 + 1
    return date(year, month, min(asked_on.day, monthrange(year, month)[1]))


def answer_of(*, opinion_on: date | None, silent_on: date, as_of: date) -> CouncilState:
    """Return what it answered by that day; after its last day silence is an answer."""
    if opinion_on is not None and opinion_on <= as_of:
        return CouncilState.GIVEN
    return CouncilState.SILENT if as_of > silent_on else CouncilState.AWAITED


def date_problems(
    *, asked_on: date, opinion: Opinion, opinion_on: date | None, today: date
) -> dict[str, list[str]]:
    """Return the field codes of days that cannot be; empty where they can."""
    given = opinion != Opinion.NONE
    checks = (
        ("asked_on", "date_in_future", asked_on > today),
        ("opinion_on", "date_needed", given and opinion_on is None),
        ("opinion", "required", not given and opinion_on is not None),
        ("opinion_on", "date_in_future", opinion_on is not None and opinion_on > today),
        ("opinion_on", "before_asked", opinion_on is not None and opinion_on < asked_on),
    )
    found: dict[str, list[str]] = {}
    for name, code, holds in checks:
        if holds:
            found.setdefault(name, []).append(code)
    return found
