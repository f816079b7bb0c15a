"""What minutes hold; on what a verdict was proposed at a review, and what it still needs."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct

from governance.duties.choices import DutyKind
from portfolio.life.choices import Verdict
from portfolio.reviews.choices import ReviewState

# What the room may propose, and of it what an executive takes over without typing anything.
PROPOSED = (Verdict.CONTINUE, Verdict.ADJUST, Verdict.PAUSE, Verdict.STOP, Verdict.COMPLETE)
NEEDS_FIGURES = frozenset({Verdict.ADJUST, Verdict.COMPLETE})


def seen_facts(*, state: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of frozen facts a proposal stands on: state, health, signals, values."""
    objectives = facts.get("objectives", ())
    return {
        "state": state,
        "health": str(facts["health"]),
        "signals": sorted(str(one["code"]) for one in facts.get("signals", ())),
        "values": [[str(one["value"]), str(one["on"])] for one in objectives],
    }


def is_ready(*, verdict: Verdict, lesson: str, has_date: bool) -> bool:
    """Return whether it can be confirmed as it stands, nothing being left to type."""
    if verdict is Verdict.STOP:
        return bool(lesson)
    return verdict not in NEEDS_FIGURES and (verdict is not Verdict.PAUSE or has_date)


# What of the register, of incidents and of the law is looked at in every review.
WATCHED = frozenset(
    {
        DutyKind.ENTRIES,
        DutyKind.SWEEP,
        DutyKind.STOP,
        DutyKind.STOP_TEST,
        DutyKind.NOTICE,
        DutyKind.VENDOR,
        DutyKind.AUTHORITY,
        DutyKind.INCIDENT,
        DutyKind.LAW,
        DutyKind.LAW_CHECK,
        DutyKind.LITERACY,
        DutyKind.CHARTER_REVIEW,
    }
)


class MinuteLine(Struct, frozen=True, kw_only=True):
    """One initiative in the minutes: what was decided, by whom and why, what happens by when.

    `by_system`: no person decided. `waits`: a verdict is still possible. Persons stand as ids.
    """

    initiative_id: UUID
    title: str
    verdict: str | None
    reason: str
    lesson: str
    decided_by_id: UUID | None
    by_system: bool
    decided_on: date | None
    proposed_by_id: UUID | None
    restart_on: date | None
    target_on: date | None
    next_step: str
    next_step_by_id: UUID | None
    next_step_on: date | None
    frozen_on: date | None
    waits: bool


class Minutes(Struct, frozen=True, kw_only=True):
    """A review as it was closed; `silence_pauses` says whether silence has its effect."""

    period: date
    period_end: date
    state: ReviewState
    opened_on: date
    closed_on: date | None
    led_by_id: UUID | None
    lines: tuple[MinuteLine, ...]
    next_review_on: date | None
    silence_pauses: bool
