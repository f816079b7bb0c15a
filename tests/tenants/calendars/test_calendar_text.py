"""What is written is read back by any program that knows RFC 5545."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tenants.calendars.rules import CalendarDay, calendar_text

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), max_size=200
).filter(lambda text: text == text.strip())
DAYS = st.builds(
    CalendarDay,
    key=st.uuids().map(str),
    day=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    title=TEXTS,
    said=TEXTS,
    url=st.just("http://acme.localhost/reviews/"),
    changed_at=st.integers(0, 36_500 * 86_400).map(lambda n: AT + timedelta(seconds=n)),
)


def text(days=(), name="Mes dates") -> bytes:
    return calendar_text(days, name=name, language="fr")


@given(days=st.lists(DAYS, max_size=8, unique_by=lambda one: one.key), name=TEXTS)
def test_what_is_written_is_read_back(days, name) -> None:
    written = text(days, name)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")
    (read,) = Calendar.from_ical(written, multiple=True)
    assert str(read["x-wr-calname"]) == str(read["name"]) == name
    told = {
        str(one["uid"]): (
            one.decoded("dtstart"),
            one.decoded("dtend") - one.decoded("dtstart"),
            str(one["summary"]),
            str(one.get("description", "")),
            str(one["url"]),
            one.decoded("dtstamp"),
            one.decoded("last-modified"),
        )
        for one in read.walk("vevent")
    }
    assert told == {
        f"{one.key}@capitaine": (
            one.day,
            timedelta(days=1),
            one.title,
            one.said,
            one.url,
            one.changed_at.replace(microsecond=0),
            one.changed_at.replace(microsecond=0),
        )
        for one in days
    }


def test_a_day_is_a_date_and_no_invitation() -> None:
    one = CalendarDay(
        key="review-1", day=date(2026, 12, 1), title="Revue", url="http://a/", changed_at=AT
    )
    written = text([one]).decode()
    assert "DTSTART;VALUE=DATE:20261201\r\n" in written
    assert "DTEND;VALUE=DATE:20261202\r\n" in written
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in written
    assert "X-PUBLISHED-TTL:PT12H\r\n" in written
    assert not any(word in written for word in ("METHOD", "VTIMEZONE", "VALARM", "ATTENDEE"))


def test_one_key_stands_once_and_nothing_is_a_calendar_too() -> None:
    first, second = (
        CalendarDay(key="k", day=date(2026, 12, d), title=str(d), url="http://a/", changed_at=AT)
        for d in (1, 2)
    )
    (event,) = Calendar.from_ical(text([first, second])).walk("vevent")
    assert str(event["summary"]) == "1"
    assert Calendar.from_ical(text()).walk("vevent") == []
