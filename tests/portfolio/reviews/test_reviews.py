from datetime import date, timedelta
from decimal import Decimal

from assessments.answers.models import ObservedFact
from governance.outbox.models import OutboxMessage
from portfolio.cap.models import Portfolio
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from portfolio.money.services.lines import commit_money
from portfolio.objectives.services.measurements import add_measurement
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import Review, ReviewItem
from portfolio.reviews.selectors.reviews import review_page
from portfolio.reviews.services.due import keep_rhythm
from portfolio.reviews.services.reviews import (
    answer_question,
    ask_question,
    close_review,
    open_due_review,
    open_review,
)
from portfolio.rhythm.services import REVIEW_RHYTHM, move_due_date
from portfolio.standing.choices import Health
from tenants.due_work.models import DueWork
from tenants.ids import uuid7
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, give, only_objective, overview, started
from tests.refusals import refused

# The first of January is a holiday, the days after it a week-end.
DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 4)


def opened(day: date = DECEMBER) -> Review:
    """The review that is due, the product having run until then."""
    move_due_date(job=REVIEW_RHYTHM, on=day + timedelta(days=1), now=at(day), today=day)
    review = open_due_review(now=at(day), today=day)
    assert review is not None
    return review


def due_at(cast) -> date:
    return DueWork.objects.get(job="portfolio.open_review").due_at.date()


def told_on(review: Review, day: date) -> None:
    """The first mail of the review left that day."""
    OutboxMessage.objects.filter(dedup_key__startswith=f"review:{review.id}").update(
        sent_at=at(day)
    )


def test_nothing_opens_before_its_day(acme) -> None:
    started(acme)
    assert open_due_review(now=at(TODAY), today=TODAY) is None
    assert not Review.objects.exists()
    assert due_at(acme) == DECEMBER


def test_the_due_review_opens_once_with_frozen_facts_and_the_next_is_in_the_calendar(acme) -> None:
    row = started(acme)
    review = opened()
    assert open_due_review(now=at(DECEMBER), today=DECEMBER) is None
    item = review.items.get()
    assert (item.initiative_id, item.facts["health"]) == (row.id, Health.UNKNOWN)
    assert (review.period, review.period_end) == (DECEMBER, date(2026, 12, 31))
    assert due_at(acme) == Portfolio.objects.get().next_review_on == JANUARY
    assert {m.recipient.role for m in OutboxMessage.objects.filter(template="review_opened")} == {
        "executive",
        "ai_lead",
    }


def test_periods_missed_in_an_outage_are_recorded_once_and_oldest_first(acme) -> None:
    started(acme)
    day = date(2027, 3, 3)
    opened(day)
    states = list(Review.objects.order_by("period").values_list("period", "state"))
    assert states == [
        (date(2026, 12, 1), "missed"),
        (date(2027, 1, 1), "missed"),
        (date(2027, 2, 1), "missed"),
        (date(2027, 3, 1), "open"),
    ]
    assert open_due_review(now=at(day), today=day) is None


def test_a_verdict_in_the_review_settles_its_item(acme) -> None:
    row = started(acme)
    review = opened()
    item = review.items.get()
    give(acme, row, Verdict.CONTINUE, day=DECEMBER, review_item_id=item.id)
    assert ReviewItem.objects.get().decision.verdict == "continue"
    with refused("review_item_decided"):
        give(acme, row, Verdict.CONTINUE, day=DECEMBER, review_item_id=item.id)


def test_without_a_measurement_going_on_is_possible_once(acme) -> None:
    row = started(acme)
    opened()
    give(acme, row, Verdict.CONTINUE, day=DECEMBER)
    opened(JANUARY)
    with refused("continue_twice_without_measurement"):
        give(acme, row, Verdict.CONTINUE, day=JANUARY)
    add_measurement(
        acting(acme.actor("executive"), now=at(JANUARY), today=JANUARY),
        objective_id=only_objective(row).id,
        value=Decimal(8),
        on=JANUARY,
    )
    give(acme, row, Verdict.CONTINUE, day=JANUARY)


def test_a_review_with_something_undecided_is_not_closed(acme) -> None:
    row = started(acme)
    review = opened()
    act = acting(acme.actor("lead"), at(DECEMBER))
    with refused("review_undecided") as told:
        close_review(act, review_id=review.id)
    assert told.facts["names"] == row.title
    give(acme, row, Verdict.CONTINUE, day=DECEMBER)
    assert close_review(act, review_id=review.id).state == ReviewState.CLOSED
    assert ObservedFact.objects.get(key="reviews.last3.held").value == 1


def test_a_viewer_neither_opens_nor_closes_a_review(acme) -> None:
    started(acme)
    with refused("not_in_role"):
        open_review(acting(acme.actor("viewer"), now=at(TODAY), today=TODAY))
    assert not Review.objects.exists()


def test_a_review_is_opened_early_by_hand_and_its_period_is_covered(acme) -> None:
    started(acme)
    review = open_review(acting(acme.actor("lead"), now=at(TODAY), today=TODAY))
    assert (review.period, due_at(acme)) == (DECEMBER, JANUARY)


