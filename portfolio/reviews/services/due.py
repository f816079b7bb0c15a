"""Every morning: who is told, reminded; what silence does, what ends itself."""

from datetime import date, datetime, timedelta

from django.db.models import Min

from governance.access.rules.actors import act_of_system
from governance.decisions.choices import SubjectKind
from governance.outbox.models import OutboxMessage
from portfolio.cap.models import Portfolio
from portfolio.cap.selectors import company_zone, lock_portfolio
from portfolio.cap.services import end_exception
from portfolio.decisions.services.decisions import pause_by_system
from portfolio.decisions.services.messages import executives, leaders, tell
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import Review, ReviewItem
from portfolio.reviews.selectors.reviews import step_of, undecided_items
from portfolio.rhythm.rules import Calendar, SilenceStep, add_working_days, vacancy_acts_on
from portfolio.rhythm.services import REVIEW_RHYTHM, morning_of, note_lost_days
from portfolio.standing.selectors.facts import captain_vacant_since
from portfolio.standing.selectors.records import Record, load_records
from portfolio.standing.selectors.standing import silent_reviews
from portfolio.trials.models import Trial
from portfolio.trials.services import end_overdue_trials
from tenants.due_work.services import set_due
from tenants.transactions import touch, use_case

DAY = timedelta(days=1)
REMIND_AFTER = 5


def keep_rhythm(*, now: datetime, today: date) -> None:
    """Reminders and escalations are sent once; silence, vacancy and ends have their effect.

    Running it again the same day changes nothing.
    """
    with use_case():
        portfolio = lock_portfolio()
        note_lost_days(portfolio=portfolio, today=today)
        calendar = portfolio.calendar
        review = Review.objects.filter(state=ReviewState.OPEN).first()
        if review is not None:
            look_at(review=review, portfolio=portfolio, now=now, today=today)
        _pause_vacant(calendar=calendar, now=now, today=today)
        end_overdue_trials(now=now, today=today)
        end_exception(now=now, today=today)
        set_due(job=REVIEW_RHYTHM, due_at=morning_of(today + DAY) if _is_needed(review) else None)


def look_at(*, review: Review, portfolio: Portfolio, now: datetime, today: date) -> None:
    """What that day asks of an open review has happened, once: under the portfolio's lock."""
    _note_told(review)
    _remind(review=review, calendar=portfolio.calendar, now=now, today=today)
    _follow_silence(review=review, portfolio=portfolio, now=now, today=today)


def _is_needed(review: Review | None) -> bool:
    """Whether anything may come due by itself."""
    going = Initiative.objects.filter(state__in=[State.ACTIVE, State.PAUSED])
    return review is not None or going.exists() or Trial.objects.filter(ended_on=None).exists()


def _note_told(review: Review) -> None:
    """Silence is counted from when the first person was told, not from when it was written.

    A mail that came back, or never left, has told nobody.
    """
    told = OutboxMessage.objects.filter(
        dedup_key__startswith=f"review:{review.id}:opened:", sent_at__isnull=False
    ).aggregate(at=Min("sent_at"))["at"]
    if told != review.told_at:
        review.told_at = told
        review.save(update_fields=["told_at"])


def _remind(*, review: Review, calendar: Calendar, now: datetime, today: date) -> None:
    """Whoever leads is reminded once, half-way."""
    if review.told_at is None or review.reminded_at is not None or calendar.is_quiet(today):
        return
    told_on = review.told_at.astimezone(company_zone()).date()
    half_way = add_working_days(day=told_on, count=REMIND_AFTER, calendar=calendar)
    if today <= half_way or not undecided_items(review):
        return
    review.reminded_at = now
    review.save(update_fields=["reminded_at"])
    tell(
        member_ids=leaders(),
        template="review_reminder",
        key=f"review:{review.id}:reminder",
        context={"review_id": review.id, "period": review.period},
        now=now,
    )


def _follow_silence(*, review: Review, portfolio: Portfolio, now: datetime, today: date) -> None:
    """Escalated once, then frozen, and after a second silent review paused."""
    items = undecided_items(review)
    ids = [item.initiative_id for item in items]
    records = {r.initiative.id: r for r in load_records(ids, today=today)}
    steps = {
        item.id: step_of(
            item=item,
            review=review,
            portfolio=portfolio,
            today=today,
            before=silent_reviews(reviews=records[item.initiative_id].reviews),
        )
        for item in items
    }
    if SilenceStep.ESCALATE in steps.values() and review.escalated_at is None:
        _escalate(review=review, items=items, now=now)
    for item in items:
        if steps[item.id] in (SilenceStep.FREEZE, SilenceStep.PAUSE):
            _freeze(item=item, now=now, today=today)
        if steps[item.id] is SilenceStep.PAUSE:
            pause_by_system(
                initiative_id=item.initiative_id, reason="silence", now=now, today=today
            )


def _escalate(*, review: Review, items: list[ReviewItem], now: datetime) -> None:
    review.escalated_at = now
    review.save(update_fields=["escalated_at"])
    tell(
        member_ids=executives(),
        template="review_escalated",
        key=f"review:{review.id}:escalated",
        context={
            "review_id": review.id,
            "period": review.period,
            "titles": [item.initiative.title for item in items],
        },
        now=now,
    )


def _freeze(*, item: ReviewItem, now: datetime, today: date) -> None:
    """New spending on what nobody decided is frozen, and said so."""
    row = item.initiative
    if row.spending_frozen_on is not None:
        return
    row.spending_frozen_on = today
    row.version += 1
    row.save(update_fields=["spending_frozen_on", "version"])
    touch(act_of_system(now=now, today=today), SubjectKind.INITIATIVE, row.id)
    tell(
        member_ids=[*executives(), row.captain_id],
        template="spending_frozen",
        key=f"review:{item.review_id}:frozen:{row.id}",
        context={
            "review_id": item.review_id,
            "initiative_id": row.id,
            "title": row.title,
        },
        now=now,
    )


def _pause_vacant(*, calendar: Calendar, now: datetime, today: date) -> None:
    """What nobody has carried for ten working days is paused."""
    active = Initiative.objects.filter(state=State.ACTIVE).order_by("id")
    for record in load_records(active.values_list("id", flat=True), today=today):
        if _is_long_vacant(record=record, calendar=calendar, today=today):
            pause_by_system(
                initiative_id=record.initiative.id, reason="vacancy", now=now, today=today
            )


def _is_long_vacant(*, record: Record, calendar: Calendar, today: date) -> bool:
    since = captain_vacant_since(record=record, today=today)
    if since is None or calendar.is_quiet(today):
        return False
    return today >= vacancy_acts_on(vacant_since=since, calendar=calendar)
