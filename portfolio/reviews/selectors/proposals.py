"""What a room proposed at a review, and what of it may be confirmed as it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from governance.access.rules.actors import Actor
from governance.decisions.rules import plain
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from portfolio.life.choices import State, Verdict
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import ProposedVerdict
from portfolio.reviews.rules import is_ready, seen_facts
from portfolio.reviews.selectors.pages import ReviewStep, ReviewSteps, review_steps
from portfolio.standing.selectors.standing import frozen_facts, standings


@dataclass(frozen=True, kw_only=True)
class ProposedLine:
    """One verdict that was proposed: `is_stale` once its facts changed, `is_ready` to confirm."""

    row: ProposedVerdict
    step: ReviewStep
    is_stale: bool

    @property
    def verdict(self) -> Verdict:
        """What was proposed."""
        return Verdict(self.row.verdict)

    @property
    def is_ready(self) -> bool:
        """Whether one tap confirms it."""
        has_date = self.row.restart_on is not None
        ready = is_ready(verdict=self.verdict, lesson=self.row.lesson, has_date=has_date)
        return ready and not self.is_stale


@dataclass(frozen=True, kw_only=True)
class ConfirmPage:
    """What one review asks an executive to confirm; `left` wait without a proposal."""

    review: ReviewSteps
    lines: tuple[ProposedLine, ...]

    @property
    def ready(self) -> tuple[ProposedLine, ...]:
        """What is confirmed all at once."""
        return tuple(line for line in self.lines if line.is_ready)

    @property
    def left(self) -> tuple[ReviewStep, ...]:
        """What waits for a verdict and nothing was proposed for."""
        proposed = {line.step.line.id for line in self.lines}
        return tuple(step for step in self.review.left if step.line.id not in proposed)


def confirm_page(*, review_id: UUID, today: date, actor: Actor) -> ConfirmPage:
    """The whole page; raises NotFound `review_not_found`."""
    review = review_steps(review_id=review_id, today=today, actor=actor)
    proposed = [(step, step.line.proposed) for step in review.steps]
    waiting = [(step, row) for step, row in proposed if row is not None]
    now = facts_now((step.line.card.id for step, _ in waiting), today=today)
    lines = (
        ProposedLine(row=row, step=step, is_stale=now[step.line.card.id] != row.seen)
        for step, row in waiting
    )
    return ConfirmPage(review=review, lines=tuple(lines))


def facts_now(ids: Iterable[UUID], *, today: date) -> Mapping[UUID, dict[str, Any]]:
    """What a proposal would stand on now, by initiative."""
    return {
        one.record.initiative.id: seen_facts(
            state=one.record.initiative.state, facts=plain(frozen_facts(standing=one))
        )
        for one in standings(ids=list(ids), today=today)
    }


def _confirm(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.CONFIRM,
        powers=(Power(permission="review.confirm"),),
        door=Place(route="review_confirm", parts=(row.id,)),
        operation=Place(route="api_review", parts=(row.id,)),
        review_id=row.id,
        **row.of(reader),
    )


# What a room proposed and handed over waits for whoever may confirm it.
CONFIRMATIONS_OWED = DutySource(
    sql=f"""
SELECT r.id, count(*) AS count, btrim(min(m.name)) AS about,
 (r.asked_at AT TIME ZONE %(zone)s)::date AS since, %(today)s::date AS opens_on
FROM portfolio_review r JOIN portfolio_reviewitem t ON t.review_id = r.id
JOIN portfolio_proposedverdict p ON p.item_id = t.id AND p.settled_at IS NULL
JOIN portfolio_initiative i ON i.id = t.initiative_id
JOIN governance_member m ON m.id = p.proposed_by_id
WHERE r.state = '{ReviewState.OPEN}' AND r.asked_at IS NOT NULL AND t.decision_id IS NULL
 AND i.state IN ('{State.ACTIVE}', '{State.PAUSED}')
GROUP BY r.id, r.asked_at
""",
    row=Owed,
    read=_confirm,
)
