"""What awaits a decision today: one list for the dashboard, the frame and the digest."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from governance.selectors.letters import Letter, open_letters
from portfolio.choices import ReviewState, State
from portfolio.models import Initiative, Review, ReviewItem
from portfolio.rules.signals import Signal
from portfolio.selectors.standing import Standing


@dataclass(frozen=True, kw_only=True)
class Awaiting:
    """One decision that awaits somebody.

    `kind` is *review* (an initiative of the open review), *signal*, *mandate* or *proposals*;
    `id` names the initiative or the mandate, `review_id` the open review.
    """

    kind: str
    id: UUID | None = None
    title: str = ""
    review_id: UUID | None = None
    signal: Signal | None = None
    count: int = 1
    facts: dict[str, Any] = field(default_factory=dict)


def open_review() -> Review | None:
    """The review that is open, if any."""
    return Review.objects.filter(state=ReviewState.OPEN).first()


def awaiting(
    *, standings: Iterable[Standing], review: Review | None, today: date
) -> tuple[Awaiting, ...]:
    """What awaits a decision, the review first; four queries at most."""
    rows = list(standings)
    undecided = _undecided(review)
    first = [_of_review(item, rows) for item in undecided]
    seen = {item.initiative_id for item in undecided}
    signalled = [
        Awaiting(
            kind="signal",
            id=one.record.initiative.id,
            title=one.record.initiative.title,
            signal=one.signals[0],
        )
        for one in rows
        if one.signals and one.record.initiative.id not in seen and _is_hard(one)
    ]
    return (*first, *signalled, *map(_of_letter, _waiting(today)), *_proposals())


def count_awaiting(*, standings: Iterable[Standing], today: date) -> int:
    """How many decisions await; proposals count once."""
    return len(awaiting(standings=standings, review=open_review(), today=today))


def _is_hard(one: Standing) -> bool:
    return any(signal.hard for signal in one.signals)


def _undecided(review: Review | None) -> list[ReviewItem]:
    if review is None:
        return []
    rows = review.items.filter(decision=None, initiative__state=State.ACTIVE)
    return list(rows.select_related("initiative").order_by("position"))


def _of_review(item: ReviewItem, standings: list[Standing]) -> Awaiting:
    signals = [
        signal
        for one in standings
        if one.record.initiative.id == item.initiative_id
        for signal in one.signals
    ]
    return Awaiting(
        kind="review",
        id=item.initiative_id,
        title=item.initiative.title,
        review_id=item.review_id,
        signal=signals[0] if signals else None,
    )


def _waiting(today: date) -> list[Letter]:
    return [letter for letter in open_letters(today=today) if letter.state == "waiting"]


def _of_letter(letter: Letter) -> Awaiting:
    holder = letter.mandate.holder.display_name
    return Awaiting(kind="mandate", id=letter.mandate.id, title=holder)


def _proposals() -> tuple[Awaiting, ...]:
    count = Initiative.objects.filter(state=State.PROPOSED).count()
    return (Awaiting(kind="proposals", count=count),) if count else ()
