"""A duty: what one person owes, until when, and where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from governance.access.rules.authority import NO_SUBJECT, SubjectFacts
from governance.duties.choices import DutyKind

# The job that writes the week's mail to whoever owes something.
WEEKLY_MAIL = "portfolio.weekly_mail"
# What is decided counts in the colour of decisions, everything else in grey.
DECISIONS = frozenset({DutyKind.DECIDE, DutyKind.PROPOSALS})
# Numbers and ticks, which are entered by the link of a mail as well.
BY_LINK = frozenset({DutyKind.MEASURE, DutyKind.GUARD, DutyKind.USE, DutyKind.STEP})


@dataclass(frozen=True, kw_only=True)
class Power:
    """A permission that lets one do it; `amount` is what that would engage, in euros."""

    permission: str
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Place:
    """An address by the name of its route and the parts it is made of."""

    route: str
    parts: tuple[Any, ...] = ()


class Silence(StrEnum):
    """What follows if nobody decides."""

    FREEZE = "freeze"
    PAUSE = "pause"


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One thing that one person owes.

    Any of `powers` lets that person do it, at `door`; `operation` is the same for programs, None
    where a person only may. Shown from `opens_on`, else from `due_on` on, else since `since`.
    `silence` happens on `silent_on` without a decision. `initiative_id` is what it is about.
    """

    kind: DutyKind
    powers: tuple[Power, ...]
    door: Place
    operation: Place | None = None
    subject: SubjectFacts = NO_SUBJECT
    id: UUID | None = None
    initiative_id: UUID | None = None
    review_id: UUID | None = None
    code: str = ""
    title: str = ""
    about: str = ""
    since: date | None = None
    due_on: date | None = None
    opens_on: date | None = None
    count: int = 1
    version: int | None = None
    silence: Silence | None = None
    silent_on: date | None = None

    @property
    def is_decision(self) -> bool:
        """Whether it counts as a decision."""
        return self.kind in DECISIONS

    @property
    def by_link(self) -> bool:
        """Whether it can be done by the link of a mail."""
        return self.kind in BY_LINK

    @property
    def starts_on(self) -> date | None:
        """The first day on which it is asked; None for at once."""
        return self.opens_on or self.due_on

    def is_late(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.due_on is not None and self.due_on < today


def week_end(today: date) -> date:
    """Return the Sunday that ends that week."""
    return today + timedelta(days=6 - today.weekday())


def is_asked(duty: Duty, *, until: date) -> bool:
    """Return whether it is asked by the end of that day."""
    return duty.starts_on is None or duty.starts_on <= until


def in_order(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return them as they fall due, the longest first; what has no day by the day it was asked."""

    def place(duty: Duty) -> tuple[date, str, str]:
        day = duty.silent_on or duty.due_on or duty.since or date.min
        return day, duty.kind, str(duty.id or duty.title)

    return tuple(sorted(duties, key=place))
