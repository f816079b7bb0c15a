"""The calendar of a story: months counted back from today's month."""

import calendar
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portfolio.rhythm.rules import next_working_day

MORNING = 9


def day_of(*, moment: Sequence[int], today: date) -> date:
    """The day `[months ago, day]` or `[days ago]`; a day past the month's end is its last."""
    if len(moment) == 1:
        return today - timedelta(days=moment[0])
    year, month = divmod(today.year * 12 + today.month - 1 - moment[0], 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(moment[1], last))


def moment_of(*, moment: Sequence[int], today: date, zone: ZoneInfo) -> datetime:
    """The moment `[months ago, day, hour]` in that zone, at nine by default, on a working day."""
    day = next_working_day(day=day_of(moment=moment, today=today))
    hour = moment[2] if len(moment) > 2 else MORNING
    return datetime.combine(day, time(hour), tzinfo=zone)


def months_and_day(key: str) -> list[int]:
    """The moment written as `months-day`."""
    return [int(part) for part in key.split("-")]
