"""An outage punishes nobody: the jobs stop for a day, a week, forty days, and run again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import pytest

from governance.outbox.models import OutboxMessage
from portfolio.cap.models import Portfolio
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import Review
from portfolio.reviews.services import due, reviews
from portfolio.reviews.services.due import keep_rhythm
from portfolio.reviews.services.reviews import open_due_review
from portfolio.rhythm.rules import COMMON, DAY
from portfolio.rhythm.services import REVIEW_RHYTHM, move_due_date, set_calendar
from tests import proof
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, started

OPENS = date(2027, 1, 4)
LENGTHS = (1, 7, 40)
# From the opening: before anybody is told, over the reminder (day 8), over the escalation (day 9),
# between the escalation and its effect (day 15).
BEGINS = (0, 4, 9, 12)
THINGS = ("review_opened", "review_reminder", "review_escalated", "spending_frozen")


@dataclass
class Lived:
    """What happened, day by day: the days on which the product ran the whole day and when what."""

    whole: set[date] = field(default_factory=set)
    told: dict[UUID, date] = field(default_factory=dict)
    escalated: dict[UUID, date] = field(default_factory=dict)
    frozen: date | None = None
    paused: date | None = None

    def had(self, since: date, until: date) -> int:
        """How many working days people had between, on which the product ran."""
        between = (since + n * DAY for n in range(1, (until - since).days))
        return sum(COMMON.works(day) and day in self.whole for day in between)


def mornings(first: date, last: date, down: set[date]) -> Iterator[tuple[date, bool]]:
    """Each day on which the product runs, and whether it ran on the day before too."""
    day = first
    while day <= last:
        if day not in down:
            yield day, day - DAY not in down
        day += DAY


def live(
    cast, *, down: set[date], silent: set[date] = frozenset(), first: date = OPENS, count: int = 75
) -> Lived:
    """The jobs run every morning but on those days; mail leaves when they do, but on `silent`."""
    row, lived = started(cast), Lived()
    move_due_date(job=REVIEW_RHYTHM, on=first, now=at(first), today=first)
    Portfolio.objects.update(covered_until=first - DAY, next_review_on=first)
    for day, is_whole in mornings(first, first + count * DAY, down):
        if is_whole:
            lived.whole.add(day)
        open_due_review(now=at(day), today=day)
        if day not in silent:
            OutboxMessage.objects.filter(sent_at=None).update(sent_at=at(day))
        keep_rhythm(now=at(day), today=day)
        _note(lived, row.id, day)
    return lived


def _note(lived: Lived, row_id: UUID, day: date) -> None:
    for told in OutboxMessage.objects.filter(template="review_opened", sent_at__isnull=False):
        lived.told.setdefault(UUID(told.context["review_id"]), told.sent_at.date())
    for review in Review.objects.exclude(state=ReviewState.MISSED):
        if review.escalated_at is not None:
            lived.escalated.setdefault(review.id, review.escalated_at.date())
    row = Initiative.objects.get(id=row_id)
    if lived.frozen is None and row.spending_frozen_on is not None:
        lived.frozen = day
    if lived.paused is None and row.state == State.PAUSED:
        lived.paused = day


def faults(lived: Lived) -> list[str]:
    """What was done to people before they had their days, and what was told twice."""
    found = []
    held = Review.objects.exclude(state=ReviewState.MISSED).order_by("period")
    opened = list(held.values_list("id", flat=True))
    for number, (name, on) in enumerate((("frozen", lived.frozen), ("paused", lived.paused))):
        if on is None:
            continue
        review = opened[number]
        if review not in lived.told or review not in lived.escalated:
            found.append(f"{name} on {on}: nobody was told")
            continue
        if lived.had(lived.told[review], on) < 10:
            found.append(f"{name} on {on}: {lived.had(lived.told[review], on)} days since told")
        if lived.had(lived.escalated[review], on) < 3:
            found.append(f"{name} on {on}: too soon after the escalation")
    sent = Counter(
        (one.recipient_id, one.template, one.context.get("review_id"))
        for one in OutboxMessage.objects.filter(template__in=THINGS)
    )
    found += [f"{one[1]} told {count} times" for one, count in sent.items() if count > 1]
    periods = Counter(Review.objects.values_list("period", flat=True))
    found += [f"{period} recorded {count} times" for period, count in periods.items() if count > 1]
    return found


def away(begins: int, length: int, first: date = OPENS) -> set[date]:
    return {first + (begins + n) * DAY for n in range(length)}


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("begins", BEGINS)
def test_nothing_happens_before_people_had_their_days(acme, begins, length) -> None:
    lived = live(acme, down=away(begins, length))
    assert faults(lived) == []
    # Silence still has its effect once they had them.
    assert lived.frozen is not None


def test_without_an_outage_silence_acts_as_it_is_told(acme) -> None:
    lived = live(acme, down=set(), count=40)
    assert (lived.frozen, faults(lived)) == (date(2027, 1, 19), [])


@pytest.mark.parametrize("length", LENGTHS)
def test_days_on_which_no_mail_left_are_not_counted(acme, length) -> None:
    assert faults(live(acme, down=set(), silent=away(0, length))) == []


@pytest.mark.parametrize("length", LENGTHS)
def test_a_review_that_was_due_opens_once_and_what_was_missed_stands_once(acme, length) -> None:
    first = date(2027, 2, 1)
    lived = live(acme, down=away(0, length, first), first=first, count=60)
    assert faults(lived) == []
    missed = Review.objects.filter(state=ReviewState.MISSED).count()
    assert missed == (1 if length == 40 else 0)


@pytest.mark.parametrize("length", LENGTHS)
def test_an_outage_over_a_quiet_august(acme, length) -> None:
    first = date(2027, 7, 19)
    boss = acting(acme.actor("executive"), now=at(first), today=first)
    set_calendar(boss, bridge_days=True, quiet_august=True)
    lived = live(acme, down=away(11, length, first), first=first, count=80)
    assert faults(lived) == []
    assert lived.frozen is None or lived.frozen.month != 8
    assert all(day.month != 8 for day in lived.escalated.values())


@pytest.mark.parametrize("length", LENGTHS)
def test_an_empty_seat_is_given_its_days_too(acme, length) -> None:
    row = started(acme)
    Initiative.objects.filter(id=row.id).update(captain=acme.members["captain"])
    lived, down, since = Lived(), away(4, length, TODAY), TODAY
    for day, is_whole in mornings(TODAY + DAY, TODAY + 70 * DAY, down):
        if is_whole:
            lived.whole.add(day)
        keep_rhythm(now=at(day), today=day)
        row.refresh_from_db()
        if row.state == State.PAUSED:
            break
    assert row.state == State.PAUSED
    assert lived.had(since, day) >= 10


def test_counting_from_the_day_it_was_due_is_seen(acme, monkeypatch) -> None:
    def from_due(review: Review) -> None:
        review.told_at = at(review.due_on)
        review.save(update_fields=["told_at"])

    monkeypatch.setattr(due, "_note_told", from_due)
    assert faults(live(acme, down=set(), silent=away(0, 14), count=30))
    proof.caught("reviews", "counted from the day it was due")


def test_forgetting_the_days_that_were_lost_is_seen(acme, monkeypatch) -> None:
    for module in (due, reviews):
        monkeypatch.setattr(module, "note_lost_days", lambda **_: None)
    assert faults(live(acme, down=away(2, 40)))
    proof.caught("reviews", "days of an outage counted")
