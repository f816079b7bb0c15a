"""What a calendar shows of a company: kinds, titles of initiatives and tools, days; no amount."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place


class DayKind(StrEnum):
    """What a company's own calendar has besides duties."""

    REVIEW = "review"
    NEXT_REVIEW = "next-review"
    NOTICE = "notice"
    TRIAL = "trial"
    COMPANY_MANDATE = "company-mandate"
    MANDATE = "mandate"
    OWN_MANDATE = "own-mandate"
    LAW = "law"


# Of these the title is the initiative's or the tool's; of those beneath, what it is about is.
BY_TITLE = frozenset(
    {
        DutyKind.DECIDE,
        DutyKind.USE,
        DutyKind.LAW,
        DutyKind.LAW_CHECK,
        DutyKind.NOTICE,
        DutyKind.STOP_TEST,
        DutyKind.CHECK,
    }
)
BY_ABOUT = frozenset({DutyKind.MEASURE, DutyKind.GUARD, DutyKind.TRIAL, DutyKind.STEP})
# Said by their kind alone: their own titles name persons, or are what somebody typed.
UNNAMED = frozenset(
    {
        DutyKind.REVIEW,
        DutyKind.RENEW,
        DutyKind.PROPOSALS,
        DutyKind.ACTION,
        DutyKind.AUTHORITY,
        DutyKind.INCIDENT,
        DutyKind.SWEEP,
        DutyKind.LITERACY,
        DutyKind.CHARTER,
        DutyKind.CHARTER_REVIEW,
        DutyKind.VOICE,
        DutyKind.ASSESS,
    }
)
# What has no day, and what two people have to settle between them.
LEFT_OUT = frozenset(
    {
        DutyKind.CONFIRM,
        DutyKind.RATE,
        DutyKind.ASK,
        DutyKind.SIGN,
        DutyKind.DISCUSS,
        DutyKind.ASKED,
        DutyKind.REPLY,
        DutyKind.TELL,
        DutyKind.STOP,
        DutyKind.ENTRIES,
        DutyKind.VENDOR,
        DutyKind.CHARTER_DRAFT,
        DutyKind.CHARTER_CHANGE,
    }
)


@dataclass(frozen=True, kw_only=True)
class Dated:
    """One thing on its day: what it is by `kind`, `title` of an initiative or a tool, its page.

    `code` is the duty of the law; `about` what says when it last changed.
    """

    kind: DayKind | DutyKind
    on: date
    door: Place
    title: str = ""
    code: str = ""
    id: UUID | None = None
    about: UUID | None = None

    @property
    def key(self) -> str:
        """Its name for ever, whatever its title, its day or the company's address become."""
        return f"{self.kind.value}-{self.id}" if self.id else self.kind.value


def dated(duty: Duty) -> Dated | None:
    """The duty on its day, or on the day of what happens without it; None where it has none."""
    on = duty.silent_on or duty.due_on
    if on is None or duty.kind in LEFT_OUT:
        return None
    title = duty.title if duty.kind in BY_TITLE else ""
    return Dated(
        kind=duty.kind,
        on=on,
        door=duty.door,
        title=duty.about if duty.kind in BY_ABOUT else title,
        code=duty.code if duty.kind is DutyKind.LAW else "",
        id=duty.id or duty.initiative_id,
        about=duty.initiative_id or duty.id,
    )
