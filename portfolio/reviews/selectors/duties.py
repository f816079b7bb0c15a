"""What a review asks of one person: verdicts with what silence does, questions, its preparation."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from governance.access.rules.authority import SubjectFacts
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power, Silence
from governance.duties.selectors import DutySource, Owed, Reader
from portfolio.life.choices import State, Verdict
from portfolio.money.rules import ZERO
from portfolio.reviews.choices import ReviewState
from portfolio.rhythm.rules import (
    DAY,
    QUESTION_SUSPENDS,
    Calendar,
    question_suspension,
    silence_acts_on,
    vacancy_acts_on,
)
from portfolio.standing.selectors.pending import Pending


class SilenceClock(Struct, kw_only=True):
    """One initiative that goes on, or that the reader carried, and the clock of its silence.

    `told_on` is None where no review asks or silence does nothing; `silent_before` says that the
    review before found no verdict either.
    """

    id: UUID
    captain_id: UUID | None
    state: State
    told_on: date | None = None
    escalated_on: date | None = None
    asked_on: date | None = None
    answered_on: date | None = None
    silent_before: bool | None = None
    bridge_days: bool = False
    quiet_august: bool = False
    lost_days: tuple[date, ...] = ()

    @property
    def calendar(self) -> Calendar:
        """Which days count for the company."""
        return Calendar(
            bridge_days=self.bridge_days,
            quiet_august=self.quiet_august,
            lost=frozenset(self.lost_days),
        )


CLOCKS = f"""
SELECT i.id, i.captain_id, i.state, f.bridge_days, f.quiet_august, f.lost_days, c.*
FROM portfolio_initiative i CROSS JOIN portfolio_portfolio f LEFT JOIN LATERAL (
 SELECT (r.told_at AT TIME ZONE %(zone)s)::date AS told_on,
  (r.escalated_at AT TIME ZONE %(zone)s)::date AS escalated_on,
  (t.asked_at AT TIME ZONE %(zone)s)::date AS asked_on,
  (t.answered_at AT TIME ZONE %(zone)s)::date AS answered_on,
  (SELECT x.decision_id IS NULL FROM portfolio_reviewitem x
   JOIN portfolio_review v ON v.id = x.review_id
   WHERE x.initiative_id = i.id AND v.state <> '{ReviewState.OPEN}'
   ORDER BY v.period DESC LIMIT 1) AS silent_before
 FROM portfolio_reviewitem t JOIN portfolio_review r ON r.id = t.review_id, portfolio_portfolio p
 WHERE t.initiative_id = i.id AND t.decision_id IS NULL AND r.state = '{ReviewState.OPEN}'
  AND i.state = '{State.ACTIVE}' AND p.silence_pauses LIMIT 1) c ON true
WHERE i.state IN ('{State.ACTIVE}', '{State.PAUSED}')
 OR i.state = '{State.COMPLETED}' AND i.captain_id = %(reader)s
