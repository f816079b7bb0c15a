"""What waits for a decision on one initiative: its first reason, and the way out."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Struct

from portfolio.life.choices import State, Verdict
from portfolio.money.rules import ZERO, Balance
from portfolio.standing.choices import SignalCode
from portfolio.standing.rules import APART, HARD, NOTICES, Signal
from portfolio.standing.selectors.memory import answered_on
from portfolio.standing.selectors.standing import InitiativeStanding
from portfolio.standing.selectors.stopping import release_due_on
from tenants.amounts import exact
from tenants.bounds import one_of

# Why a decision is awaited, besides a hard signal.
AWAITED = ("beyond_tranche", "review_asks", "trial_answer", "proof_asked", "proof_met")
# Half of a budget is said where the initiative stands, and asks nobody.
AWAITED_NOTICES = NOTICES - {SignalCode.BUDGET_HALF}
AT_REVIEW = (Verdict.CONTINUE, Verdict.ADJUST, Verdict.PAUSE, Verdict.STOP, Verdict.COMPLETE)


class PendingLine(Struct, frozen=True, kw_only=True):
    """One decision awaited: why (`code`), since when, and the verdicts that would settle it.

    `review_item_id` is set when the open review asks; `trial_id` when a trial asks its answer.
    """

    initiative_id: UUID
    title: str
    code: Annotated[str, one_of(sorted(HARD | APART | AWAITED_NOTICES), AWAITED)]
    since: date
    offers: tuple[Verdict, ...]
    review_item_id: UUID | None
    trial_id: UUID | None


class Pending(PendingLine, frozen=True, kw_only=True):
    """A decision awaited as pages show it.

    `amount` is what is beyond its tranche, `next_tranche` what a release would engage, in euros.
    """

    review_id: UUID | None = None
    amount: Decimal | None = None
    next_tranche: Decimal | None = None

    @property
    def line(self) -> PendingLine:
        """As the API answers it."""
        names = PendingLine.__struct_fields__
        return PendingLine(**{name: getattr(self, name) for name in names})


def beyond_by(*, balance: Balance) -> Decimal:
    """By how much what is spent and committed passes what is released; zero when it does not."""
    return max(ZERO, balance.incurred + balance.committed - balance.released)


def _of_instalment(standing: InitiativeStanding) -> tuple[str, date, tuple[Verdict, ...]] | None:
    """Another proof that is asked for, or the release of an instalment whose proof is there."""
    record = standing.record
    asked = next((one.asked_on for one in record.tranches if one.asked_on is not None), None)
    if asked is not None:
        return "proof_asked", asked, ()
    met = release_due_on(record=record)
    return None if met is None else ("proof_met", met, (Verdict.RELEASE,))


def _of_notice(standing: InitiativeStanding) -> tuple[str, date, tuple[Verdict, ...]] | None:
    """The part of the budget that is reached, until a decision is taken after it."""

    def awaits(signal: Signal) -> bool:
        return signal.code in AWAITED_NOTICES and answered_on(standing.record, signal) is None

    found = next(filter(awaits, standing.signals), None)
    return None if found is None else (found.code, found.since, found.offers)


def _next_tranche(standing: InitiativeStanding) -> Decimal | None:
    """What the next release would engage."""
    waiting = (one for one in standing.record.tranches if one.released_on is None)
    return next((exact(one.amount) for one in waiting), None)


def pending_of(standing: InitiativeStanding) -> Pending | None:
    """The first reason: an unanswered hard signal, one apart from health, money beyond its tranche,
    the open review, an instalment, a part of the budget that is reached."""
    row, item = standing.record.initiative, standing.record.asked
    speaks = [
        signal
        for signal in standing.signals
        if signal.hard or signal.code in APART
        if answered_on(standing.record, signal) is None
    ]
    hard = min(speaks, key=lambda signal: (not signal.hard, signal.since), default=None)
    code, since, amount = "", row.state_since, None
    offers: tuple[Verdict, ...] = ()
    goes_on = row.state != State.COMPLETED
    beyond = beyond_by(balance=standing.balance) if goes_on else ZERO
    if hard is not None:
        code, since, offers = hard.code, hard.since, hard.offers
    elif beyond > 0:
        marked = [e.on for e in standing.record.expenses if e.beyond_tranche]
        waits = beyond <= standing.balance.unreleased
        code, since, amount = "beyond_tranche", max(marked, default=since), exact(beyond)
        offers = (Verdict.RELEASE if waits else Verdict.ADJUST, Verdict.STOP)
    elif item is not None:
        code, since, offers = "review_asks", item.review.opened_at.date(), AT_REVIEW
    else:
        reason = (goes_on and _of_instalment(standing)) or _of_notice(standing)
        code, since, offers = reason or (code, since, offers)
    if not code:
        return None
    return Pending(
        initiative_id=row.id,
        title=row.title,
        code=code,
        since=since,
        offers=offers,
        review_item_id=None if item is None else item.id,
        trial_id=None,
        review_id=None if item is None else item.review_id,
        amount=amount,
        next_tranche=_next_tranche(standing) if Verdict.RELEASE in offers else None,
    )
