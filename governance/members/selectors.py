from dataclasses import dataclass
from uuid import UUID

from django.db.models import Subquery

from governance.members.models import Canary, Member
from tenants.errors import NotFound


@dataclass(frozen=True, slots=True)
class Identity:
    """What one row says: which company this schema is, and who the user is in it."""

    organization_id: UUID
    member: Member | None


def identify(user_id: UUID | None) -> Identity | None:
    """The schema's own company id and the present member of that user, in one query.

    None when the schema has no canary: the caller must then refuse to go on.
    """
    if user_id is not None:
        member = (
            Member.objects.filter(user_id=user_id, left_at__isnull=True)
            .annotate(canary=Subquery(Canary.objects.values("organization_id")[:1]))
            .first()
        )
        if member is not None:
            canary = getattr(member, "canary", None)
            return Identity(canary, member) if canary else None
    organization_id = Canary.objects.values_list("organization_id", flat=True).first()
    return Identity(organization_id, None) if organization_id else None


def get_member(member_id: UUID) -> Member:
    """The member of that id, gone or present; raises NotFound."""
    member = Member.objects.filter(id=member_id).first()
    if member is None:
        raise NotFound("member_not_found")
    return member


def present_members() -> list[Member]:
    """Everybody who belongs to the company today, by name."""
    return list(Member.objects.filter(left_at__isnull=True).order_by("name", "email"))
