"""Literacy on one page: the measures, whom they were for, who came, which uses have none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from governance.literacy.models import LiteracyMeasure
from governance.literacy.rules import YEAR, Coverage
from governance.literacy.selectors import (
    expected,
    literacy_coverage,
    literacy_measures,
    measures_of_the_year,
)
from governance.members.models import Member
from governance.members.selectors import present_members
from governance.register.models import RegisterEntry
from governance.register.rules.entries import IN_PLACE

MOST = 200


@dataclass(frozen=True, kw_only=True)
class MeasureLine:
    """A measure, the uses it was about by name, how many it was for, how many came."""

    row: LiteracyMeasure
    uses: str
    expected: int
    attended: int


@dataclass(frozen=True, kw_only=True)
class RoleLine:
    """A role, how many hold it, how many of them the year's measures reached."""

    role: str
    members: int
    reached: int


@dataclass(frozen=True, kw_only=True)
class LiteracyFile:
    """Twelve months of measures; totals only, and nothing of what anybody knows."""

    since: date
    until: date
    lines: tuple[MeasureLine, ...]
    roles: tuple[RoleLine, ...]
    reached: int
    members: int
    without: tuple[RegisterEntry, ...]


def uses_in_place() -> list[RegisterEntry]:
    """The uses that run, by name."""
    return list(RegisterEntry.objects.filter(status__in=list(IN_PLACE)).order_by("folded", "id"))


def literacy_file(*, today: date) -> LiteracyFile:
    """The twelve months until that day; three statements."""
    rows, members = measures_of_the_year(today=today), present_members()
    found = literacy_coverage(members=members, measures=rows, today=today)
    return LiteracyFile(
        since=today - YEAR,
        until=today,
        lines=measure_lines(rows, members),
        roles=_roles(found, members),
        reached=len(found.reached),
        members=found.members,
        without=_without(rows),
    )


def all_lines() -> tuple[MeasureLine, ...]:
    """Every measure, the newest first."""
    return measure_lines(list(literacy_measures()[:MOST]), present_members())


def measure_lines(
    rows: Sequence[LiteracyMeasure], members: Sequence[Member]
) -> tuple[MeasureLine, ...]:
    """Those measures with their figures; one statement."""
    names = dict(RegisterEntry.objects.values_list("id", "tool")) if rows else {}
    return tuple(_line(row, members, names) for row in rows)


def _line(row: LiteracyMeasure, members: Sequence[Member], names: dict[UUID, str]) -> MeasureLine:
    wanted = len(expected(row, members))
    came = wanted if row.attended is None else len(row.attended)
    uses = ", ".join(names[one] for one in row.entries if one in names)
    return MeasureLine(row=row, uses=uses, expected=max(wanted, came), attended=came)


def _roles(found: Coverage, members: Sequence[Member]) -> tuple[RoleLine, ...]:
    joined = [one for one in members if one.joined_at is not None]
    return tuple(
        RoleLine(
            role=role,
            members=sum(one.role == role for one in joined),
            reached=sum(one.role == role and one.id in found.reached for one in joined),
        )
        for role in sorted({one.role for one in joined})
    )


def _without(rows: Sequence[LiteracyMeasure]) -> tuple[RegisterEntry, ...]:
    """The uses in place that no measure of these was about."""
    if any(not row.entries for row in rows):
        return ()
    named = {one for row in rows for one in row.entries}
    return tuple(one for one in uses_in_place() if one.id not in named)
