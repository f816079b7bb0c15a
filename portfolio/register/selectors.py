"""The initiatives that stand beside the uses in place, and those that may become one."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.register.models import RegisterEntry
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.trials.models import Trial
from tenants.errors import NotFound, Refused

MOST_SHOWN = 30


@dataclass(frozen=True, kw_only=True)
class InitiativesBeside:
    """What runs as an initiative, and what ended well and stands in no entry yet."""

    running: tuple[Initiative, ...]
    to_take: tuple[Initiative, ...]


def initiatives_beside() -> InitiativesBeside:
    """Both, by title; one statement."""
    tried = Trial.objects.filter(initiative=OuterRef("pk"), conclusive=True)
    entered = RegisterEntry.objects.filter(initiative_id=OuterRef("pk"))
    rows = (
        Initiative.objects.filter(
            Q(state=State.ACTIVE) | (_ended_well() & ~Exists(entered)) | _tried(tried, entered)
        )
        .select_related("captain")
        .only("title", "state", "captain__name")
        .order_by("title", "id")[: 2 * MOST_SHOWN]
    )
    found = list(rows)
    return InitiativesBeside(
        running=tuple(one for one in found if one.state == State.ACTIVE),
        to_take=tuple(one for one in found if one.state != State.ACTIVE),
    )


def initiative_to_take(initiative_id: UUID) -> Initiative:
    """That initiative, which ended well and stands in no entry.

    Raises NotFound `initiative_not_found`, Refused `initiative_in_register`.
    """
    row = Initiative.objects.filter(id=initiative_id).first()
    if row is None:
        raise NotFound("initiative_not_found")
    if RegisterEntry.objects.filter(initiative_id=initiative_id).exists():
        raise Refused("initiative_in_register")
    tried = Trial.objects.filter(initiative=OuterRef("pk"), conclusive=True)
    rows = Initiative.objects.filter(id=initiative_id)
    if not rows.filter(_ended_well() | Exists(tried)).exists():
        raise Refused("initiative_not_ended")
    return row


def _ended_well() -> Q:
    return Q(state=State.COMPLETED, succeeded=True)


def _tried(tried: QuerySet[Trial], entered: QuerySet[RegisterEntry]) -> Q:
    open_ones = [State.PROPOSED, State.BACKLOG]
    return Q(state__in=open_ones) & Q(Exists(tried)) & ~Q(Exists(entered))
