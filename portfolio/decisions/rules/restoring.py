"""What a correction brings back, within seven days."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from portfolio.life.choices import State

RESTORED_WITHIN = timedelta(days=7)


def restored_state(
    *, from_state: State, to_state: State, is_latest: bool, decided_at: datetime, now: datetime
) -> State | None:
    """Return the state that a correction brings back, or None: then only the log is corrected.

    `is_latest`: no later decision has changed the state since.
    """
    if from_state is to_state or not is_latest or now - decided_at > RESTORED_WITHIN:
        return None
    return from_state


def restored_values(
    *,
    changes: Mapping[str, Any],
    present: Mapping[str, Any],
    decided_at: datetime,
    now: datetime,
) -> dict[str, Any]:
    """Return the values that a correction of *adjust* brings back, by what it changed.

    `changes` holds the old and the new value of each, `present` what it is now, both as the log
    writes them. What was changed again since stays, and after seven days everything does.
    """
    if now - decided_at > RESTORED_WITHIN:
        return {}
    return {
        name: change["old"]
        for name, change in changes.items()
        if name in present and _same(present[name], change["new"])
    }


def _same(one: Any, other: Any) -> bool:
    """Whether two values of the log are equal; 1.50 and 1.5 are."""
    try:
        return Decimal(str(one)) == Decimal(str(other))
    except InvalidOperation:
        return bool(one == other)
