"""What awaits the reader today, beside the initiatives: letters to sign, proposals to sort."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from governance.rules.mandates import MandateState
from governance.selectors.letters import Letter, open_letters
from portfolio.choices import ReviewState, State
from portfolio.models import Initiative, Review
from portfolio.selectors.attention import Pending


@dataclass(frozen=True, kw_only=True)
class Awaiting:
    """One decision that awaits somebody, and where it is taken.

    `kind` is *review* (an initiative of the open review), *initiative*, *mandate* or *proposals*;
    `id` names the initiative or the mandate, `code` says why since `since`.
    """

    kind: str
    id: UUID | None = None
    title: str = ""
    review_id: UUID | None = None
    code: str = ""
    since: date | None = None
    count: int = 1


def open_review() -> Review | None:
    """The review that is open, if any."""
    return Review.objects.filter(state=ReviewState.OPEN).first()


def awaiting(
    *, pending: Iterable[Pending], review: Review | None, today: date, reader_id: UUID | None
) -> tuple[Awaiting, ...]:
    """What awaits a decision: initiatives, the reader's letters, proposals; three queries."""
    return (
        *(_of_pending(one, review) for one in pending),
        *(_of_letter(letter) for letter in _unsigned(today, holder_id=reader_id)),
        *_proposals(),
    )


def _of_pending(pending: Pending, review: Review | None) -> Awaiting:
    asked = review is not None and pending.review_item_id is not None
    return Awaiting(
        kind="review" if asked else "initiative",
        id=pending.initiative_id,
        title=pending.title,
        review_id=review.id if asked and review is not None else None,
        code=pending.code,
        since=pending.since,
    )


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
