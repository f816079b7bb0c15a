"""What is wrong with an installation, the worst first, as codes and figures."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class LetterKind(StrEnum):
    """What can be given up: a job, a mail (public or a company's), a webhook, a trial."""

    WORK = "work"
    PUBLIC_MAIL = "public_mail"
    MAIL = "mail"
    WEBHOOK = "webhook"
    TRIAL = "trial"


class LetterAct(StrEnum):
    """What is done with what was given up."""

    AGAIN = "again"
    LET_GO = "let_go"


LETTER_KINDS = tuple(one.value for one in LetterKind)
LETTER_ACTS = tuple(one.value for one in LetterAct)
# Tried about ten times, a job has been failing for a day; it is still tried every six hours.
DEAD_ATTEMPTS = 10
# What was sealed is gone once it is given up; a company's rhythm is never ended by an operator.
OFFERED = {
    LetterKind.WORK: frozenset({LetterAct.AGAIN}),
    LetterKind.PUBLIC_MAIL: frozenset({LetterAct.LET_GO}),
    LetterKind.MAIL: frozenset(LetterAct),
    LetterKind.WEBHOOK: frozenset(LetterAct),
    LetterKind.TRIAL: frozenset(LetterAct),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """Something that was given up: tried how often, first and last when, with which error.

    `error` is a class or a code, never what a server or a person said.
    """

    kind: LetterKind
    id: UUID
    attempts: int
    first_at: datetime
    last_at: datetime | None
    error: str = ""
    organization_id: UUID | None = None
    company: str = ""
    host: str = ""

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}:{self.organization_id or ''}:{self.id}"


# What a session of the operator's host is of.
OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresSeen:
    """What the figures say at one moment; `queued` is None where the queue does not answer."""

    schedule_is_silent: bool
    schedule_age: timedelta | None
    queued: int | None
    set_apart: int
    without_backup: int
    trials_failed: int
    is_untried: bool
    jobs_late: int
    oldest_job: timedelta | None
    mail_given_up: int
    mail_is_late: bool
    given_up: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong: its code, how many it concerns, since when where that is known."""

    code: str
    count: int = 1
    since: datetime | None = None


def troubles(seen: FiguresSeen, *, now: datetime) -> tuple[Trouble, ...]:
    """Everything that is wrong, what stops most first."""

    def ago(age: timedelta | None) -> datetime | None:
        return None if age is None else now - age

    found = (
        (seen.queued is None, Trouble("queue_away")),
        (seen.schedule_is_silent, Trouble("schedule_silent", since=ago(seen.schedule_age))),
        (seen.set_apart > 0, Trouble("set_apart", seen.set_apart)),
        (seen.trials_failed > 0, Trouble("trials_failed", seen.trials_failed)),
        (seen.without_backup > 0, Trouble("without_backup", seen.without_backup)),
        (seen.is_untried, Trouble("untried")),
        (seen.jobs_late > 0, Trouble("jobs_late", seen.jobs_late, ago(seen.oldest_job))),
        (seen.mail_given_up > 0, Trouble("mail_given_up", seen.mail_given_up)),
        (seen.mail_is_late, Trouble("mail_late")),
        (seen.given_up > 0, Trouble("given_up", seen.given_up)),
    )
    return tuple(trouble for is_there, trouble in found if is_there)
