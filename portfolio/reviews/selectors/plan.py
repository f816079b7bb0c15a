"""The plan of a review's fifteen minutes: what was decided last, what could take a free slot."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from portfolio.cap.selectors import portfolio_policy
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from portfolio.notes.choices import NoteKind
from portfolio.notes.models import Note
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import Review
from portfolio.reviews.rules import MinuteLine
from portfolio.reviews.selectors.minutes import minutes_of

AT_ONCE = frozenset({Verdict.STOP, Verdict.COMPLETE, Verdict.PAUSE, Verdict.RETURN})


@dataclass(frozen=True, kw_only=True)
class LastDecision:
    """What the last review said of one initiative; `done` is None where nothing was promised."""

    line: MinuteLine
    done: bool | None


@dataclass(frozen=True, kw_only=True)
class ReviewPlan:
    """What the parts of a review lead to; `waiting` is worth most of what waits in the pool."""

    last_id: UUID | None
    last: tuple[LastDecision, ...]
    free_slots: int
    waiting: Initiative | None


def review_plan(*, review_id: UUID, today: date) -> ReviewPlan:
    """The plan of that review; a known number of queries."""
    held = Review.objects.filter(state__in=[ReviewState.CLOSED, ReviewState.SILENT])
    before = held.exclude(id=review_id).order_by("-period").first()
    lines = () if before is None else (before.minutes or minutes_of(before)).lines
    ticked = _ticked([line.initiative_id for line in lines])
    policy = portfolio_policy(today=today)
    worth = F("value_likely") * 2 * F("success_chance") - F("cost_likely")
    pool = Initiative.objects.filter(state=State.BACKLOG)
    return ReviewPlan(
        last_id=None if before is None else before.id,
        last=tuple(LastDecision(line=line, done=_done(line, ticked)) for line in lines),
        free_slots=max(0, policy.cap - policy.active_count),
        waiting=pool.order_by(worth.desc(nulls_last=True), "id").first(),
    )


def _ticked(ids: list[UUID]) -> set[tuple[UUID, str]]:
    """The next steps that were ticked, by initiative."""
    rows = Note.objects.filter(initiative_id__in=ids, kind=NoteKind.STEP)
    return set(rows.values_list("initiative_id", "text"))


def _done(line: MinuteLine, ticked: set[tuple[UUID, str]]) -> bool | None:
    """Whether what was decided is done: at once, or once its next step is ticked."""
    if line.verdict in AT_ONCE:
        return True
    if line.verdict is None:
        return False
    return (line.initiative_id, line.next_step) in ticked if line.next_step else None