def test_silence_escalates_then_freezes_new_spending_then_a_verdict_frees_it(acme) -> None:
    row = started(acme)
    review = opened()
    told_on(review, DECEMBER)
    seen = []
    for days in range(1, 22):
        day = DECEMBER + timedelta(days=days)
        keep_rhythm(now=at(day), today=day)
        review.refresh_from_db()
        row.refresh_from_db()
        seen.append((day, review.escalated_at is not None, row.spending_frozen_on))
    escalated = next(day for day, yes, _ in seen if yes)
    frozen = next(day for day, _, yes in seen if yes)
    assert (escalated, frozen) == (date(2026, 12, 10), date(2026, 12, 16))
    with refused("spending_frozen"):
        commit_money(
            acting(acme.actor("executive"), now=at(frozen), today=frozen),
            initiative_id=row.id,
            amount=10,
            label="x",
            on=frozen,
        )
    assert OutboxMessage.objects.filter(template="review_escalated").count() == 1
    give(acme, row, Verdict.CONTINUE, day=frozen)
    assert Initiative.objects.get(id=row.id).spending_frozen_on is None


def test_after_a_second_silent_review_the_system_pauses(acme) -> None:
    row = started(acme)
    for month in (DECEMBER, JANUARY):
        review = opened(month)
        told_on(review, month)
        for days in range(1, 28):
            day = month + timedelta(days=days)
            keep_rhythm(now=at(day), today=day)
    row.refresh_from_db()
    assert row.state == State.PAUSED
    assert row.decisions.latest("number").decision.reason == "silence"
    assert Review.objects.get(period=DECEMBER).state == ReviewState.SILENT


def test_silence_nobody_was_told_of_freezes_nothing(acme) -> None:
    row = started(acme)
    opened()
    for days in range(1, 28):
        day = DECEMBER + timedelta(days=days)
        keep_rhythm(now=at(day), today=day)
    row.refresh_from_db()
    assert row.spending_frozen_on is None


def test_a_question_suspends_the_clock_until_its_answer(acme) -> None:
    row = started(acme)
    review = opened()
    told_on(review, DECEMBER)
    item = review.items.get()
    ask_question(
        acting(acme.actor("executive"), now=at(DECEMBER), today=DECEMBER),
        item_id=item.id,
        question="Pourquoi ?",
    )
    for number in range(2, 11):
        day = date(2026, 12, number)
        keep_rhythm(now=at(day), today=day)
    review.refresh_from_db()
    assert review.escalated_at is None
    answered = answer_question(
        acting(acme.actor("executive"), now=at(day), today=day), item_id=item.id, answer="Parce que"
    )
    assert answered.answer == "Parce que"
    assert row.id == answered.initiative_id


def test_a_vacant_seat_of_ten_working_days_is_paused_by_the_system(acme) -> None:
    row = started(acme)
    Initiative.objects.filter(id=row.id).update(captain=acme.members["captain"])
    for days in range(1, 21):
        day = TODAY + timedelta(days=days)
        keep_rhythm(now=at(day), today=day)
    row.refresh_from_db()
    assert row.decisions.latest("number").decision.reason == "vacancy"


def test_the_review_page_shows_each_initiative_and_waits_stand_in_the_menu(acme) -> None:
    row = started(acme)
    review = opened()
    page = review_page(review_id=review.id, today=DECEMBER, actor=acme.actor("executive"))
    assert [item.card.id for item in page.items] == [row.id]
    assert page.next_item is not None
    assert [one.code for one in overview(DECEMBER).pending] == ["review_asks"]


def test_one_review_is_open_at_a_time_and_only_where_something_runs(acme) -> None:
    act = acting(acme.actor("lead"), now=at(TODAY), today=TODAY)
    with refused("nothing_to_review"):
        open_review(act)
    started(acme)
    review = open_review(act)
    with refused("review_already_open", review_id=review.id):
        open_review(act)


def test_a_captain_has_one_question_to_answer_at_a_time(acme) -> None:
    started(acme)
    item = opened().items.get()
    asking = acting(acme.actor("lead"), now=at(DECEMBER), today=DECEMBER)
    with refused("question_required"):
        ask_question(asking, item_id=item.id, question=" ")
    ask_question(asking, item_id=item.id, question="Pourquoi ?")
    with refused("question_open"):
        ask_question(asking, item_id=item.id, question="Et pourquoi donc ?")
    boss = acting(acme.actor("executive"), now=at(DECEMBER), today=DECEMBER)
    with refused("answer_required"):
        answer_question(boss, item_id=item.id, answer=" ")
    answer_question(boss, item_id=item.id, answer="Parce que.")
    with refused("no_question"):
        answer_question(boss, item_id=item.id, answer="Encore.")
    assert ask_question(asking, item_id=item.id, question="Et donc ?").answer == ""


def test_a_review_is_closed_once_and_what_is_not_there_is_not_found(acme) -> None:
    row = started(acme)
    review = opened()
    item = review.items.get()
    act = acting(acme.actor("lead"), now=at(DECEMBER), today=DECEMBER)
    with refused("review_not_found"):
        close_review(act, review_id=uuid7())
    with refused("review_item_not_found"):
        ask_question(act, item_id=uuid7(), question="?")
    give(acme, row, Verdict.CONTINUE, day=DECEMBER)
    with refused("review_item_decided"):
        ask_question(act, item_id=item.id, question="?")
    with refused("stale_version", version=review.version, expected=9):
        close_review(act, review_id=review.id, expected_version=9)
    close_review(act, review_id=review.id)
    with refused("review_closed"):
        close_review(act, review_id=review.id)
    with refused("review_item_not_found"):
        ask_question(act, item_id=item.id, question="?")
