"""What awaits somebody today, beside the initiatives: actions, letters to sign, proposals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from assessments.selectors.action_steps import late_actions
from assessments.selectors.proposals import proposed_since
from governance.rules.mandates import MandateState
from governance.selectors.letters import Letter, open_letters
from portfolio.choices import ReviewState, State
from portfolio.models import Initiative, Review
from portfolio.selectors.attention import Pending


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
