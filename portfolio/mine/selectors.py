"""Mine today: everything that one person, and only what that person can do, owes.

One statement reads it, for the page, the menu's figure, the interface and the week's mail alike:
they count the same because they are the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from assessments.diagnostic.selectors import ASSESS_OWED
from assessments.roadmap.selectors.steps import ACTIONS_OWED, not_proven
from assessments.voices.selectors.invitations import VOICES_OWED
from governance.access.rules.actors import Actor
from governance.access.rules.authority import MandateFacts
from governance.charter.selectors import CHARTER_OWED
from governance.duties.choices import DutyKind
from governance.duties.rules import (
    ONE_PAGE,
    Duty,
    MonthPlan,
    budget_of,
    in_order,
    is_asked,
    month_plan,
    week_end,
)
from governance.duties.selectors import DutySource, Reader
from governance.incidents.selectors import INCIDENTS_OWED
from governance.literacy.selectors import LITERACY_OWED
from governance.mandates.selectors import LETTERS_OWED
from governance.register.selectors import ENTRIES_OWED, ENTRY_OWED, SWEEP_OWED
from governance.vendors.selectors import VENDORS_OWED
from portfolio.cap.selectors import company_zone
from portfolio.decisions.selectors import Authority
from portfolio.life.choices import State
from portfolio.mandates.selectors import RENEWALS_OWED
from portfolio.measuring.selectors import GUARDS_OWED, USES_OWED, VALUES_OWED
from portfolio.notes.selectors import STEPS_OWED
from portfolio.obligations.selectors import (
    ENTRY_CHECKS_OWED,
    LEGAL_CHECKS_OWED,
    LEGAL_TASKS_OWED,
)
from portfolio.proposals.selectors import PROPOSALS_OWED, QUESTIONS_OWED
from portfolio.quarters.selectors import ASKS_OWED
from portfolio.requests.selectors import REQUESTS_OWED
from portfolio.reviews.selectors.duties import (
    CLOCKS,
    REPLIES_OWED,
    REVIEW_OWED,
    SilenceClock,
    verdicts_owed,
)
from portfolio.reviews.selectors.proposals import CONFIRMATIONS_OWED
from portfolio.standing.choices import SignalCode
from portfolio.standing.selectors.overview import Priority
from portfolio.standing.selectors.pending import Pending
from portfolio.standing.selectors.reading import NotTrue, Rolled, rolled_of
from portfolio.standing.selectors.stored import shape
from portfolio.trials.selectors import RATINGS_OWED, TRIALS_OWED
from portfolio.value.selectors import CHECKS_OWED
from tenants.connections import connection
from tenants.transactions import is_settled

SOURCES: tuple[DutySource[Any], ...] = (
    LETTERS_OWED,
    ENTRIES_OWED,
    SWEEP_OWED,
    ENTRY_OWED,
    VENDORS_OWED,
    INCIDENTS_OWED,
    CHARTER_OWED,
    LITERACY_OWED,
    ACTIONS_OWED,
    VOICES_OWED,
    ASSESS_OWED,
    VALUES_OWED,
    GUARDS_OWED,
    USES_OWED,
    STEPS_OWED,
    TRIALS_OWED,
    RATINGS_OWED,
    QUESTIONS_OWED,
    PROPOSALS_OWED,
    REQUESTS_OWED,
    REPLIES_OWED,
    REVIEW_OWED,
    CONFIRMATIONS_OWED,
    ASKS_OWED,
    RENEWALS_OWED,
    CHECKS_OWED,
    LEGAL_TASKS_OWED,
    LEGAL_CHECKS_OWED,
    ENTRY_CHECKS_OWED,
)


class _Rolled(Struct, frozen=True, kw_only=True):
    """What of the company's rollup says which verdicts are awaited."""

    pending: tuple[Pending, ...]
    priorities: tuple[Priority, ...]
    next_review_on: date | None


@dataclass(frozen=True, kw_only=True)
class Mine:
    """What one person owes by the end of the week, in its order; `later` is what comes then.

    `plan` keeps it to the time of the month; `stored` are the texts of the company's rollup.
    """

    today: date
    plan: MonthPlan
    later: tuple[Duty, ...]
    priorities: Mapping[UUID, Priority]
    next_review_on: date | None
    stored: tuple[str, str]

    @property
    def rolled(self) -> Rolled:
        """The company's rollup, which was read with it."""
        return rolled_of(*self.stored)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """What is asked now."""
        return self.plan.asked

    @property
    def everything(self) -> tuple[Duty, ...]:
        """What is owed by Sunday, asked now or not, and what comes later."""
        waiting = (one.duty for one in self.plan.postponed)
        return (*self.duties, *waiting, *self.plan.dropped, *self.later)

    @property
    def count(self) -> int:
        """How many things there are to do: two proposals are two, a page of values is one."""
        typed = any(one.kind in ONE_PAGE for one in self.duties)
        return typed + sum(one.count for one in self.duties if one.kind not in ONE_PAGE)

    @property
    def decisions(self) -> int:
        """How many of them are decisions."""
        return sum(one.count for one in self.duties if one.is_decision)

    @property
    def late(self) -> int:
        """How many of them are past their day; a page of values once."""
        late = [one.kind in ONE_PAGE for one in self.duties if one.is_late(self.today)]
        return any(late) + late.count(False)


