"""Which moment is meant by a day, and what of it is not kept."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class NotKept(StrEnum):
    """What nobody can tell of an earlier day, because nothing keeps it."""

    FORECAST = "forecast"
    EDITED = "edited"
    TITLES = "titles"


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which that day ends in the company."""
    return datetime.combine(day + timedelta(days=1), time(), zone) - timedelta(microseconds=1)
