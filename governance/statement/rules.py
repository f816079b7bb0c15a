"""What a statement for customers says: facts of a day, each with what proves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

# Data of others than the company itself: what a customer, an insurer or a bank asks about.
OF_OTHERS = frozenset({"customers", "persons"})


class StatementUse(Struct, frozen=True, kw_only=True):
    """A use in place that takes data of customers or of persons; people stand in it as ids."""

    entry_id: UUID
    tool: str
    purpose: str
    condition: str
    data: tuple[str, ...]
    owner_id: UUID | None
    checker_id: UUID | None
    oversight: str
    law_class: str
    classified_on: date | None


class StatementFacts(Struct, frozen=True, kw_only=True):
    """The facts of one day. `in_place` uses run, of which `uses` take data of others.

    Charter, incidents and literacy are told where rows prove them: None, or no one, says nothing.
    """

    as_of: date
    company: str
    law_version: str
    in_place: int
    uses: tuple[StatementUse, ...]
    charter_number: int | None
    charter_from: date | None
    signed: int
    signed_of: int
    incidents_year: int
    incidents_closed: int
    last_incident_on: date | None
    measures_year: int
    reached: int
    members: int
    last_measure_on: date | None


class LineKind(StrEnum):
    """The sentences that a statement may hold, in their order."""

    USES = "uses"
    NONE_OF_OTHERS = "none_of_others"
    CLASSIFIED = "classified"
    CHECKED = "checked"
    CHARTER = "charter"
    INCIDENTS = "incidents"
    LITERACY = "literacy"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A sentence by its code, its figures, and the day of the row that proves it."""

    kind: LineKind
    count: int
    of: int
    on: date | None


def statement_lines(facts: StatementFacts) -> tuple[StatementLine, ...]:
    """The sentences that rows prove, and no other."""
    classified = [one for one in facts.uses if one.law_class]
    checked = [one for one in facts.uses if one.oversight in ("full", "sample", "after")]
    days: Sequence[date] = [one.classified_on for one in classified if one.classified_on]
    every = len(facts.uses)
    found = (
        (facts.in_place > 0 and every > 0, LineKind.USES, every, facts.in_place, facts.as_of),
        (facts.in_place > 0 and not every, LineKind.NONE_OF_OTHERS, 0, facts.in_place, facts.as_of),
        (bool(classified), LineKind.CLASSIFIED, len(classified), every, max(days, default=None)),
        (bool(checked), LineKind.CHECKED, len(checked), every, facts.as_of),
        (
            facts.charter_number is not None,
            LineKind.CHARTER,
            facts.signed,
            facts.signed_of,
            facts.charter_from,
        ),
        (
            facts.last_incident_on is not None,
            LineKind.INCIDENTS,
            facts.incidents_closed,
            facts.incidents_year,
            facts.last_incident_on,
        ),
        (
            facts.measures_year > 0,
            LineKind.LITERACY,
            facts.reached,
            facts.members,
            facts.last_measure_on,
        ),
    )
    return tuple(
        StatementLine(kind, count, of, on) for holds, kind, count, of, on in found if holds
    )


def is_of_others(data: Sequence[str]) -> bool:
    """Whether a use takes data of customers or of persons."""
    return bool(OF_OTHERS & set(data))