@cache
def _statement() -> str:
    lists = [f"(SELECT json_agg(x) FROM ({sql}) x)::text" for sql in (CLOCKS, *_sql())]
    return f"""
SELECT s.page, s.letters, (SELECT seconds::text FROM portfolio_monthasked
  WHERE member_id = %(reader)s AND month = date_trunc('month', %(today)s::date)::date),
 EXISTS (SELECT FROM portfolio_initiative WHERE captain_id = %(reader)s
  AND state IN ('{State.ACTIVE}', '{State.PAUSED}')),
 {", ".join(lists)} FROM portfolio_rollup s
WHERE s.id = 1 AND s.as_of <= %(today)s AND %(today)s < s.true_until AND s.shape = %(shape)s
"""


def _sql() -> Iterable[str]:
    return (source.sql for source in SOURCES)


def mine(*, actor: Actor, today: date, now: datetime) -> Mine:
    """What the person who acts owes that day; raises NotTrue.

    One statement, and a second where an action of the roadmap is due.
    """
    if not is_settled():
        raise NotTrue
    reader = Reader(id=actor.person_id, role=str(actor.role), today=today)
    until = week_end(today)
    rows = connection.prepared(
        _statement(),
        {
            "reader": reader.id,
            "role": reader.role,
            "today": today,
            "until": until,
            "now": now,
            "zone": str(company_zone()),
            "shape": shape(),
        },
    )
    if not rows:
        raise NotTrue
    page, letters, asked, is_captain, carried, *lists = rows[0]
    rolled = msgspec.json.decode(page, type=_Rolled)
    known = {one.id: one for one in msgspec.json.decode(carried or "[]", type=list[SilenceClock])}
    mandates = tuple(msgspec.json.decode(letters, type=list[MandateFacts]))
    authority = Authority(actor=actor, today=today, mandates=mandates)
    awaited = [one for one in rolled.pending if one.trial_id is None]
    vacant = {
        one.id: signal.since
        for one in rolled.priorities
        for signal in one.signals
        if signal.code is SignalCode.CAPTAIN_VACANT
    }
    decided = verdicts_owed(awaited, known, vacant=vacant, today=today)
    found = [*decided, *_read(lists, reader)]
    able = [one for one in found if _may(one, authority)]
    owed = not_proven(_once(able), until=until, today=today)
    plan = month_plan(
        [one for one in owed if is_asked(one, until=until)],
        budget=_budget(reader, mandates, is_captain=is_captain),
        remembered=msgspec.json.decode(asked or "{}", type=dict[str, int]),
        today=today,
    )
    return Mine(
        today=today,
        plan=plan,
        later=in_order(one for one in owed if not is_asked(one, until=until)),
        priorities={one.id: one for one in rolled.priorities},
        next_review_on=rolled.next_review_on,
        stored=(page, letters),
    )


def _budget(reader: Reader, mandates: Iterable[MandateFacts], *, is_captain: bool) -> int:
    """The seconds that the reader's month has."""
    company = [one for one in mandates if one.initiative_id is None]
    held = [one for one in company if one.accepted and not one.revoked]
    carries = any(one.holder_id == reader.id for one in held)
    return budget_of(role=reader.role, is_captain=is_captain, carries_subject=carries)


def _read(lists: Iterable[str | None], reader: Reader) -> Iterable[Duty]:
    for source, rows in zip(SOURCES, lists, strict=True):
        if rows is not None:
            for row in msgspec.json.decode(rows, type=list[source.row]):  # type: ignore[name-defined]
                duty = source.read(row, reader)
                if duty is not None:
                    yield duty


def _may(duty: Duty, authority: Authority) -> bool:
    """Whether the reader may do it by any of the powers that it takes."""
    return any(
        authority.denial(permission=one.permission, subject=duty.subject, amount=one.amount) is None
        for one in duty.powers
    )


def _once(duties: list[Duty]) -> list[Duty]:
    """Those duties; a review is not to be prepared besides giving its verdicts."""
    given = {one.review_id for one in duties if one.kind is DutyKind.DECIDE}
    return [
        one
        for one in duties
        if not (one.kind is DutyKind.REVIEW and one.code == "prepare" and one.id in given)
    ]
