"""What the mails of a review say: who decided what, what is left, and the next click."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from governance.decisions.models import Decision
from governance.members.models import Member
from governance.outbox.selectors import current_company
from governance.outbox.services import Enclosure, LetterContent
from governance.papers.services import MEDIA_TYPE, Sheet, print_sheet, set_sheet
from portfolio.life.choices import State
from portfolio.reviews.models import ProposedVerdict, Review, ReviewItem
from portfolio.reviews.selectors.minutes import MinutesPage, minutes_page
from portfolio.reviews.selectors.reviews import waiting_of


@dataclass(frozen=True, kw_only=True)
class Given:
    """One verdict of the review: what it is about, who gave it and why."""

    title: str
    verdict: str
    decider: str
    reason: str
    by_system: bool


def write_review_mail(ids: Mapping[str, Any]) -> LetterContent:
    """The review as it is when the mail leaves: verdicts given, and what still waits."""
    items = ReviewItem.objects.filter(review_id=UUID(ids["review_id"])).order_by("position")
    rows = list(
        items.select_related(
            "initiative", "decision", "asked_by", "answered_by", "initiative__captain"
        )
    )
    decided = [one.decision for one in rows if one.decision is not None]
    names = _deciders(decided)
    review = Review.objects.filter(id=UUID(ids["review_id"])).first()
    asked = next((one for one in rows if str(one.initiative_id) == ids.get("initiative_id")), None)
    return LetterContent(
        {
            "given": [_given(one, one.decision, names) for one in rows if one.decision is not None],
            "left": [one.initiative for one in rows if _waits(one)],
            "proposed": [_proposed(one) for one in waiting_of(UUID(ids["review_id"]))],
            "leader": _name(None if review is None else review.led_by),
            "due_on": None if review is None else review.due_on,
            "asker": _name(None if asked is None else asked.asked_by),
            "answerer": _name(None if asked is None else asked.answered_by),
            "captain": _name(None if asked is None else asked.initiative.captain),
        }
    )


def minutes_sheet(page: MinutesPage, *, company: str) -> Sheet:
    """The minutes to be printed, in the active language."""
    context = {"page": page, "minutes": page.minutes, "company": company}
    at = page.review.closed_at or page.review.opened_at
    return set_sheet(template="portfolio/papers/minutes", context=context, at=at)


def minutes_file(page: MinutesPage) -> str:
    """What the file is called on the reader's disk: “Minutes - 2026-11-24.pdf”."""
    return f"{gettext('Minutes')} - {page.minutes.closed_on or page.minutes.opened_on}.pdf"


def write_minutes_mail(ids: Mapping[str, Any]) -> LetterContent:
    """The minutes of the review that the message names, with their PDF."""
    page = minutes_page(UUID(ids["review_id"]))
    printed = print_sheet(minutes_sheet(page, company=current_company().name))
    enclosed = Enclosure(minutes_file(page), printed, MEDIA_TYPE)
    return LetterContent({"page": page, "minutes": page.minutes}, (enclosed,))


def _proposed(row: ProposedVerdict) -> Given:
    return Given(
        title=row.item.initiative.title,
        verdict=row.verdict,
        decider="",
        reason=row.reason,
        by_system=False,
    )


def _given(item: ReviewItem, decision: Decision, names: Mapping[UUID, str]) -> Given:
    return Given(
        title=item.initiative.title,
        verdict=decision.verdict,
        decider="" if decision.actor_id is None else names.get(decision.actor_id, ""),
        reason=decision.reason,
        by_system=decision.actor_id is None,
    )


def _waits(item: ReviewItem) -> bool:
    """Still to be decided: what was ended otherwise is not."""
    return item.decision is None and item.initiative.state in (State.ACTIVE, State.PAUSED)


def _deciders(decisions: list[Decision]) -> dict[UUID, str]:
    """The names by the id that acted: a member's, or a key's for its owner."""
    acted = {one.actor_id for one in decisions if one.actor_id is not None}
    if not acted:
        return {}
    members = Member.objects.filter(Q(id__in=acted) | Q(keys__id__in=acted)).distinct()
    found = {member.id: member.display_name for member in members.prefetch_related("keys")}
    for member in members:
        found |= {key.id: member.display_name for key in member.keys.all()}
    return found


def _name(member: Member | None) -> str:
    return "" if member is None else member.display_name
