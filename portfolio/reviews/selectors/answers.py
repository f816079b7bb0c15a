"""The seats, the five answers, and the reviews, as they are answered."""

from datetime import date
from typing import Any
from uuid import UUID

from portfolio.initiatives.selectors.answers import OptionLine, option_line
from portfolio.life.choices import Verdict
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.selectors.reviews import ReviewItemLine, ReviewPage
from portfolio.standing.selectors.cards import Card
from tenants.shapes import LocalTime, Shape, shaped


class ReviewAnswer(Shape, frozen=True, kw_only=True):
    """One review; `decided` of `items` have their verdict."""

    id: UUID
    version: int
    period: date
    period_end: date
    due_on: date
    state: ReviewState
    opened_at: LocalTime
    asked_at: LocalTime | None
    closed_at: LocalTime | None
    items: int
    decided: int


class ProposedAnswer(Shape, frozen=True, kw_only=True):
    """What the room proposed on one initiative and nobody has decided yet."""

    verdict: Verdict
    reason: str
    lesson: str
    restart_on: date | None
    proposed_by_id: UUID
    proposed_at: LocalTime


class ReviewItemAnswer(Shape, frozen=True, kw_only=True):
    """One initiative in one review; `frozen` are the facts of its opening."""

    id: UUID
    position: int
    initiative: Card
    frozen: dict[str, Any]
    decision_id: UUID | None
    verdict: Verdict | None
    question: str
    answer: str
    proposed: ProposedAnswer | None
    verdicts: tuple[OptionLine, ...]


class ReviewDetailAnswer(Shape, frozen=True, kw_only=True):
    """One review with its initiatives and the verdicts that are possible."""

    review: ReviewAnswer
    items: tuple[ReviewItemAnswer, ...]

    @property
    def version(self) -> int:
        """That of the review."""
        return self.review.version


def review_detail(page: ReviewPage) -> ReviewDetailAnswer:
    """The review as it is now."""
    return ReviewDetailAnswer(
        review=shaped(page.line, ReviewAnswer),
        items=tuple(_item(line) for line in page.items),
    )


def _item(line: ReviewItemLine) -> ReviewItemAnswer:
    decision = line.decision
    return ReviewItemAnswer(
        id=line.id,
        position=line.position,
        initiative=line.card,
        frozen=line.frozen,
        decision_id=None if decision is None else decision.id,
        verdict=None if decision is None else Verdict(decision.verdict),
        question=line.question,
        answer=line.answer,
        proposed=None if line.proposed is None else shaped(line.proposed, ProposedAnswer),
        verdicts=tuple(option_line(option) for option in line.options),
    )
