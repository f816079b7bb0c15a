"""What a mandate may say, and where it stands on a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from governance.access.choices import Role
from governance.mandates.choices import MandateKind

ON_WHAT_RUNS = ("start", "continue", "adjust", "release", "pause", "stop", "complete", "return")
MOST_VERDICTS = {
    MandateKind.COMPANY: ("qualify", "reject", *ON_WHAT_RUNS, "archive", "revive"),
    MandateKind.INITIATIVE: ON_WHAT_RUNS,
}
MANDATE_HOLDERS = {
    MandateKind.COMPANY: frozenset({Role.EXECUTIVE, Role.AI_LEAD}),
    MandateKind.INITIATIVE: frozenset({Role.EXECUTIVE, Role.AI_LEAD, Role.CONTRIBUTOR}),
}
# Starting takes one of three places: a captain asks, unless the letter says otherwise.
_PROPOSED_VERDICTS = {
    MandateKind.COMPANY: MOST_VERDICTS[MandateKind.COMPANY],
    MandateKind.INITIATIVE: MOST_VERDICTS[MandateKind.INITIATIVE][1:],
}
_PROPOSED_CEILINGS = {
    MandateKind.COMPANY: (Decimal(3000), Decimal(15_000)),
    MandateKind.INITIATIVE: (Decimal(1000), Decimal(5000)),
}
_PROPOSED_DAYS = {MandateKind.COMPANY: 3.0, MandateKind.INITIATIVE: 4.0}


class MandateState(StrEnum):
    """Where a mandate stands on a day."""

    DECLINED = "declined"
    REVOKED = "revoked"
    VACANT = "vacant"
    WAITING = "waiting"
    UPCOMING = "upcoming"
    EXPIRED = "expired"
    RUNNING = "running"


@dataclass(frozen=True, kw_only=True)
class MandateTerms:
    """What the letter says: euros, days per month, `ends` its last valid day."""

    verdicts: tuple[str, ...]
    ceiling_per_decision: Decimal
    ceiling_total: Decimal
    days_per_month: float
    starts: date
    ends: date
    scope_text: str = ""
    deputy_id: UUID | None = None


def proposed_terms(
    *, kind: MandateKind, today: date, budget: Decimal | None = None, scope_text: str = ""
) -> MandateTerms:
    """Return the letter as it is proposed: usual powers, modest ceilings, twelve months.

    With a `budget` (euros) the captain's total is that budget.
    """
    each, total = _PROPOSED_CEILINGS[kind]
    if budget:
        total = budget
    return MandateTerms(
        verdicts=_PROPOSED_VERDICTS[kind],
        ceiling_per_decision=min(each, total),
        ceiling_total=total,
        days_per_month=_PROPOSED_DAYS[kind],
        starts=today,
        ends=last_day(today),
        scope_text=scope_text,
    )


def last_day(starts: date) -> date:
    """Return the latest last day of a mandate that starts then: the eve of its first birthday."""
    if starts.year == date.max.year:
        return date.max
    if (starts.month, starts.day) == (2, 29):
        return date(starts.year + 1, 2, 28)
    return starts.replace(year=starts.year + 1) - timedelta(days=1)


def term_problems(*, kind: MandateKind, terms: MandateTerms, today: date) -> dict[str, list[str]]:
    """Return the field codes that keep the letter from being written; empty when it may be."""
    checks = (
        ("verdicts", "verdict_missing", not terms.verdicts),
        ("verdicts", "verdict_unknown", bool(set(terms.verdicts) - set(MOST_VERDICTS[kind]))),
        ("ceiling_per_decision", "amount_negative", terms.ceiling_per_decision < 0),
        ("ceiling_total", "total_below_each", terms.ceiling_total < terms.ceiling_per_decision),
        ("days_per_month", "days_out_of_range", not 0 < terms.days_per_month <= 23),
        ("ends", "ends_before_start", terms.ends <= terms.starts),
        ("ends", "ends_in_past", terms.ends < today),
        ("ends", "longer_than_a_year", terms.ends > last_day(terms.starts)),
    )
    problems: dict[str, list[str]] = {}
    for field, code, found in checks:
        if found:
            problems.setdefault(field, []).append(code)
    return problems


def mandate_state(
    *,
    starts: date,
    ends: date,
    accepted: bool,
    revoked: bool,
    declined: bool = False,
    holder_present: bool,
    today: date,
) -> MandateState:
    """Return where the mandate stands on that day; only `running` carries decisions."""
    states = (
        (MandateState.DECLINED, declined),
        (MandateState.REVOKED, revoked),
        (MandateState.VACANT, not holder_present),
        (MandateState.EXPIRED, today > ends),
        (MandateState.WAITING, not accepted),
        (MandateState.UPCOMING, today < starts),
    )
    return next((state for state, holds in states if holds), MandateState.RUNNING)
