"""What awaits whom: decisions, letters, late actions, proposals, in one list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from governance.duties.choices import DutyKind
from governance.duties.rules import Duty
from governance.register.rules.entries import NOTICE_TOLD
from portfolio.standing.selectors.overview import Overview, Unsigned
from portfolio.standing.selectors.pending import Pending
from tenants.display import named

# What of a person's duties stands in the list that all see.
PERSONAL = (DutyKind.ACTION, DutyKind.NOTICE, DutyKind.CHECK, DutyKind.ASSESS)


@dataclass(frozen=True, kw_only=True)
class Awaiting:
    """One decision that awaits somebody, and where it is taken.

    `kind` is *review* (an initiative of the open review), *initiative*, *trial*, *action*,
    *mandate*, *licence*, *check*, *proposals* or *assessment*; `id` names the initiative, trial,
    mandate or entry of the register, `action_id` the action of the roadmap, or after how many
    months a gain is checked; `code` says why since `since`.
    """

    kind: str
    id: UUID | None = None
    title: str = ""
    review_id: UUID | None = None
    code: str = ""
    since: date | None = None
    count: int = 1
    action_id: str = ""


def awaiting(
    *, overview: Overview, today: date, reader_id: UUID | None, owed: Sequence[Duty]
) -> tuple[Awaiting, ...]:
    """What awaits a decision: the one list that dashboard and portfolio show and count.

    Initiatives and trials first, the longest first, then the late actions that the reader carries
    and the letters that the reader alone can sign, then proposals, then what else the reader owes
    (`owed`) to contracts and gains, then a new assessment to those who lead; no query.
    """
    last = today + timedelta(days=max(NOTICE_TOLD))
    of = {kind: [one for one in owed if one.kind is kind] for kind in PERSONAL}
    return (
        *(_of_pending(one) for one in overview.pending),
        *(_of_action(one) for one in of[DutyKind.ACTION] if one.is_late(today)),
        *(_of_letter(one) for one in overview.unsigned if one.holder_id == reader_id),
        *_proposals(overview, today),
        *(_of_notice(one) for one in of[DutyKind.NOTICE] if one.due_on and one.due_on <= last),
        *(_of_check(one) for one in of[DutyKind.CHECK]),
        *(
            Awaiting(kind="assessment", code="assessment_again", since=one.since)
            for one in of[DutyKind.ASSESS]
        ),
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


def _of_check(duty: Duty) -> Awaiting:
    return Awaiting(
        kind="check",
        id=duty.initiative_id,
        title=duty.title,
        code="gain_check",
        since=duty.due_on,
        action_id=duty.code,
    )


def _of_notice(duty: Duty) -> Awaiting:
    told = None if duty.due_on is None else duty.due_on - timedelta(days=max(NOTICE_TOLD))
    return Awaiting(kind="licence", id=duty.id, title=duty.title, code="licence_notice", since=told)


def _of_action(duty: Duty) -> Awaiting:
    """An action of the roadmap that this person took and whose date has passed."""
    return Awaiting(kind="action", code="action_late", since=duty.due_on, action_id=duty.code)


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


def _of_letter(letter: Unsigned) -> Awaiting:
    return Awaiting(
        kind="mandate",
        id=letter.id,
        title=named(letter.holder),
        code="mandate_waits",
        since=letter.issued_on,
    )
