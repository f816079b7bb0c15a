"""Reviews as pages read them: frozen facts as values, what changed, who decided."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from governance.access.rules.actors import Actor
from governance.members.models import Member
from governance.members.selectors import present_members
from portfolio.cap.selectors import get_portfolio
from portfolio.charts.rules.track import TrackChart, track_chart
from portfolio.life.choices import State, Verdict
from portfolio.objectives.models import Objective
from portfolio.objectives.selectors import objectives_of
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.rules import PROPOSED
from portfolio.reviews.selectors.reviews import ReviewItemLine, ReviewLine, ReviewPage, review_lines
from portfolio.reviews.selectors.reviews import review_page as whole_review
from portfolio.standing.selectors.cards import SignalLine
from portfolio.standing.selectors.going_on import GoingOnLine
from portfolio.standing.selectors.standing import CourseLine
from tenants.errors import NotFound

MOVED_CHANCE = 0.05


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What was frozen when the review opened; `signals` are codes with their first day."""

    health: str
    signals: tuple[tuple[str, date], ...]
    value: Decimal | None
    measured_on: date | None
    chance: float | None
    course: CourseLine | None
    going_on: GoingOnLine | None
    to_spend: Decimal | None
    to_gain: Decimal | None
    is_sinkhole: bool
    guarded: Decimal | None
    guarded_on: date | None


@dataclass(frozen=True, kw_only=True)
class ReviewStep:
    """One initiative of a review: its line, its facts then and at the review before.

    `changed` are codes: *health*, *measured*, *chance*, *signals*, *first*; empty: nothing new.
    """

    line: ReviewItemLine
    facts: Facts
    before: Facts | None
    changed: tuple[str, ...]
    track: TrackChart | None
    decided_by: str

    @property
    def is_over(self) -> bool:
        """Whether nothing is asked any more: decided here, or ended otherwise."""
        return self.line.decision is not None or self.line.card.state not in OPEN

    @property
    def later(self) -> tuple[SignalLine, ...]:
        """The signals that came after the facts were frozen."""
        known = {code for code, _ in self.facts.signals}
        return tuple(one for one in self.line.card.signals if one.code not in known)

    @property
    def own(self) -> tuple[Verdict, ...]:
        """The verdicts that this person may take, in the order of the keys."""
        may = {option.verdict for option in self.line.options if option.denial is None}
        return tuple(verdict for verdict in PROPOSED if verdict in may)

    @property
    def beyond(self) -> tuple[Verdict, ...]:
        """Those that take somebody else's authority, or do above some sum."""
        may_not = {one.verdict for one in self.line.options if one.denial or one.is_bounded}
        return tuple(verdict for verdict in PROPOSED if verdict in may_not)

    @property
    def waits_for_answer(self) -> bool:
        """Whether a question to the captain has no answer yet."""
        return bool(self.line.question) and self.line.answered_at is None


OPEN = frozenset({State.ACTIVE, State.PAUSED})


@dataclass(frozen=True, kw_only=True)
class ReviewSteps:
    """A review with its steps in the order of the slots."""

    page: ReviewPage
    steps: tuple[ReviewStep, ...]

    @property
    def in_turn(self) -> tuple[ReviewStep, ...]:
        """What still waits for a verdict first."""
        return tuple(sorted(self.steps, key=lambda step: step.is_over))

    @property
    def left(self) -> tuple[ReviewStep, ...]:
        """What still waits for a verdict."""
        return tuple(step for step in self.steps if not step.is_over)

    @property
    def proposed(self) -> tuple[ReviewStep, ...]:
        """What the room proposed and nobody has decided."""
        return tuple(step for step in self.left if step.line.proposed is not None)

    @property
    def unsaid(self) -> tuple[ReviewStep, ...]:
        """What the room has proposed nothing for."""
        return tuple(step for step in self.left if step.line.proposed is None)

    @property
    def is_open(self) -> bool:
        """Whether verdicts are still given in it."""
        return self.page.line.state is ReviewState.OPEN


