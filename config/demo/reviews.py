"""The monthly reviews of a story: opened when due, answered, closed; letters of the past sent."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from config.demo.scene import Scene
from config.demo.steps import StoryStep
from governance.outbox.services import send_waiting
from portfolio.decisions.services.decisions import decide
from portfolio.life.choices import Verdict
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import ReviewItem
from portfolio.reviews.services.due import keep_rhythm
from portfolio.reviews.services.proposals import confirm_verdict, hand_over, propose_verdict
from portfolio.reviews.services.reviews import close_review, open_due_review
from portfolio.rhythm.services import REVIEW_RHYTHM, move_due_date

OPENS, DECIDES = (1, 6), (5, 15)
LETTERS = 500


def reviews_of(scene: Scene, reviews: dict[str, Any]) -> Iterator[StoryStep]:
    """Every review from the first month to the last, which stays open."""
    for month in range(reviews["first"], reviews["last"] - 1, -1):
        is_last = month == reviews["last"]
        left = reviews["awaited"] if is_last else reviews["otherwise"].get(month, [])
        if is_last:
            yield StoryStep(scene.moment_of([month, *OPENS]), partial(_send_letters, scene))
        yield StoryStep(scene.moment_of([month, *OPENS]), partial(_open, scene))
        yield StoryStep(
            scene.moment_of([month, *DECIDES]), partial(_continue, scene, reviews, left, month)
        )
        if not is_last:
            yield StoryStep(scene.moment_of([month, *DECIDES]), partial(_close, scene, reviews))


def _open(scene: Scene) -> None:
    review = open_due_review(now=scene.now, today=scene.day)
    scene.found["review"] = None if review is None else review.id


def _continue(scene: Scene, reviews: dict[str, Any], left: list[str], month: int) -> None:
    """Whatever waits goes on, but what is left for another verdict; what is proposed, confirmed."""
    room = reviews.get("proposed", {}).get(month, [])
    keys = {initiative_id: key for key, initiative_id in scene.initiatives.items()}
    waiting = ReviewItem.objects.filter(review__state=ReviewState.OPEN, decision=None)
    for item in waiting.order_by("position"):
        key = keys[item.initiative_id]
        if key in left:
            continue
        scene.advance(scene.now)
        if key in room:
            _propose(scene, reviews, item, key)
            continue
        decide(
            scene.act(scene.actor(reviews["led_by"])),
            initiative_id=item.initiative_id,
            verdict=Verdict.CONTINUE,
            reason=reviews["reasons"].get(key, reviews["reason"]),
            review_item_id=item.id,
        )


def _propose(scene: Scene, reviews: dict[str, Any], item: ReviewItem, key: str) -> None:
    """Whoever leads types what the room decided; an executive confirms it minutes later."""
    leads = scene.act(scene.actor(reviews["led_by"]))
    reason = reviews["reasons"].get(key, reviews["reason"])
    propose_verdict(leads, item_id=item.id, verdict=Verdict.CONTINUE, reason=reason)
    hand_over(leads, review_id=item.review_id)
    scene.advance(scene.now)
    confirm_verdict(scene.act(scene.actor(reviews["confirmed_by"])), item_id=item.id)


def _close(scene: Scene, reviews: dict[str, Any]) -> None:
    if scene.found["review"] is not None:
        close_review(scene.act(scene.actor(reviews["led_by"])), review_id=scene.found["review"])


def keep_morning(scene: Scene) -> None:
    """The daily look of that morning; the story ran on every day before."""
    move_due_date(job=REVIEW_RHYTHM, on=scene.day, now=scene.now, today=scene.day)
    keep_rhythm(now=scene.now, today=scene.day)


def _send_letters(scene: Scene) -> None:
    """The letters of the months that are over were sent then; this month's are on their way."""
    send_waiting(now=scene.now, limit=LETTERS)
