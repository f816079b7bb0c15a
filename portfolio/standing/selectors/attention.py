"""What waits for a decision: one line per initiative, with its reason and the way out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from assessments.diagnostic.selectors import proposed_since
from assessments.roadmap.selectors.steps import late_actions
from governance.mandates.rules import MandateState
from governance.mandates.selectors import Letter, open_letters
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from portfolio.money.rules import ZERO, Balance
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import Review, ReviewItem
from portfolio.standing.selectors.standing import Standing, standings
from portfolio.trials.models import Trial

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


@dataclass(frozen=True, kw_only=True)
class Awaiting:
    """One decision that awaits somebody, and where it is taken.

    `kind` is *review* (an initiative of the open review), *initiative*, *trial*, *action*,
    *mandate*, *proposals* or *assessment*; `id` names the initiative, trial or mandate,
    `action_id` the action of the roadmap; `code` says why since `since`.
    """

    kind: str
    id: UUID | None = None
    title: str = ""
    review_id: UUID | None = None
    code: str = ""
    since: date | None = None
    count: int = 1
    action_id: str = ""


def open_review() -> Review | None:
    """The review that is open, if any."""
    return Review.objects.filter(state=ReviewState.OPEN).first()


def awaiting(
    *, pending: Iterable[Pending], today: date, reader_id: UUID | None
) -> tuple[Awaiting, ...]:
    """What awaits a decision: the one list that dashboard and portfolio show and count.

    Initiatives and trials first, the longest first, then the late actions that the reader carries
    and the letters that the reader alone can sign, then proposals, then a new assessment to those
    who lead; four queries, a fifth one where an action is late.
    """
    return (
        *(_of_pending(one) for one in pending),
        *_late_actions(today, owner_id=reader_id),
        *(_of_letter(letter) for letter in _unsigned(today, holder_id=reader_id)),
        *_proposals(),
        *_assessments(reader_id),
    )


def _of_pending(pending: Pending) -> Awaiting:
    kind = "initiative" if pending.review_id is None else "review"
    return Awaiting(
        kind=kind if pending.trial_id is None else "trial",
        id=pending.trial_id or pending.initiative_id,
        title=pending.title,
        review_id=pending.review_id,
        code=pending.code,
        since=pending.since,
    )


def _late_actions(today: date, *, owner_id: UUID | None) -> list[Awaiting]:
    """The actions of the roadmap that this person took and whose date has passed."""
    late = late_actions(today=today, owner_id=owner_id) if owner_id else []
    return [
        Awaiting(kind="action", code="action_late", since=one.due_on, action_id=one.action_id)
        for one in late
    ]


def _unsigned(today: date, *, holder_id: UUID | None) -> list[Letter]:
    """The letters that only this person can sign."""
    return [
        letter
        for letter in open_letters(today=today)
        if letter.state is MandateState.WAITING and letter.mandate.holder_id == holder_id
    ]


def _of_letter(letter: Letter) -> Awaiting:
    mandate = letter.mandate
    return Awaiting(
        kind="mandate",
        id=mandate.id,
        title=mandate.holder.display_name,
        code="mandate_waits",
        since=mandate.issued_at.date(),
    )


def _proposals() -> tuple[Awaiting, ...]:
    count = Initiative.objects.filter(state=State.PROPOSED).count()
    return (Awaiting(kind="proposals", count=count, code="proposals"),) if count else ()


def _assessments(reader_id: UUID | None) -> tuple[Awaiting, ...]:
    """The assessment that is proposed to this reader."""
    since = proposed_since(reader_id=reader_id)
    if since is None:
        return ()
    return (Awaiting(kind="assessment", code="assessment_again", since=since.date()),)
