"""What a room decides is proposed by whoever leads it, and decided by whoever may."""

from datetime import date
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.services import require
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.services.decisions import decide
from portfolio.decisions.services.messages import executives, tell
from portfolio.decisions.services.recording import Decided
from portfolio.life.choices import State, Verdict
from portfolio.reviews.choices import ProposalOutcome, ReviewState
from portfolio.reviews.models import ProposedVerdict, Review, ReviewItem
from portfolio.reviews.rules import PROPOSED, is_ready
from portfolio.reviews.selectors.proposals import facts_now
from portfolio.reviews.selectors.reviews import waiting_of
from portfolio.reviews.services.reviews import undecided
from tenants.columns import check_columns
from tenants.errors import Invalid, Refused
from tenants.rows import locked
from tenants.transactions import use_case

CONFIRM = "review_confirm"


def propose_verdict(
    act: Act,
    *,
    item_id: UUID,
    verdict: Verdict,
    reason: str,
    lesson: str = "",
    restart_on: date | None = None,
) -> ProposedVerdict:
    """What the room decided waits for an executive; it decides nothing and stops no clock.

    It takes the place of what was proposed before. Raises NotAllowed, NotFound
    `review_item_not_found`, Invalid `reason_missing`, Refused `review_item_decided`, `wrong_state`.
    """
    require(act, permission="review.lead")
    said = {"reason": reason.strip(), "lesson": lesson.strip()}
    if not said["reason"]:
        raise Invalid("reason_missing", fields={"reason": ["reason_missing"]})
    check_columns(model=ProposedVerdict, values=said)
    with use_case():
        lock_portfolio()
        item = _waiting_item(item_id)
        if verdict not in PROPOSED:
            raise Refused("wrong_state", state=item.initiative.state)
        item.proposals.filter(settled_at=None).update(
            outcome=ProposalOutcome.REPLACED, settled_at=act.now
        )
        row = ProposedVerdict.objects.create(
            item=item,
            verdict=verdict,
            restart_on=restart_on,
            seen=facts_now([item.initiative_id], today=act.today)[item.initiative_id],
            proposed_by_id=act.actor.person_id,
            proposed_at=act.now,
            **said,
        )
        Review.objects.filter(id=item.review_id).update(led_by=act.actor.person_id)
    return row


def hand_over(act: Act, *, review_id: UUID) -> Review:
    """What was proposed waits for the executives, who are told once.

    Raises NotAllowed, NotFound, Refused `review_closed`, `nothing_proposed`.
    """
    require(act, permission="review.lead")
    with use_case():
        lock_portfolio()
        review = _open_review(review_id)
        rows = waiting_of(review.id)
        if not rows:
            raise Refused("nothing_proposed")
        review.asked_at, review.led_by_id = act.now, act.actor.person_id
        review.version += 1
        review.save(update_fields=["asked_at", "led_by", "version"])
        newest = max(row.id for row in rows)
        tell(
            member_ids=executives(),
            template=CONFIRM,
            key=f"review:{review.id}:confirm:{newest}",
            context={"review_id": review.id, "count": len(rows), "led_by_id": review.led_by_id},
            now=act.now,
        )
    return review


def confirm_verdict(act: Act, *, item_id: UUID) -> Decided:
    """What was proposed is decided, by whoever confirms it.

    Raises NotAllowed, NotFound, Refused `nothing_proposed`, `proposal_stale` (`title`),
    `proposal_incomplete` (`title`), and whatever the verdict is refused for.
    """
    require(act, permission="review.confirm")
    with use_case():
        lock_portfolio()
        return _confirmed(act, _waiting_item(item_id))


def confirm_all(act: Act, *, review_id: UUID) -> list[Decided]:
    """All that needs nothing more is decided, or nothing is. Raises as `confirm_verdict`."""
    require(act, permission="review.confirm")
    with use_case():
        lock_portfolio()
        review = _open_review(review_id)
        rows = waiting_of(review.id)
        now = facts_now((row.item.initiative_id for row in rows), today=act.today)
        ready = [row for row in rows if _ready(row) and now[row.item.initiative_id] == row.seen]
        if not ready:
            raise Refused("nothing_proposed")
        return [_confirmed(act, _waiting_item(row.item_id)) for row in ready]


def _confirmed(act: Act, item: ReviewItem) -> Decided:
    row = item.proposals.filter(settled_at=None).first()
    if row is None:
        raise Refused("nothing_proposed")
    title = item.initiative.title
    if facts_now([item.initiative_id], today=act.today)[item.initiative_id] != row.seen:
        raise Refused("proposal_stale", title=title)
    if not _ready(row):
        raise Refused("proposal_incomplete", title=title)
    return decide(
        act,
        initiative_id=item.initiative_id,
        verdict=Verdict(row.verdict),
        reason=row.reason,
        lesson=row.lesson,
        restart_on=row.restart_on,
        review_item_id=item.id,
    )


def _ready(row: ProposedVerdict) -> bool:
    has_date = row.restart_on is not None
    return is_ready(verdict=Verdict(row.verdict), lesson=row.lesson, has_date=has_date)


def _waiting_item(item_id: UUID) -> ReviewItem:
    item = undecided(item_id)
    if item.initiative.state not in (State.ACTIVE, State.PAUSED):
        raise Refused("wrong_state", state=item.initiative.state)
    return item


def _open_review(review_id: UUID) -> Review:
    review = locked(Review, review_id)
    if review.state != ReviewState.OPEN:
        raise Refused("review_closed")
    return review
