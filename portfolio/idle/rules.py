"""When an idea that nobody touches is archived: after six months, announced two weeks before."""

from datetime import date, timedelta

from portfolio.charts.rules.scale import add_months

KEEP_IDEAS = "portfolio.keep_ideas"
IDLE_MONTHS = 6
NOTICE = timedelta(days=14)


def idle_since(*, state_since: date, changed_on: date | None) -> date:
    """Return the day since which nobody has touched it."""
    return max(state_since, changed_on or state_since)


def notice_due(*, since: date) -> date:
    """Return the day on which its archiving is announced."""
    return add_months(since, IDLE_MONTHS) - NOTICE


def is_noticed(*, since: date, noticed_on: date | None) -> bool:
    """Return whether it was announced, and nobody has touched it afterwards."""
    return noticed_on is not None and noticed_on >= since


def archive_due(*, since: date, noticed_on: date) -> date:
    """Return the day on which it is archived: never less than two weeks after the notice."""
    return max(add_months(since, IDLE_MONTHS), noticed_on + NOTICE)
