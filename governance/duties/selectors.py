"""Where duties are read: each feature says in SQL what one person owes of it, and what that is.

What every page counts is read in one statement, so a source is a constant piece of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from msgspec import Struct

from governance.access.rules.authority import SubjectFacts
from governance.duties.rules import Duty


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Whose duties are read, on which day of the company."""

    id: UUID
    role: str
    today: date


class Owed(Struct, kw_only=True):
    """One row of a source, under these names; a source with more to say has its own type."""

    id: UUID | None = None
    initiative_id: UUID | None = None
    review_id: UUID | None = None
    captain_id: UUID | None = None
    code: str = ""
    title: str = ""
    about: str = ""
    since: date | None = None
    due_on: date | None = None
    opens_on: date | None = None
    count: int = 1
    version: int | None = None

    def of(self, reader: Reader) -> dict[str, Any]:
        """What a duty takes over as it was read; the reader is who the row names."""
        return {
            "id": self.id,
            "initiative_id": self.initiative_id,
            "code": self.code,
            "title": self.title,
            "about": self.about,
            "since": self.since,
            "due_on": self.due_on,
            "opens_on": self.opens_on,
            "count": self.count,
            "version": self.version,
            "subject": SubjectFacts(
                initiative_id=self.initiative_id,
                captain_id=self.captain_id,
                named_ids=frozenset({reader.id}),
                invited_ids=frozenset({reader.id}),
            ),
        }


Row = TypeVar("Row", bound=Owed)


@dataclass(frozen=True, kw_only=True)
class DutySource(Generic[Row]):
    """What one feature asks of a person.

    `sql` selects rows by the columns of `row`, given %(reader)s, %(role)s, %(today)s, %(zone)s and
    %(now)s; `read` makes a duty of each, None where nothing is owed after all.
    """

    sql: str
    row: type[Row]
    read: Callable[[Row, Reader], Duty | None]
