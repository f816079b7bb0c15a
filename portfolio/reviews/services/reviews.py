"""The periodic fifteen minutes: opened exactly once per period, asked, answered, closed."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from governance.access.rules.actors import Act, act_of_system
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.rules import plain
from portfolio.cap.models import Portfolio
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.services.messages import leaders, tell
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.observed.services import observe_reviews
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import Review, ReviewItem
from portfolio.reviews.selectors.minutes import minutes_of, taking_part
from portfolio.reviews.selectors.reviews import is_clock_running
from portfolio.reviews.services.due import look_at
from portfolio.rhythm.choices import ReviewCadence
from portfolio.rhythm.rules import Calendar, Period, due_period, missed_periods, period_after
from portfolio.rhythm.services import (
    OPEN_REVIEW,
    cover,
    expect_rhythm,
    morning_of,
    note_lost_days,
    postpone,
)
from portfolio.standing.selectors.standing import InitiativeStanding, reviewed_facts, standings
from tenants.columns import check_columns
from tenants.due_work.services import set_due
from tenants.errors import Invalid, NotFound, Refused
from tenants.rows import check_version, locked
from tenants.transactions import touch, use_case

DAY = timedelta(days=1)


def open_due_review(*, now: datetime, today: date) -> Review | None:
    """The review that is due stands open, exactly once, with its facts frozen and people told.

    Periods that ended without one are recorded as missed, oldest first. One still open from an
    earlier period is closed first, silent where nobody decided; while its silence is still being
    counted, the new one waits; what silence leads to happens first. Returns None where nothing was
    due. Running it again is harmless.
    """
    with use_case():
        portfolio = lock_portfolio()
        if portfolio.covered_until is None or portfolio.next_review_on is None:
            set_due(job=OPEN_REVIEW, due_at=None)
            return None
        if today < portfolio.next_review_on:
            set_due(job=OPEN_REVIEW, due_at=morning_of(portfolio.next_review_on))
            return None
        former = Review.objects.filter(state=ReviewState.OPEN).first()
        if former is not None:
            note_lost_days(portfolio=portfolio, today=today)
            look_at(review=former, portfolio=portfolio, now=now, today=today)
        if former is not None and is_clock_running(review=former, portfolio=portfolio, today=today):
            postpone(portfolio=portfolio, until=today + DAY)
            touch(act_of_system(now=now, today=today), SubjectKind.PORTFOLIO)
            return None
        if former is not None:
            _close_unattended(review=former, now=now, today=today)
        return _open(portfolio=portfolio, now=now, today=today)


def open_review(act: Act) -> Review:
    """The next review stands open before its day. Raises NotAllowed, Refused.

    Refused `review_already_open` names it (`review_id`); `nothing_to_review` while nothing runs.
    """
    require(act, permission="review.open")
    with use_case():
        portfolio = lock_portfolio()
        former = Review.objects.filter(state=ReviewState.OPEN).first()
        if former is not None:
            raise Refused("review_already_open", review_id=former.id)
        rows = to_review(today=act.today)
        if not rows:
            raise Refused("nothing_to_review")
        last = portfolio.covered_until or act.today - DAY
        calendar = portfolio.calendar
        period = period_after(
            period=Period(start=last, end=last),
            cadence=ReviewCadence(portfolio.rhythm),
            calendar=calendar,
        )
        review = _create(period=period, calendar=calendar, rows=rows, at=act)
        cover(portfolio=portfolio, until=period.end)
    return review


def ask_question(act: Act, *, item_id: UUID, question: str) -> ReviewItem:
    """The captain has a question to answer, and the clock stands still for five days at most.

    Raises NotAllowed, NotFound, Invalid `question_required`, Refused `question_open`,
    `review_item_decided`.
    """
    if not question.strip():
        raise Invalid("question_required", fields={"question": ["required"]})
    check_columns(model=ReviewItem, values={"question": question.strip()})
    require(act, permission="review.lead")
    with use_case():
        item = undecided(item_id)
        if item.asked_at is not None and item.answered_at is None:
            raise Refused("question_open")
        item.question, item.asked_by_id, item.asked_at = (
            question.strip(),
            act.actor.member_id,
            act.now,
        )
        item.answer, item.answered_by, item.answered_at = "", None, None
        item.save(
            update_fields=[
                "question",
                "asked_by",
                "asked_at",
                "answer",
                "answered_by",
                "answered_at",
            ]
        )
        tell(
            member_ids=[item.initiative.captain_id],
            template="review_question",
            key=f"question:{item.id}:{act.now.isoformat()}",
            context=_about(item),
            now=act.now,
        )
    return item


def answer_question(act: Act, *, item_id: UUID, answer: str) -> ReviewItem:
    """The question has its answer and whoever asked is told; the clock runs again.

    Raises NotAllowed, NotFound, Invalid `answer_required`, Refused `no_question`.
    """
    if not answer.strip():
        raise Invalid("answer_required", fields={"answer": ["required"]})
    check_columns(model=ReviewItem, values={"answer": answer.strip()})
    with use_case():
        item = undecided(item_id)
        subject = SubjectFacts(
            initiative_id=item.initiative_id, captain_id=item.initiative.captain_id
        )
        require(act, permission="initiative.edit", subject=subject)
        if item.asked_at is None or item.answered_at is not None:
            raise Refused("no_question")
        item.answer, item.answered_by_id, item.answered_at = (
            answer.strip(),
            act.actor.member_id,
            act.now,
        )
        item.save(update_fields=["answer", "answered_by", "answered_at"])
        tell(
            member_ids=[item.asked_by_id],
            template="review_answer",
            key=f"answer:{item.id}:{act.now.isoformat()}",
            context=_about(item),
            now=act.now,
        )
    return item


def close_review(act: Act, *, review_id: UUID, expected_version: int | None = None) -> Review:
    """The review is closed, every initiative in it having its verdict.

    Raises NotAllowed, NotFound, Refused `review_undecided` (with `initiatives`, `names`),
    `review_closed`, `stale_version`.
    """
    require(act, permission="review.close")
    with use_case():
        lock_portfolio()
        review = locked(Review, review_id)
        if review.state != ReviewState.OPEN:
            raise Refused("review_closed")
        check_version(review.version, expected_version)
        left = [item.initiative for item in _undecided_items(review)]
        if left:
            raise Refused(
                "review_undecided",
                initiatives=[{"id": row.id, "title": row.title} for row in left],
                names=", ".join(row.title for row in left),
            )
        review.led_by_id = review.led_by_id or act.actor.member_id
        _close(review=review, state=ReviewState.CLOSED, at=act)
    return review


def to_review(*, today: date) -> list[Initiative]:
    """What a review looks at: the active ones, and the paused ones whose restart date has come."""
    due = Q(state=State.ACTIVE) | Q(state=State.PAUSED, restart_on__lte=today)
    rows = Initiative.objects.filter(due).select_related("captain")
    return list(rows.order_by("slot", "id"))


def _open(*, portfolio: Portfolio, now: datetime, today: date) -> Review | None:
    """Missed periods are recorded, the due one is opened, the next one is in the calendar."""
    until = portfolio.covered_until or today
    last, cadence = Period(start=until, end=until), ReviewCadence(portfolio.rhythm)
    calendar = portfolio.calendar
    missed = missed_periods(last=last, cadence=cadence, today=today, calendar=calendar)
    due = due_period(last=last, cadence=cadence, today=today, calendar=calendar)
    _record_missed(missed, calendar=calendar, now=now)
    review = None
    rows = to_review(today=today)
    if due is not None and rows and not Review.objects.filter(period=due.start).exists():
        at = act_of_system(now=now, today=today)
        review = _create(period=due, calendar=calendar, rows=rows, at=at)
    covered = due or (missed[-1] if missed else last)
    cover(portfolio=portfolio, until=covered.end)
    touch(act_of_system(now=now, today=today), SubjectKind.PORTFOLIO)
    observe_reviews(now=now)
    return review


def _create(*, period: Period, calendar: Calendar, rows: list[Initiative], at: Act) -> Review:
    now, today = at.now, at.today
    review = Review.objects.create(
        period=period.start,
        period_end=period.end,
        due_on=period.due_on(calendar),
        state=ReviewState.OPEN,
        opened_at=now,
    )
    found = standings(ids=[row.id for row in rows], today=today)
    ReviewItem.objects.bulk_create(_items(review=review, found=found))
    touch(act_of_system(now=now, today=today), SubjectKind.INITIATIVE, *(row.id for row in rows))
    tell(
        member_ids=[*leaders(), *(row.captain_id for row in rows)],
        template="review_opened",
        key=f"review:{review.id}:opened",
        context={"review_id": review.id, "period": period.start, "count": len(rows)},
        now=now,
    )
    expect_rhythm(day=today + DAY)
    return review


def _items(*, review: Review, found: Iterable[InitiativeStanding]) -> list[ReviewItem]:
    """The facts of each, frozen as they are now."""
    return [
        ReviewItem(
            review=review,
            initiative=one.record.initiative,
            position=position,
            facts=plain(reviewed_facts(standing=one)),
        )
        for position, one in enumerate(found, start=1)
    ]


def _record_missed(missed: Iterable[Period], *, calendar: Calendar, now: datetime) -> None:
    Review.objects.bulk_create(
        [
            Review(
                period=period.start,
                period_end=period.end,
                due_on=period.due_on(calendar),
                state=ReviewState.MISSED,
                opened_at=now,
                closed_at=now,
            )
            for period in missed
        ],
        ignore_conflicts=True,
    )


def _close_unattended(*, review: Review, now: datetime, today: date) -> None:
    """Nobody closed it: closed if everything was decided, silent otherwise."""
    left = _undecided_items(review)
    state = ReviewState.SILENT if left else ReviewState.CLOSED
    _close(review=review, state=state, at=act_of_system(now=now, today=today))


def _close(*, review: Review, state: ReviewState, at: Act) -> None:
    review.state, review.closed_at = state, at.now
    review.version += 1
    review.minutes = minutes_of(review)
    review.save(update_fields=["state", "closed_at", "led_by", "version", "minutes"])
    tell(
        member_ids=[*leaders(), *taking_part(review)],
        template="review_minutes",
        key=f"review:{review.id}:minutes",
        context={"review_id": review.id},
        now=at.now,
    )
    touch(at, SubjectKind.INITIATIVE, *review.items.values_list("initiative_id", flat=True))
    observe_reviews(now=at.now)


def _undecided_items(review: Review) -> list[ReviewItem]:
    """What still waits for a verdict; one that was ended otherwise no longer waits."""
    rows = review.items.filter(decision=None, initiative__state__in=[State.ACTIVE, State.PAUSED])
    return list(rows.select_related("initiative").order_by("position"))


def undecided(item_id: UUID) -> ReviewItem:
    """That item of the open review, locked, which has no verdict yet.

    Raises NotFound `review_item_not_found`, Refused `review_item_decided`.
    """
    rows = ReviewItem.objects.select_for_update(of=("self",)).select_related("initiative")
    item = rows.filter(id=item_id, review__state=ReviewState.OPEN).first()
    if item is None:
        raise NotFound("review_item_not_found")
    if item.decision_id is not None:
        raise Refused("review_item_decided")
    return item


def _about(item: ReviewItem) -> dict[str, object]:
    return {
        "review_id": item.review_id,
        "initiative_id": item.initiative_id,
        "title": item.initiative.title,
        "question": item.question,
        "answer": item.answer,
    }