"""


def verdicts_owed(
    pending: Sequence[Pending],
    clocks: Mapping[UUID, SilenceClock],
    *,
    vacant: Mapping[UUID, date],
    today: date,
) -> Iterator[Duty]:
    """The verdicts that are awaited of initiatives, each with what happens without one.

    `vacant` says since when nobody carries an initiative.
    """
    for one in pending:
        row = clocks.get(one.initiative_id)
        silence, silent_on = _silence(row, vacant.get(one.initiative_id), today)
        yield Duty(
            kind=DutyKind.DECIDE,
            powers=_powers(one),
            door=_door(one),
            operation=_operation(one),
            subject=SubjectFacts(
                initiative_id=one.initiative_id, captain_id=row.captain_id if row else None
            ),
            id=one.initiative_id,
            initiative_id=one.initiative_id,
            review_id=one.review_id,
            code=one.code,
            title=one.title,
            since=one.since,
            silence=silence,
            silent_on=silent_on,
        )


def _powers(one: Pending) -> tuple[Power, ...]:
    if one.code == "proof_asked":
        return (Power(permission="proof.change"),)
    amounts = {Verdict.RELEASE: one.next_tranche or ZERO}
    return tuple(
        Power(permission=f"initiative.{verdict}", amount=amounts.get(verdict, ZERO))
        for verdict in one.offers
    )


def _door(one: Pending) -> Place:
    if one.review_id is not None:
        return Place(route="review_item", parts=(one.review_id, one.initiative_id))
    route = "initiative_expenses" if one.code == "proof_asked" else "initiative_decide"
    return Place(route=route, parts=(one.initiative_id,))


def _operation(one: Pending) -> Place | None:
    if one.review_item_id is not None and one.review_id is not None:
        return Place(route="api_review_item_decisions", parts=(one.review_id, one.review_item_id))
    if one.code == "proof_asked":
        return None
    return Place(route="api_initiative_decisions", parts=(one.initiative_id,))


def _silence(
    row: SilenceClock | None, vacant_since: date | None, today: date
) -> tuple[Silence | None, date | None]:
    """What comes first if nobody decides: a pause for want of a captain, or for a silent review."""
    found = []
    if row is not None and row.told_on is not None:
        asked = row.asked_on
        suspended = (
            (question_suspension(asked_on=asked, answered_on=row.answered_on),) if asked else ()
        )
        day = silence_acts_on(
            told_on=row.told_on,
            escalated_on=row.escalated_on,
            suspended=suspended,
            calendar=row.calendar,
        )
        found.append((day, Silence.PAUSE if row.silent_before else Silence.FREEZE))
    if vacant_since is not None and row is not None and row.state is State.ACTIVE:
        found.append(
            (vacancy_acts_on(vacant_since=vacant_since, calendar=row.calendar), Silence.PAUSE)
        )
    if not found:
        return None, None
    # What should have happened by now is seen to tomorrow morning.
    day, what = min(found)
    return what, max(day, today + DAY)


def _reply(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.REPLY,
        powers=(Power(permission="initiative.edit"),),
        door=Place(route="review_answer", parts=(row.review_id, row.initiative_id)),
        operation=Place(route="api_review_item_answer", parts=(row.review_id, row.id)),
        review_id=row.review_id,
        **row.of(reader),
    )


def _prepare(row: Owed, reader: Reader) -> Duty:
    is_over = row.code == "close"
    return Duty(
        kind=DutyKind.REVIEW,
        powers=(Power(permission="review.close" if is_over else "review.lead"),),
        door=Place(route="review_close" if is_over else "review_detail", parts=(row.id,)),
        operation=Place(route="api_review_closure" if is_over else "api_review", parts=(row.id,)),
        review_id=row.id,
        **row.of(reader),
    )


# A question of a review to the captain; it stops the clock for some days.
REPLIES_OWED = DutySource(
    sql=f"""
SELECT t.id, t.review_id, i.id AS initiative_id, i.captain_id, t.question AS title,
 i.title AS about, (t.asked_at AT TIME ZONE %(zone)s)::date AS since,
 (t.asked_at AT TIME ZONE %(zone)s)::date + {QUESTION_SUSPENDS.days} AS due_on,
 %(today)s::date AS opens_on
FROM portfolio_reviewitem t JOIN portfolio_review r ON r.id = t.review_id
JOIN portfolio_initiative i ON i.id = t.initiative_id
WHERE r.state = '{ReviewState.OPEN}' AND t.asked_at IS NOT NULL AND t.answered_at IS NULL
 AND t.decision_id IS NULL AND i.captain_id = %(reader)s
""",
    row=Owed,
    read=_reply,
)
# The open review is prepared while a verdict is awaited, then closed.
REVIEW_OWED = DutySource(
    sql=f"""
SELECT r.id, r.version, coalesce(q.asked, 0) AS count,
 CASE WHEN coalesce(q.asked, 0) = 0 THEN 'close' ELSE 'prepare' END AS code,
 r.due_on, %(today)s::date AS opens_on
FROM portfolio_review r LEFT JOIN LATERAL (
 SELECT count(*) AS asked FROM portfolio_reviewitem t
 JOIN portfolio_initiative i ON i.id = t.initiative_id
 WHERE t.review_id = r.id AND t.decision_id IS NULL
  AND i.state IN ('{State.ACTIVE}', '{State.PAUSED}')) q ON true
WHERE r.state = '{ReviewState.OPEN}'
""",
    row=Owed,
    read=_prepare,
)
