import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from governance.access.choices import Role
from governance.members.models import Member
from tenants.companies.selectors import COMPANIES_OF_USER, companies_from
from tenants.connections import connection
from tenants.errors import NotFound
from tenants.hosts import Company
from tenants.row_shapes import RowShape
from tenants.texts import folded


@dataclass(frozen=True, slots=True)
class Identity:
    """What one row says: which company this schema is, and who the user is in it.

    `companies` are the open ones that the user belongs to, by name.
    """

    organization_id: UUID
    is_signed_in: bool
    member: Member | None
    companies: tuple[Company, ...]


MEMBERS = RowShape(Member)
IDENTITY = f"""
SELECT c.organization_id,
 EXISTS (SELECT 1 FROM public.django_session s
         WHERE s.session_key = %(behind)s AND s.expire_date > %(now)s),
 (SELECT {MEMBERS.json("m")} FROM governance_member m
  WHERE m.user_id = %(user)s AND m.left_at IS NULL
    AND m.joined_at IS NOT NULL)::text,
 {COMPANIES_OF_USER.format(user="%(user)s")}
FROM governance_canary c WHERE c.id = 1
"""


def identify(user_id: UUID | None, *, behind: str, now: datetime) -> Identity | None:
    """Whose schema it is, and the present member of that user with his or her companies.

    Nobody is a member once the session on the public host, `behind` this one, is over. None when
    the schema has no canary: the caller must then refuse to go on. One statement.
    """
    rows = connection.prepared(IDENTITY, {"user": user_id, "behind": behind, "now": now})
    if not rows:
        return None
    ((organization_id, is_signed_in, row, companies),) = rows
    member = MEMBERS.read(json.loads(row)) if row and is_signed_in else None
    return Identity(organization_id, is_signed_in, member, companies_from(companies))


def get_member(member_id: UUID) -> Member:
    """The member of that id, gone or present; raises NotFound."""
    member = Member.objects.filter(id=member_id).first()
    if member is None:
        raise NotFound("member_not_found", named=member_id)
    return member


def is_last_executive(member: Member) -> bool:
    """Whether nobody else who has joined is an executive of the company."""
    executives = Member.objects.filter(
        role=Role.EXECUTIVE, left_at__isnull=True, joined_at__isnull=False
    )
    return member.role == Role.EXECUTIVE and not executives.exclude(id=member.id).exists()


def present_members() -> list[Member]:
    """Everybody who belongs to the company today, by name."""
    rows = Member.objects.filter(left_at__isnull=True)
    return sorted(rows, key=lambda one: (folded(one.name), one.name, one.email))
