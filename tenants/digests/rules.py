"""When a person's mail of the week across companies leaves, and what a part of it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from tenants.shapes import Shape

NOON = time(12)
# Companies that come back together are all heard, however late in the day it is.
PATIENCE = timedelta(hours=1)
WEEK = timedelta(days=7)
# So long it is remembered that a week's mail has left.
REMEMBERED = timedelta(days=30)


class DigestFigures(Shape, frozen=True):
    """One company's part: how many things wait, how many are decisions, the first day, the link.

    `path` is on that company's host.
    """

    count: int
    decisions: int
    first_on: date | None
    is_late: bool
    path: str


@dataclass(frozen=True, kw_only=True)
class CompanyPart:
    """One company's part with the company's name and the address of its week."""

    company: str
    link: str
    figures: DigestFigures


@dataclass(frozen=True, kw_only=True)
class PersonWeek:
    """A person's mail of the week; `away` names the companies that handed nothing over in time."""

    user_id: UUID
    email: str
    language: str
    week: date
    parts: tuple[CompanyPart, ...]
    away: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many things wait in all of them."""
        return sum(one.figures.count for one in self.parts)


def leaves_by(*, today: date, zones: Iterable[str], now: datetime) -> datetime:
    """The latest noon of that day in those time zones, or an hour from now."""
    noons = [datetime.combine(today, NOON, tzinfo=ZoneInfo(zone)) for zone in zones]
    return max(*noons, now + PATIENCE)


def is_week_over(week: date, *, today: date) -> bool:
    """Whether the links of that week no longer open."""
    return week + WEEK <= today
