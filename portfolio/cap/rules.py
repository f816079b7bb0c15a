"""The cap of active priorities, its exception, the cap of the pool: what refuses a change."""

from datetime import date, timedelta

from portfolio.life.rules import Refusal

LOWEST_CAP, DEFAULT_CAP, HIGHEST_CAP = 1, 3, 3
LOWEST_POOL_CAP, HIGHEST_POOL_CAP = 1, 99
EXCEPTION_LENGTH = timedelta(days=30)


def cap_refusal(
    *, new_cap: int, active_count: int, has_exception: bool, reason: str
) -> Refusal | None:
    """Return why the cap cannot become that, or None; the slot of an exception stays apart."""
    if not LOWEST_CAP <= new_cap <= HIGHEST_CAP:
        return Refusal(
            code="cap_out_of_range", facts={"lowest": LOWEST_CAP, "highest": HIGHEST_CAP}
        )
    to_end = active_count - new_cap - int(has_exception)
    if to_end > 0:
        return Refusal(
            code="cap_below_active", facts={"active": active_count, "to_end_first": to_end}
        )
    return None if reason.strip() else Refusal(code="reason_required")


def pool_cap_refusal(*, new_cap: int, reason: str) -> Refusal | None:
    """Return why the pool's cap cannot become that, or None; it may be below what waits."""
    if not LOWEST_POOL_CAP <= new_cap <= HIGHEST_POOL_CAP:
        facts = {"lowest": LOWEST_POOL_CAP, "highest": HIGHEST_POOL_CAP}
        return Refusal(code="pool_cap_out_of_range", facts=facts)
    return None if reason.strip() else Refusal(code="reason_required")


def exception_refusal(*, has_exception: bool, reason: str) -> Refusal | None:
    """Return why no exception can be granted, or None: one at a time, with a reason."""
    if has_exception:
        return Refusal(code="exception_already_granted")
    return None if reason.strip() else Refusal(code="reason_required")


def exception_ends_on(*, granted_on: date) -> date:
    """Return the day the exception ends and its holder is paused."""
    return granted_on + EXCEPTION_LENGTH
