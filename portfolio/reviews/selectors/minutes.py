"""The minutes of a review: what was decided, by whom, why, and what happens by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from governance.decisions.models import Decision
from governance.members.models import Member
from portfolio.cap.selectors import company_zone, get_portfolio
from portfolio.life.choices import State
from portfolio.objectives.models import Objective
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import Review, ReviewItem
from portfolio.reviews.rules import MinuteLine, Minutes
from tenants.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class MinutesPage:
    """The minutes of one review, with the names of those who are still known, by member."""

    review: Review
    minutes: Minutes
    names: Mapping[UUID, str]

    @property
    def is_open(self) -> bool:
        """Whether they are not final yet."""
        return self.minutes.state is ReviewState.OPEN

    @property
    def undecided(self) -> tuple[MinuteLine, ...]:
        """What nobody decided."""
        return tuple(line for line in self.minutes.lines if line.verdict is None and line.waits)


def minutes_page(review_id: UUID) -> MinutesPage:
    """As kept, or of this moment while it is open; raises NotFound `review_not_found`."""
    review = Review.objects.filter(id=review_id).first()
    if review is None:
        raise NotFound("review_not_found")
    minutes = review.minutes or minutes_of(review)
    named = [
        minutes.led_by_id,
        *(line.decided_by_id for line in minutes.lines),
        *(line.proposed_by_id for line in minutes.lines),
        *(line.next_step_by_id for line in minutes.lines),
    ]
    found = Member.objects.filter(id__in={one for one in named if one is not None})
    names = {member.id: member.display_name for member in found}
    return MinutesPage(review=review, minutes=minutes, names=names)


def minutes_of(review: Review) -> Minutes:
    """The minutes as things stand; five queries."""
    rows = review.items.select_related("initiative", "decision").order_by("position")
    items, portfolio, zone = list(rows), get_portfolio(), company_zone()
    people = _members([item.decision for item in items if item.decision is not None])
    targets = _targets([item.initiative_id for item in items])
    return Minutes(
        period=review.period,
        period_end=review.period_end,
        state=ReviewState(review.state),
        opened_on=review.opened_at.astimezone(zone).date(),
        closed_on=None if review.closed_at is None else review.closed_at.astimezone(zone).date(),
        led_by_id=review.led_by_id,
        lines=tuple(_line(item, people, targets.get(item.initiative_id)) for item in items),
        next_review_on=portfolio.next_review_on,
        silence_pauses=portfolio.silence_pauses,
    )


def _line(item: ReviewItem, people: Mapping[UUID, UUID], target_on: date | None) -> MinuteLine:
    row, decision = item.initiative, item.decision
    facts = {} if decision is None else decision.facts
    acted = None if decision is None else decision.actor_id
    proposed, restart = facts.get("proposed_by"), facts.get("restart_on")
    goes_on = row.state == State.ACTIVE
    return MinuteLine(
        initiative_id=row.id,
        title=row.title,
        verdict=None if decision is None else decision.verdict,
        reason="" if decision is None else decision.reason,
        lesson=str(facts.get("lesson", "")),
        decided_by_id=None if acted is None else people.get(acted),
        by_system=decision is not None and acted is None,
        decided_on=None if decision is None else decision.at.astimezone(company_zone()).date(),
        proposed_by_id=UUID(proposed) if proposed else None,
        restart_on=date.fromisoformat(restart) if restart else None,
        target_on=target_on if goes_on else None,
        next_step=row.next_step if goes_on else "",
        next_step_by_id=row.next_step_by_id if goes_on and row.next_step else None,
        next_step_on=row.next_step_on if goes_on and row.next_step else None,
        frozen_on=row.spending_frozen_on,
        waits=row.state in (State.ACTIVE, State.PAUSED),
    )


def _targets(ids: list[UUID]) -> dict[UUID, date]:
    """By when each is to reach its first objective."""
    rows = Objective.objects.filter(initiative_id__in=ids, target_on__isnull=False)
    found: dict[UUID, date] = {}
    for initiative_id, day in rows.order_by("id").values_list("initiative_id", "target_on"):
        if day is not None:
            found.setdefault(initiative_id, day)
    return found


def _members(decisions: list[Decision]) -> dict[UUID, UUID]:
    """The member by the id that acted: a member's, or a key's for its owner."""
    acted = {one.actor_id for one in decisions if one.actor_id is not None}
    if not acted:
        return {}
    members = Member.objects.filter(Q(id__in=acted) | Q(keys__id__in=acted)).distinct()
    found: dict[UUID, UUID] = {}
    for member in members.prefetch_related("keys"):
        found[member.id] = member.id
        found |= {key.id: member.id for key in member.keys.all()}
    return found


def taking_part(review: Review) -> set[UUID]:
    """Who carries, led, asked, answered, proposed or decided something at that review."""
    found = {review.led_by_id}
    for item in review.items.select_related("initiative", "decision"):
        found |= {item.initiative.captain_id, item.asked_by_id, item.answered_by_id}
        found |= {None if item.decision is None else item.decision.actor_id}
        found |= set(item.proposals.values_list("proposed_by_id", flat=True))
    return {one for one in found if one is not None}
