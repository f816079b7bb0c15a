from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from msgspec import UNSET, Meta, UnsetType

from governance.access.rules.authority import Grant
from governance.access.services import decide_authority
from governance.api.codec import Body
from governance.api.operations import operation
from governance.api.views import ApiView
from governance.changes.choices import PERMISSIONS, ROUTES, TOGETHER, ChangeKind
from governance.changes.models import CompanyChange
from governance.changes.selectors import changes_since, kind_of, newest_cursor
from tenants.shapes import LocalTime, Shape, local_time

A_PAGE = 100


class ChangesQuery(Body, frozen=True, kw_only=True):
    """Behind which change, and how many are looked at; without `since`, where to begin."""

    since: UUID | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=200)] | UnsetType = UNSET


class NotedChange(Shape, frozen=True, kw_only=True):
    """Something is not as it was; `url` shows how it is now. The portfolio has no `subject_id`."""

    id: UUID
    at: LocalTime
    kind: ChangeKind
    subject_id: UUID | None
    url: str


class ChangeFeedAnswer(Shape, frozen=True, kw_only=True):
    """Changes in the order of their commits; `next` is asked next, at once where more follow."""

    results: tuple[NotedChange, ...]
    next: str
    has_more: bool


class ChangeFeed(ApiView):
    @operation(
        "What changed, in order",
        ChangeFeedAnswer,
        name="list_changes",
        query=ChangesQuery,
        gone=True,
    )
    def get(self, query: ChangesQuery) -> ChangeFeedAnswer:
        """What changed behind `since`, without a gap; 410 once that is forgotten (90 days)."""
        if query.since is UNSET:
            return ChangeFeedAnswer(results=(), next=self._next(newest_cursor()), has_more=False)
        found = changes_since(query.since, kinds=set(self._heard()), limit=query.limit or A_PAGE)
        return ChangeFeedAnswer(
            results=tuple(self._told(row) for row in found.rows),
            next=self._next(found.cursor),
            has_more=found.has_more,
        )

    def _heard(self) -> Iterable[str]:
        """The kinds that the key may read."""
        for kind, permission in PERMISSIONS.items():
            if isinstance(decide_authority(self.act, permission=permission), Grant):
                yield kind.value

    def _next(self, cursor: UUID) -> str:
        return self.location(f"{reverse('api_changes')}?{urlencode({'since': str(cursor)})}")

    def _told(self, row: CompanyChange) -> NotedChange:
        return NotedChange(
            id=row.id,
            at=local_time(row.at),
            kind=kind_of(row),
            subject_id=row.subject_id,
            url=self.location(address_of(kind_of(row), row.subject_id)),
        )


def address_of(kind: ChangeKind, subject_id: UUID | None) -> str:
    """The path that shows what changed."""
    parts = () if kind in TOGETHER else (subject_id,)
    return reverse(ROUTES[kind], args=parts)
