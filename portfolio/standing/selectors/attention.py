"""What awaits whom: decisions, letters, late actions, proposals, in one list."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONObject

from assessments.diagnostic.selectors import ASSESS_AGAIN, proposed_again
from assessments.roadmap.selectors.steps import late_actions, late_steps
from governance.access.choices import Role
from governance.members.models import Member
from governance.register.rules.entries import NOTICE_TOLD
from governance.register.selectors import coming
from portfolio.life.choices import State
from portfolio.standing.selectors.overview import Overview, Unsigned
from portfolio.standing.selectors.pending import Pending
from portfolio.value.models import GainCheck
from tenants.display import named

KEEPS = frozenset({Role.EXECUTIVE, Role.AI_LEAD})


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
        *(_of_notice(one) for one in asked.notices),
        *(_of_check(one) for one in asked.checks),
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
    notices: tuple[dict[str, str], ...] = ()
    checks: tuple[dict[str, str], ...] = ()


def _asked_of(reader_id: UUID | None, today: date) -> _AskedOfPerson:
    """One query."""
    if reader_id is None:
        return _AskedOfPerson()
    found = (
        Member.objects.filter(id=reader_id, left_at=None)
        .annotate(
            is_late=Exists(late_steps(today=today).filter(owner_id=OuterRef("id"))),
            since=Subquery(proposed_again().values("again_proposed_at")[:1]),
            notices=ArraySubquery(_notices(today)),
            checks=ArraySubquery(_checks(today)),
        )
        .values_list("role", "is_late", "since", "notices", "checks")
        .first()
    )
    if found is None:
        return _AskedOfPerson()
    role, is_late, since, notices, checks = found
    leads = role in ASSESS_AGAIN and since is not None
    return _AskedOfPerson(
        is_late=is_late,
        assess_since=since.date() if leads else None,
        notices=tuple(notices) if role in KEEPS else (),
        checks=tuple(checks),
    )


def _notices(today: date) -> QuerySet[Any, Any]:
    """The contracts that renew themselves soon, the nearest first."""
    last = today + timedelta(days=max(NOTICE_TOLD))
    rows = coming(today=today).filter(notice_on__lte=last)
    line = JSONObject(id=Cast("id", TextField()), tool="tool", on=Cast("notice_on", TextField()))
    return rows.annotate(line=line).values("line")


def _checks(today: date) -> QuerySet[Any, Any]:
    """The gains that this person, who runs them, is to look at again."""
    rows = GainCheck.objects.filter(
        answer="",
        due_on__lte=today,
        initiative__state=State.COMPLETED,
        initiative__runs_on=OuterRef("id"),
    )
    line = JSONObject(
        id=Cast("initiative_id", TextField()),
        title="initiative__title",
        on=Cast("due_on", TextField()),
        months=Cast("months", TextField()),
    )
    return rows.order_by("due_on", "id").annotate(line=line).values("line")


def _of_check(line: dict[str, str]) -> Awaiting:
    return Awaiting(
        kind="check",
        id=UUID(line["id"]),
        title=line["title"],
        code="gain_check",
        since=date.fromisoformat(line["on"]),
        action_id=line["months"],
    )


def _of_notice(line: dict[str, str]) -> Awaiting:
    return Awaiting(
        kind="licence",
        id=UUID(line["id"]),
        title=line["tool"],
        code="licence_notice",
        since=date.fromisoformat(line["on"]) - timedelta(days=max(NOTICE_TOLD)),
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
