"""The one door of every change of state."""

from datetime import date, datetime
from uuid import UUID

from governance.access.rules.actors import SYSTEM, Act
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.rules.verdicts import SYSTEM_PAUSE
from portfolio.decisions.services.checks import expect_checks
from portfolio.decisions.services.recording import Decided, Moment, write_verdict
from portfolio.decisions.services.verdict_checks import (
    authorise,
    check_people,
    check_said,
    check_verdicts,
    lock_records,
    review_items,
)
from portfolio.decisions.services.verdicts import VerdictRequest
from portfolio.life.choices import Again, State, Verdict
from portfolio.life.rules import NO_CHANGE, Advised, Changes
from portfolio.observed.services import observe_portfolio
from portfolio.rhythm.services import begin_rhythm
from tenants.transactions import use_case


def decide(
    act: Act,
    *,
    initiative_id: UUID,
    verdict: Verdict,
    reason: str = "",
    instead_of: VerdictRequest | None = None,
    changes: Changes | None = None,
    lesson: str = "",
    kept: str = "",
    gained: str = "",
    again: Again | None = None,
    restart_on: date | None = None,
    claims_success: bool = False,
    runs_on_id: UUID | None = None,
    adopted_as: State | None = None,
    joined_id: UUID | None = None,
    review_item_id: UUID | None = None,
    advised: Advised | None = None,
    expected_version: int | None = None,
) -> Decided:
    """The verdict is in force and in the log, with what gave way for it, or nothing happened.

    `restart_on` goes with *pause*; `gained`, `kept`, `runs_on_id`, `lesson` and `again` with *stop*
    and *complete*, `claims_success` with *complete*, `changes` with *adjust*, `instead_of` and the
    names that were `advised` with *start*, `adopted_as` with *adopt*, `joined_id` with *reject*:
    what the idea is joined to.
    Raises NotAllowed, NotFound, Invalid, Refused (`cap_reached` names what is active).
    """
    ask = VerdictRequest(
        initiative_id=initiative_id,
        verdict=verdict,
        reason=reason,
        lesson=lesson,
        kept=kept,
        gained=gained,
        again=again,
        restart_on=restart_on,
        claims_success=claims_success,
        runs_on_id=runs_on_id,
        adopted_as=adopted_as,
        joined_id=joined_id,
        changes=changes or NO_CHANGE,
        advised=advised,
        expected_version=expected_version,
    )
    return _decide(act, ask=ask, other=instead_of, review_item_id=review_item_id)


def pause_by_system(*, initiative_id: UUID, reason: str, now: datetime, today: date) -> Decided:
    """The system paused it for thirty days; `reason` is a code. Accepted whatever is paused."""
    return decide(
        Act(actor=SYSTEM, now=now, today=today),
        initiative_id=initiative_id,
        verdict=Verdict.PAUSE,
        reason=reason,
        restart_on=today + SYSTEM_PAUSE,
    )


def _decide(
    act: Act, *, ask: VerdictRequest, other: VerdictRequest | None, review_item_id: UUID | None
) -> Decided:
    """Lock, authority, facts, rule, then the writing: of what gives way first."""
    asks = [ask] if other is None else [ask, other]
    check_said(asks=asks)
    with use_case():
        portfolio = lock_portfolio()
        records = lock_records(act, asks=asks)
        # Under the lock: what a mandate has left to engage does not change meanwhile.
        grants = authorise(act, asks=asks, records=records)
        check_people(asks=asks)
        items = review_items(asks=asks, records=records, review_item_id=review_item_id)
        check_verdicts(act, asks=asks, records=records, is_at_review=ask.initiative_id in items)
        moment = Moment(act=act, items=items)
        gave_way = None
        if other is not None:
            gave_way = write_verdict(
                moment=moment,
                ask=other,
                grant=grants[other.initiative_id],
                record=records[other.initiative_id],
                partner_id=ask.initiative_id,
            )
        decided = write_verdict(
            moment=moment,
            ask=ask,
            grant=grants[ask.initiative_id],
            record=records[ask.initiative_id],
            partner_id=None if other is None else other.initiative_id,
            gave_way=gave_way,
        )
        if ask.verdict is Verdict.START or ask.adopted_as is State.ACTIVE:
            begin_rhythm(portfolio=portfolio, today=act.today)
        for one in asks:
            if one.verdict is Verdict.COMPLETE:
                expect_checks(initiative_id=one.initiative_id, today=act.today)
        observe_portfolio(act)
    return decided
