"""A calendar that is read from outside (RFC 5545, RFC 7986): days, each with a link."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vDuration

DAY = timedelta(days=1)
# How often a reader's program is asked to come again.
REFRESHED = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """One thing on one day: `key` names it for ever, `changed_at` is when it last changed."""

    key: str
    day: date
    title: str
    url: str
    changed_at: datetime
    said: str = ""


def calendar_text(days: Iterable[CalendarDay], *, name: str, language: str) -> bytes:
    """The calendar as its readers' programs take it; of several under one key, the first.

    No invitation and nothing that rings: whole days, told as free time.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Capitaine//Capitaine//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for field in ("name", "x-wr-calname"):
        calendar.add(field, name)
    calendar.add("refresh-interval", vDuration(REFRESHED), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESHED))
    once = {one.key: one for one in reversed(list(days))}
    for one in sorted(once.values(), key=lambda each: (each.day, each.key)):
        calendar.add_component(_event(one, language=language))
    return bytes(calendar.to_ical())


def _event(one: CalendarDay, *, language: str) -> Event:
    event, at = Event(), one.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("uid", f"{one.key}@capitaine")
    event.add("dtstamp", at)
    event.add("last-modified", at)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + DAY)
    event.add("summary", one.title, parameters={"LANGUAGE": language})
    if one.said:
        event.add("description", one.said)
    event.add("url", one.url)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
