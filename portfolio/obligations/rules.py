"""Which duties of the law become tasks, by when, and what a change of the law moved."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from governance.law.rules.laws import Kind, TriageClass
from governance.law.rules.triage import Obligation

# They have a door of their own, where what is done about them is told.
ELSEWHERE_OF_ENTRY = frozenset({"art4_literacy_measure"})
ELSEWHERE = ELSEWHERE_OF_ENTRY | {"cse_consult", "cse_inform", "dpia"}
AT_ONCE = frozenset({"stop_use_if_live"})
DAYS = 30


def tasks_of(
    obligations: Iterable[Obligation], *, elsewhere: Container[str] = ELSEWHERE
) -> tuple[Obligation, ...]:
    """Return the duties that somebody is to see to, and that nothing else asks for."""
    return tuple(one for one in obligations if one.kind is Kind.LAW and one.id not in elsewhere)


def due_on(*, code: str, planned: date | None, from_on: date, started_on: date) -> date:
    """Return by when: the day that was set, else thirty days after law and use have both begun.

    What must stop is due on the very day.
    """
    if planned is not None:
        return planned
    begun = max(from_on, started_on)
    return begun if code in AT_ONCE else begun + timedelta(days=DAYS)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a legal check said at one moment: the class and the ids of its duties."""

    triage_class: TriageClass
    duties: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What the law says now beside what it said when the check was answered.

    `to_answer` counts the questions that the law of today asks and nobody answered.
    """

    before: Judged
    now: Judged
    to_answer: int

    @property
    def added(self) -> tuple[str, ...]:
        """The duties that are new."""
        return tuple(one for one in self.now.duties if one not in self.before.duties)

    @property
    def gone(self) -> tuple[str, ...]:
        """The duties that are no longer there."""
        return tuple(one for one in self.before.duties if one not in self.now.duties)

    @property
    def is_any(self) -> bool:
        """Whether anything is to be looked at."""
        is_other = self.before.triage_class is not self.now.triage_class
        return bool(is_other or self.added or self.gone or self.to_answer)
