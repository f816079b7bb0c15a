from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, UnsetType

from governance.access.choices import Role
from governance.api.codec import PageQuery
from governance.api.operations import operation
from governance.api.pagination import Page
from governance.api.views import ApiView
from governance.keys.services import SCOPES
from governance.members.models import Member
from tenants.bounds import one_of
from tenants.shapes import LocalTime, Shape, all_shaped, local_time


class MemberAnswer(Shape, frozen=True, kw_only=True):
    """Who belongs to the company, without e-mail addresses: no operation needs one.

    `joined_at` is null while an invitation is not accepted.
    """

    id: UUID
    name: str
    title: str
    role: Role
    joined_at: LocalTime | None
    version: int


class MemberQuery(PageQuery, frozen=True, kw_only=True):
    """Members of one role."""

    role: Role | UnsetType = UNSET


class MemberList(ApiView):
    @operation(
        "Members, newest first, without e-mail addresses",
        Page[MemberAnswer],
        name="list_members",
        query=MemberQuery,
    )
    def get(self, query: MemberQuery) -> Page[MemberAnswer]:
        """Everybody who belongs to the company today, of one role if asked."""
        rows = Member.objects.filter(left_at__isnull=True)
        if query.role is not UNSET:
            rows = rows.filter(role=query.role)
        return self.page(rows, all_shaped(MemberAnswer))


class MeAnswer(Shape, frozen=True, kw_only=True):
    """Whose key it is, and what the key may do."""

    company: str
    company_id: UUID
    member_id: UUID
    name: str
    role: Role
    key_id: UUID
    scopes: tuple[Annotated[str, one_of(SCOPES)], ...]
    expires_at: LocalTime


class MeView(ApiView):
    @operation("Whose key this is", MeAnswer, name="me")
    def get(self) -> MeAnswer:
        """The company, the owner and the key's own limits."""
        key: Any = self.request.auth
        owner = self.door.member
        return MeAnswer(
            company=self.company.name,
            company_id=self.company.id,
            member_id=owner.id,
            name=owner.display_name,
            role=owner.role,
            key_id=key.id,
            scopes=tuple(key.scopes),
            expires_at=local_time(key.expires_at),
        )