@dataclass(frozen=True, kw_only=True)
class ReviewsPage:
    """The reviews, newest first, the open one apart; `next_on` is the next one's day."""

    open: ReviewLine | None
    past: tuple[ReviewLine, ...]
    next_on: date | None
    rhythm: str


def reviews_page() -> ReviewsPage:
    """The list of reviews; two queries."""
    lines, portfolio = review_lines(), get_portfolio()
    return ReviewsPage(
        open=next((line for line in lines if line.state is ReviewState.OPEN), None),
        past=tuple(line for line in lines if line.state is not ReviewState.OPEN),
        next_on=portfolio.next_review_on,
        rhythm=portfolio.rhythm,
    )


def review_steps(*, review_id: UUID, today: date, actor: Actor) -> ReviewSteps:
    """The whole review as steps; raises NotFound `review_not_found`."""
    page = whole_review(review_id=review_id, today=today, actor=actor)
    deciders = {item.decision.actor_id for item in page.items if item.decision is not None}
    people = Member.objects.in_bulk([one for one in deciders if one is not None])
    names = {member.id: member.display_name for member in people.values()}
    return ReviewSteps(page=page, steps=tuple(_step(item, names) for item in page.items))


def step_of(*, review: ReviewSteps, initiative_id: UUID) -> ReviewStep:
    """That initiative's step; raises NotFound `review_item_not_found`."""
    for step in review.steps:
        if step.line.card.id == initiative_id:
            return step
    raise NotFound("review_item_not_found")


def choices_for(*, initiative_id: UUID) -> tuple[list[Member], tuple[Objective, ...]]:
    """The people and the objectives that a verdict may name; two queries."""
    return present_members(), objectives_of(initiative_id)


def _step(line: ReviewItemLine, names: dict[UUID, str]) -> ReviewStep:
    facts = frozen(line.frozen)
    before = None if line.before is None else frozen(line.before)
    actor_id = None if line.decision is None else line.decision.actor_id
    return ReviewStep(
        line=line,
        facts=facts,
        before=before,
        changed=_changed(facts, before),
        track=_track(line, facts),
        decided_by="" if actor_id is None else names.get(actor_id, ""),
    )


def frozen(kept: dict[str, Any]) -> Facts:
    """The frozen facts as values."""
    main: dict[str, Any] = next(iter(kept.get("objectives", [])), {})
    chance = None if kept.get("chance") is None else float(kept["chance"])
    course, going_on = kept.get("course"), kept.get("going_on")
    guard: dict[str, Any] = kept.get("guard") or {}
    return Facts(
        health=kept["health"],
        signals=tuple((s["code"], date.fromisoformat(s["since"])) for s in kept["signals"]),
        value=_decimal(main.get("value")),
        measured_on=_day(main.get("on")),
        chance=chance,
        course=None if course is None else msgspec.convert(course, CourseLine, strict=False),
        going_on=None if going_on is None else msgspec.convert(going_on, GoingOnLine, strict=False),
        to_spend=_decimal(kept.get("to_spend")),
        to_gain=_decimal(kept.get("to_gain")),
        is_sinkhole=bool(kept.get("is_sinkhole")),
        guarded=_decimal(guard.get("value")),
        guarded_on=_day(guard.get("on")),
    )


def _changed(now: Facts, before: Facts | None) -> tuple[str, ...]:
    if before is None:
        return ("first",)
    moved = now.chance is not None and abs(now.chance - (before.chance or 0)) >= MOVED_CHANCE
    found = {
        "health": now.health != before.health,
        "measured": (now.measured_on, now.guarded_on) != (before.measured_on, before.guarded_on),
        "chance": moved,
        "signals": {code for code, _ in now.signals} != {code for code, _ in before.signals},
    }
    return tuple(code for code, is_new in found.items() if is_new)


def _track(line: ReviewItemLine, facts: Facts) -> TrackChart | None:
    kpi = line.card.kpi
    if kpi is None:
        return None
    return track_chart(
        baseline=kpi.baseline,
        current=None if facts.value is None else float(facts.value),
        target=kpi.target,
        unit=kpi.unit,
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
