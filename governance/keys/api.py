from datetime import date
from typing import Annotated
from uuid import UUID

from governance.access.services import require
from governance.api.codec import PageQuery
from governance.api.operations import operation
from governance.api.pagination import Page
from governance.api.views import ApiView
from governance.keys.models import ApiKey
from governance.keys.services import SCOPES
from tenants.bounds import one_of
from tenants.shapes import LocalTime, Shape, all_shaped


class KeyAnswer(Shape, frozen=True, kw_only=True):
    """A key without its secret, which is kept nowhere; `owner_id` is the member it acts as."""

    id: UUID
    name: str
    prefix: str
    owner_id: UUID
    scopes: tuple[Annotated[str, one_of(SCOPES)], ...]
    created_at: LocalTime
    expires_at: LocalTime
    last_used_on: date | None
    revoked_at: LocalTime | None


class KeyList(ApiView):
    @operation("Keys, newest first", Page[KeyAnswer], name="list_keys", query=PageQuery)
    def get(self, query: PageQuery) -> Page[KeyAnswer]:
        """The keys of the company, by the key of an executive; made and revoked by a person."""
        require(self.act, permission="key.read")
        return self.page(ApiKey.objects.all(), all_shaped(KeyAnswer))
