"""What waits for a decision: one line per initiative, with its reason and the way out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from portfolio.choices import ReviewState, State, Verdict
from portfolio.models import Initiative, ReviewItem, Trial
from portfolio.rules.money import ZERO, Balance
from portfolio.selectors.standing import Standing, standings

AT_REVIEW = (Verdict.CONTINUE, Verdict.ADJUST, Verdict.PAUSE, Verdict.STOP, Verdict.COMPLETE)


@dataclass(frozen=True, kw_only=True)
class Pending:
    """One decision awaited: why (`code`), since when, and the verdicts that would settle it.

    `review_item_id` and `review_id` are set when the open review asks; `trial_id` when a trial
    asks its answer.
    """

    initiative_id: UUID
    title: str
    code: str
    since: date
    offers: tuple[Verdict, ...]
    review_item_id: UUID | None = None
    review_id: UUID | None = None
    trial_id: UUID | None = None
    amount: Decimal | None = None


def pending_decisions(today: date) -> list[Pending]:
    """What waits for a decision, the longest first; twelve queries."""
    rows = Initiative.objects.filter(state__in=[State.ACTIVE, State.PAUSED])
    found = standings(initiatives=rows.select_related("captain").order_by("id"), today=today)
    return pending_among(found=found)


def undecided_count() -> int:
    """How many verdicts the open review still asks for: the menu's badge, one query.

    What was ended otherwise is not asked for. What awaits besides is told by `awaiting`.
    """
    asked = ReviewItem.objects.filter(review__state=ReviewState.OPEN, decision=None)
    return asked.filter(initiative__state__in=[State.ACTIVE, State.PAUSED]).count()


def pending_among(*, found: Iterable[Standing]) -> list[Pending]:
    """What waits of initiatives and trials, the longest first; two queries.

    `found` is how the active and paused ones stand. Letters and proposals: see `awaiting`.
    """
    asked = {
        item.initiative_id: item
        for item in ReviewItem.objects.filter(
            review__state=ReviewState.OPEN, decision=None
        ).select_related("review", "initiative")
    }
    pending = []
    for standing in found:
        item = asked.pop(standing.record.initiative.id, None)
        line = _line(standing=standing, item=item)
        if line is not None:
            pending.append(line)
    for trial in Trial.objects.filter(ended_on__isnull=False, conclusive=None).select_related(
        "initiative"
    ):
        pending.append(_of_trial(trial))
    return sorted(pending, key=lambda one: (one.since, str(one.initiative_id)))


def beyond_by(*, balance: Balance) -> Decimal:
    """By how much what is spent and committed passes what is released; zero when it does not."""
    return max(ZERO, balance.incurred + balance.committed - balance.released)


def _line(*, standing: Standing, item: ReviewItem | None) -> Pending | None:
    """The first reason: the oldest hard signal, money beyond its tranche, the open review."""
    row = standing.record.initiative
    hards = (signal for signal in standing.signals if signal.hard)
    hard = min(hards, key=lambda signal: signal.since, default=None)
    code, since, amount = "", row.state_since, None
    offers: tuple[Verdict, ...] = ()
    beyond = beyond_by(balance=standing.balance)
    if hard is not None:
        code, since, offers = hard.code, hard.since, hard.offers
    elif beyond > 0:
        marked = [e.on for e in standing.record.expenses if e.beyond_tranche]
        waits = beyond <= standing.balance.unreleased
        code, since, amount = "beyond_tranche", max(marked, default=since), beyond
        offers = (Verdict.RELEASE if waits else Verdict.ADJUST, Verdict.STOP)
    elif item is not None:
        code, since, offers = "review_asks", item.review.opened_at.date(), AT_REVIEW
    if not code:
        return None
    return Pending(
        initiative_id=row.id,
        title=row.title,
        code=code,
        since=since,
        offers=offers,
        review_item_id=None if item is None else item.id,
        review_id=None if item is None else item.review_id,
        amount=amount,
    )


def _of_trial(trial: Trial) -> Pending:
    return Pending(
        initiative_id=trial.initiative_id,
        title=trial.initiative.title,
        code="trial_answer",
        since=trial.ended_on or trial.ends,
        offers=(),
        trial_id=trial.id,
    )
