"""Whom the literacy measures of the last twelve months have reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

YEAR = timedelta(days=365)
ENOUGH = 0.5
TWO_HOURS = 120


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who belongs to the company today."""

    id: UUID
    role: str
    joined_on: date


@dataclass(frozen=True, slots=True)
class Held:
    """A measure that was taken: when, for whom by name, for which roles, in how many minutes.

    No *minutes* where nobody told them; *attended* is None before anybody was ticked.
    """

    on: date
    person_ids: frozenset[UUID]
    roles: frozenset[str]
    minutes: int = 0
    attended: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """*reached* of *members* people, and of the roles somebody holds; shares are 0 to 1.

    *two_hours*: those whose measures make two hours together.
    """

    reached: frozenset[UUID]
    members: int
    roles_met: int
    roles_all: int
    two_hours: frozenset[UUID] = frozenset()

    @property
    def share(self) -> float:
        return len(self.reached) / self.members if self.members else 0.0

    @property
    def two_hours_share(self) -> float:
        return len(self.two_hours) / self.members if self.members else 0.0


def reaches(measure: Held, learner: Learner) -> bool:
    """Whether the measure reached this person: ticked as present, once anybody was.

    Before that, whoever it was for: by name, or by role for who was there that day.
    """
    if measure.attended is not None:
        return learner.id in measure.attended
    return is_for(measure, learner)


def is_for(measure: Held, learner: Learner) -> bool:
    """Whether the measure was for this person: by name, or by role for who was there that day."""
    by_role = learner.role in measure.roles and learner.joined_on <= measure.on
    return by_role or learner.id in measure.person_ids


def coverage(*, learners: Sequence[Learner], measures: Iterable[Held], today: date) -> Coverage:
    """Whom the measures of the last twelve months have reached.

    A role is met when at least half of those who hold it are reached.
    """
    lately = [one for one in measures if today - YEAR < one.on <= today]
    reached = frozenset(
        learner.id for learner in learners if any(reaches(one, learner) for one in lately)
    )
    roles = {learner.role for learner in learners}
    return Coverage(
        reached=reached,
        members=len(learners),
        roles_met=sum(_is_met(role, learners, reached) for role in roles),
        roles_all=len(roles),
        two_hours=frozenset(
            learner.id
            for learner in learners
            if sum(one.minutes for one in lately if reaches(one, learner)) >= TWO_HOURS
        ),
    )


def _is_met(role: str, learners: Sequence[Learner], reached: frozenset[UUID]) -> bool:
    held_by = [learner.id for learner in learners if learner.role == role]
    return len(reached.intersection(held_by)) >= ENOUGH * len(held_by)
