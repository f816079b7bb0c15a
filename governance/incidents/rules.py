"""What an incident needs and by when: the authority within 72 hours, a lesson before it closes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from governance.incidents.choices import AuthorityAnswer

# GDPR, article 33: where feasible, not later than 72 hours after having become aware of it.
AUTHORITY_WITHIN = timedelta(hours=72)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The 72 hours of an incident with personal data: when they end, what was settled, when."""

    ends_at: datetime
    answer: AuthorityAnswer
    answered_at: datetime | None

    @property
    def is_running(self) -> bool:
        """Whether nobody has settled it yet."""
        return self.answer == AuthorityAnswer.NONE

    @property
    def was_late(self) -> bool:
        """Whether it was settled after its end."""
        return self.answered_at is not None and self.answered_at > self.ends_at


def clock_of(
    *,
    personal_data: bool,
    known_at: datetime,
    answer: str,
    answered_at: datetime | None,
) -> Clock | None:
    """The clock of an incident, from when it was known; None without personal data."""
    if not personal_data:
        return None
    return Clock(
        ends_at=known_at + AUTHORITY_WITHIN,
        answer=AuthorityAnswer(answer),
        answered_at=answered_at,
    )


def closing_problem(*, lesson: str, clock: Clock | None) -> str | None:
    """The code of what keeps it open, None where it may be closed."""
    if not lesson.strip():
        return "lesson_needed"
    if clock is not None and clock.is_running:
        return "authority_open"
    return None


def known_problem(*, known_at: datetime, now: datetime) -> str | None:
    """The code of a moment that cannot be: it has not come, or lies more than a year back."""
    return None if now - timedelta(days=366) < known_at <= now else "moment_out_of_range"


def incident_facts(*, count: int) -> dict[str, object]:
    """What the roadmap reads: the book is kept once something stands in it."""
    return {"incidents.book": count > 0}
