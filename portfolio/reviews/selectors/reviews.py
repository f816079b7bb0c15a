"""Reviews: the list, one of them with its items, and how long silence lasts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from governance.access.rules.actors import Actor
from governance.decisions.models import Decision
from portfolio.cap.models import Portfolio
from portfolio.cap.selectors import company_zone
from portfolio.decisions.rules.offering import proposes_the_executive
from portfolio.decisions.rules.verdicts import Policy
from portfolio.decisions.selectors import VerdictOption, verdict_options
from portfolio.initiatives.selectors.pages import surroundings
from portfolio.life.choices import State, Verdict
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import ProposedVerdict, Review, ReviewItem
from portfolio.rhythm.rules import SilenceStep, Suspension, question_suspension, silence_step
from portfolio.standing.selectors.cards import Card, Person, card, person
from portfolio.standing.selectors.facts import verdict_facts
from portfolio.standing.selectors.reading import known_standings
from tenants.errors import NotFound

COUNTING = frozenset({SilenceStep.WAITING, SilenceStep.ESCALATE})


@dataclass(frozen=True, kw_only=True)
class ReviewLine:
    """One review in the list; `decided` of `items` have their verdict."""

    id: UUID
    period: date
    period_end: date
    due_on: date
    state: ReviewState
    opened_at: datetime
    asked_at: datetime | None
    closed_at: datetime | None
    led_by: Person | None
    items: int
    decided: int
    version: int

    @property
    def left(self) -> int:
        """How many verdicts are still awaited."""
        return self.items - self.decided


@dataclass(frozen=True, kw_only=True)
class ReviewItemLine:
    """One initiative in one review: `frozen` facts of the opening, `before` those of the last.

    `shows_break_even` is set when another *adjust* would be the third in a row.
    """

    id: UUID
    position: int
    card: Card
    frozen: dict[str, Any]
    before: dict[str, Any] | None
    decision: Decision | None
    question: str
    asked_by: Person | None
    asked_at: datetime | None
    answer: str
    answered_at: datetime | None
    options: tuple[VerdictOption, ...]
    break_even: float | None
    shows_break_even: bool
    spending_frozen_on: date | None
    captain_carries: int
    proposed: ProposedVerdict | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    """One review with its items in the order of the slots."""

    line: ReviewLine
    items: tuple[ReviewItemLine, ...]
    policy: Policy
    may_lead: bool
    may_close: bool
    may_confirm: bool
    next_review_on: date | None

    @property
    def next_item(self) -> ReviewItemLine | None:
        """The first one still without a verdict."""
        return next((item for item in self.items if item.decision is None), None)


def review_rows() -> QuerySet[Review]:
    """Every review with its counts, newest period first."""
    return (
        Review.objects.select_related("led_by")
        .annotate(
            items_count=Count("items"),
            decided_count=Count("items", filter=Q(items__decision__isnull=False)),
        )
        .order_by("-period")
    )


def review_lines(*, limit: int = 24) -> list[ReviewLine]:
    """The last reviews, newest first; one query."""
    return [review_line(review) for review in review_rows()[:limit]]


def review_line(review: Review) -> ReviewLine:
    """One review of `review_rows` in the list; no query."""
    counts: Any = review
    return ReviewLine(
        id=review.id,
        period=review.period,
        period_end=review.period_end,
        due_on=review.due_on,
        state=ReviewState(review.state),
        opened_at=review.opened_at,
        asked_at=review.asked_at,
        closed_at=review.closed_at,
        led_by=person(review.led_by),
        items=counts.items_count,
        decided=counts.decided_count,
        version=review.version,
    )


def review_page(*, review_id: UUID, today: date, actor: Actor) -> ReviewPage:
    """The whole review, in a fixed number of queries; raises NotFound `review_not_found`."""
    review = review_rows().filter(id=review_id).first()
    if review is None:
        raise NotFound("review_not_found")
    around = surroundings(actor=actor, today=today, known=None)
    policy, authority = around.policy, around.authority
    items = list(review.items.select_related("decision", "asked_by", "review").order_by("position"))
    ids = [item.initiative_id for item in items]
    found = {one.record.initiative.id: one for one in known_standings(ids=ids, today=today)}
    proposed = {row.item_id: row for row in waiting_of(review_id)}
    lines = []
    for item in items:
        one = found[item.initiative_id]
        facts = verdict_facts(record=one.record, today=today)
        older = [i for i in one.record.reviews if i.review.period < review.period]
        lines.append(
            ReviewItemLine(
                id=item.id,
                position=item.position,
                card=card(one, today=today),
                frozen=item.facts,
                before=older[0].facts if older else None,
                decision=item.decision,
                question=item.question,
                asked_by=person(item.asked_by),
                asked_at=item.asked_at,
                answer=item.answer,
                answered_at=item.answered_at,
                options=verdict_options(facts=facts, policy=policy, authority=authority),
                break_even=None if one.going_on is None else one.going_on.break_even_share,
                shows_break_even=proposes_the_executive(
                    facts=facts.initiative, verdict=Verdict.ADJUST
                ),
                spending_frozen_on=one.record.initiative.spending_frozen_on,
                captain_carries=one.record.captain_carries,
                proposed=proposed.get(item.id),
            )
        )
    return ReviewPage(
        line=review_line(review),
        items=tuple(lines),
        policy=policy,
        may_lead=authority.denial(permission="review.lead") is None,
        may_close=authority.denial(permission="review.close") is None,
        may_confirm=authority.denial(permission="review.confirm") is None,
        next_review_on=around.next_review_on,
    )


def waiting_of(review_id: UUID) -> list[ProposedVerdict]:
    """What was proposed at that review and waits, in the order of the slots; one query."""
    rows = ProposedVerdict.objects.filter(
        item__review_id=review_id,
        item__review__state=ReviewState.OPEN,
        item__decision=None,
        item__initiative__state__in=[State.ACTIVE, State.PAUSED],
        settled_at=None,
    )
    return list(rows.select_related("item__initiative", "proposed_by").order_by("item__position"))


def undecided_items(review: Review) -> list[ReviewItem]:
    """The items of active ones that still wait for a verdict."""
    rows = review.items.filter(decision=None, initiative__state=State.ACTIVE)
    return list(rows.select_related("initiative").order_by("position"))


def is_clock_running(*, review: Review, portfolio: Portfolio, today: date) -> bool:
    """Whether the silence on some undecided item is still being counted."""
    if review.told_at is None:
        return False
    steps = {
        step_of(item=item, review=review, portfolio=portfolio, today=today, before=0)
        for item in undecided_items(review)
    }
    return bool(steps & COUNTING)


def step_of(
    *, item: ReviewItem, review: Review, portfolio: Portfolio, today: date, before: int
) -> SilenceStep:
    """What silence on this item leads to today; `before` counts earlier silent reviews."""
    zone = company_zone()
    return silence_step(
        today=today,
        told_on=_day(review.told_at, zone),
        escalated_on=_day(review.escalated_at, zone),
        silent_reviews_before=before,
        suspended=_suspensions(item, zone),
        is_switched_off=not portfolio.silence_pauses,
        calendar=portfolio.calendar,
    )


def _suspensions(item: ReviewItem, zone: ZoneInfo) -> tuple[Suspension, ...]:
    asked = _day(item.asked_at, zone)
    if asked is None:
        return ()
    return (question_suspension(asked_on=asked, answered_on=_day(item.answered_at, zone)),)


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return None if moment is None else moment.astimezone(zone).date()


def initiative_of_item(*, review_id: UUID, item_id: UUID) -> UUID:
    """The initiative that item of that review is about; raises NotFound."""
    row = ReviewItem.objects.filter(id=item_id, review_id=review_id).first()
    if row is None:
        raise NotFound("review_item_not_found")
    return row.initiative_id
