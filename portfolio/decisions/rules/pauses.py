"""How long a pause lasts."""

from datetime import date, timedelta

from portfolio.life.rules import Refusal

PAUSE_LIMIT = timedelta(days=60)


def restart_refusal(*, restart_on: date | None, today: date) -> Refusal | None:
    """Return why a pause cannot end that day, or None: ahead, sixty days at most."""
    latest = today + PAUSE_LIMIT
    if restart_on is None:
        return Refusal(code="restart_required", facts={"latest": latest})
    if restart_on <= today:
        return Refusal(code="restart_not_ahead", facts={"today": today})
    if restart_on > latest:
        return Refusal(code="restart_too_far", facts={"latest": latest})
    return None
