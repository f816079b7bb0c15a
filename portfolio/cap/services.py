"""How many priorities at a time: the cap, and its one exception."""

from datetime import date, datetime
from uuid import UUID

from governance.access.rules.actors import Act, act_of_system
from governance.access.rules.authority import Grant
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.models import Decision
from governance.decisions.services import record_decision
from portfolio.cap.models import Portfolio, Slot
from portfolio.cap.rules import (
    cap_refusal,
    exception_ends_on,
    exception_refusal,
    pool_cap_refusal,
)
from portfolio.cap.selectors import active_initiatives, lock_portfolio, lowest_free_slot
from portfolio.decisions.services.decisions import pause_by_system
from portfolio.initiatives.models import Initiative
from portfolio.observed.services import observe_portfolio
from portfolio.rhythm.services import expect_rhythm
from tenants.errors import Refused
from tenants.rows import check_version
from tenants.transactions import touch, use_case

EXCEPTION_SLOT = 4
PORTFOLIO_ID = UUID(int=1)


def change_cap(
    act: Act, *, cap: int, reason: str, expected_version: int | None = None
) -> Portfolio:
    """The portfolio has that many slots, those in use first.

    Raises NotAllowed, Refused `cap_out_of_range`, `cap_below_active` (with what to end first:
    `initiatives`, `names`), `reason_required`, `stale_version`.
    """
    with use_case():
        grant = require(act, permission="cap.change")
        portfolio = lock_portfolio()
        check_version(portfolio.version, expected_version)
        holders = active_initiatives()
        refused = cap_refusal(
            new_cap=cap,
            active_count=len(holders),
            has_exception=_exception() is not None,
            reason=reason,
        )
        if refused is not None:
            raise Refused(refused.code, **{**refused.facts, **_to_end(holders, refused.code)})
        old, portfolio.cap = portfolio.cap, cap
        _seat(holders=holders, cap=cap)
        touch(act, SubjectKind.INITIATIVE, *(row.id for row in holders))
        portfolio.version += 1
        portfolio.save(update_fields=["cap", "version"])
        _record(
            act,
            grant=grant,
            verdict="change_cap",
            reason=reason,
            facts={"old": old, "new": cap, "active": [row.id for row in holders]},
        )
        observe_portfolio(act)
    return portfolio


def change_pool_cap(
    act: Act, *, pool_cap: int, reason: str, expected_version: int | None = None
) -> Portfolio:
    """So many ideas wait in the pool at most; above that nothing new enters, and nothing leaves.

    Raises NotAllowed, Refused `pool_cap_out_of_range`, `reason_required`, `stale_version`.
    """
    with use_case():
        grant = require(act, permission="pool.change")
        portfolio = lock_portfolio()
        check_version(portfolio.version, expected_version)
        refused = pool_cap_refusal(new_cap=pool_cap, reason=reason)
        if refused is not None:
            raise Refused(refused.code, **refused.facts)
        old, portfolio.pool_cap = portfolio.pool_cap, pool_cap
        portfolio.version += 1
        portfolio.save(update_fields=["pool_cap", "version"])
        touch(act, SubjectKind.PORTFOLIO)
        _record(
            act,
            grant=grant,
            verdict="change_pool_cap",
            reason=reason,
            facts={"old": old, "new": pool_cap},
        )
    return portfolio


def grant_exception(act: Act, *, reason: str) -> Slot:
    """One more slot stands open for thirty days.

    Raises NotAllowed, Refused `exception_already_granted`, `reason_required`.
    """
    with use_case():
        grant = require(act, permission="exception.grant")
        lock_portfolio()
        refused = exception_refusal(has_exception=_exception() is not None, reason=reason)
        if refused is not None:
            raise Refused(refused.code, **refused.facts)
        until = exception_ends_on(granted_on=act.today)
        decision = _record(
            act, grant=grant, verdict="grant_exception", reason=reason, facts={"until": until}
        )
        slot = Slot.objects.create(
            no=EXCEPTION_SLOT, exception_until=until, exception_decision=decision
        )
        touch(act, SubjectKind.PORTFOLIO)
        expect_rhythm(day=until)
    return slot


def end_exception(*, now: datetime, today: date) -> bool:
    """An exception whose days are over is gone: its holder sits in a free slot, or is paused."""
    with use_case():
        lock_portfolio()
        slot = _exception()
        if slot is None or slot.exception_until is None or today < slot.exception_until:
            return False
        holder = Initiative.objects.select_for_update().filter(slot=slot).first()
        free = lowest_free_slot()
        if holder is not None and free is not None:
            holder.slot = free
            holder.version += 1
            holder.save(update_fields=["slot", "version"])
        elif holder is not None:
            pause_by_system(initiative_id=holder.id, reason="exception_ended", now=now, today=today)
        slot.delete()
        act = act_of_system(now=now, today=today)
        touch(act, SubjectKind.PORTFOLIO)
        if holder is not None:
            touch(act, SubjectKind.INITIATIVE, holder.id)
        _record(
            act,
            grant=Grant(by="system"),
            verdict="end_exception",
            reason="",
            facts={"holder": None if holder is None else holder.id},
        )
    return True


def _exception() -> Slot | None:
    return Slot.objects.filter(no=EXCEPTION_SLOT).first()


def _to_end(holders: list[Initiative], code: str) -> dict[str, object]:
    if code != "cap_below_active":
        return {}
    return {
        "initiatives": [{"id": row.id, "title": row.title} for row in holders],
        "names": ", ".join(row.title for row in holders),
    }


def _seat(*, holders: list[Initiative], cap: int) -> None:
    """Slots 1 to the cap exist, no other regular one; whoever sat above moves to a free one."""
    for no in range(1, cap + 1):
        Slot.objects.get_or_create(no=no)
    taken = {row.slot_id for row in holders}
    free = [no for no in range(1, cap + 1) if no not in taken]
    for row in holders:
        if row.slot_id is None or not cap < row.slot_id < EXCEPTION_SLOT:
            continue
        # With an exception the last one may have to take its slot.
        row.slot_id = free.pop(0) if free else EXCEPTION_SLOT
        row.version += 1
        row.save(update_fields=["slot", "version"])
    Slot.objects.filter(no__gt=cap, no__lt=EXCEPTION_SLOT).delete()


def _record(
    act: Act, *, grant: Grant, verdict: str, reason: str, facts: dict[str, object]
) -> Decision:
    return record_decision(
        act,
        grant=grant,
        verdict=verdict,
        subject_kind=SubjectKind.PORTFOLIO,
        subject_id=PORTFOLIO_ID,
        reason=reason,
        facts=facts,
    )
