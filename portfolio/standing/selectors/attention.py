"""What awaits whom: decisions, letters, late actions, proposals, in one list."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from assessments.diagnostic.selectors import ASSESS_AGAIN, proposed_again
from assessments.roadmap.selectors.steps import late_actions, late_steps
from governance.members.models import Member
from portfolio.standing.selectors.overview import Overview, Unsigned
from portfolio.standing.selectors.pending import Pending
from tenants.display import named


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


def awaiting(*, overview: Overview, today: date, reader_id: UUID | None) -> tuple[Awaiting, ...]:
    """What awaits a decision: the one list that dashboard and portfolio show and count.

    Initiatives and trials first, the longest first, then the late actions that the reader carries
    and the letters that the reader alone can sign, then proposals, then a new assessment to those
    who lead; one query, and two more where an action is late.
    """
    asked = _asked_of(reader_id, today)
    again = asked.assess_since
    return (
        *(_of_pending(one) for one in overview.pending),
        *(_late_actions(today, owner_id=reader_id) if asked.is_late else ()),
        *(_of_letter(one) for one in overview.unsigned if one.holder_id == reader_id),
        *_proposals(overview, today),
        *((Awaiting(kind="assessment", code="assessment_again", since=again),) if again else ()),
    )


def _proposals(overview: Overview, today: date) -> tuple[Awaiting, ...]:
    """The proposals that wait for an answer; said to be late once the first one's day is over."""
    if not overview.proposals:
        return ()
    due = overview.answer_by
    is_late = due is not None and due < today
    return (
        Awaiting(
            kind="proposals",
            count=overview.proposals,
            code="proposals_late" if is_late else "proposals",
            since=due if is_late else None,
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _AskedOfPerson:
    """What the floor below asks of one person."""

    is_late: bool = False
    assess_since: date | None = None


def _asked_of(reader_id: UUID | None, today: date) -> _AskedOfPerson:
    """One query."""
    if reader_id is None:
        return _AskedOfPerson()
    found = (
        Member.objects.filter(id=reader_id, left_at=None)
        .annotate(
            is_late=Exists(late_steps(today=today).filter(owner_id=OuterRef("id"))),
            since=Subquery(proposed_again().values("again_proposed_at")[:1]),
        )
        .values_list("role", "is_late", "since")
        .first()
    )
    if found is None:
        return _AskedOfPerson()
    role, is_late, since = found
    leads = role in ASSESS_AGAIN and since is not None
    return _AskedOfPerson(is_late=is_late, assess_since=since.date() if leads else None)


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
    return [
        Awaiting(kind="action", code="action_late", since=one.due_on, action_id=one.action_id)
        for one in late_actions(today=today, owner_id=owner_id)
    ]


def _of_letter(letter: Unsigned) -> Awaiting:
    return Awaiting(
        kind="mandate",
        id=letter.id,
        title=named(letter.holder),
        code="mandate_waits",
        since=letter.issued_on,
    )
