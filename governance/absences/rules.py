"""Who may stand in for whom, on which days."""

from datetime import date, timedelta

from governance.mandates.choices import MOST_AWAY


def absence_problems(
    *, starts: date, until: date, today: date, is_self: bool, is_away: bool
) -> dict[str, list[str]]:
    """Return the field codes that keep a stand-in from being named; empty when one may be.

    `is_self`: somebody would stand in for himself or herself; `is_away`: the stand-in is away too.
    """
    checks = (
        ("stand_in", "stand_in_is_self", is_self),
        ("stand_in", "stand_in_is_away", is_away),
        ("starts", "starts_in_past", starts < today),
        ("until", "ends_before_start", until < starts),
        ("until", "away_too_long", until - starts > timedelta(days=MOST_AWAY)),
    )
    problems: dict[str, list[str]] = {}
    for field, code, found in checks:
        if found:
            problems.setdefault(field, []).append(code)
    return problems


def overlaps(
    *, starts: date, until: date, other_starts: date | None, other_until: date | None
) -> bool:
    """Return whether two absences share a day; one without days shares none."""
    if other_starts is None or other_until is None:
        return False
    return starts <= other_until and other_starts <= until
