from typing import Generic, TypeVar

from rest_framework.pagination import CursorPagination

from tenants.shapes import Shape

Kind = TypeVar("Kind")


class Page(Shape, Generic[Kind], frozen=True, kw_only=True):
    """Some of many; `next` and `previous` are whole addresses."""

    results: tuple[Kind, ...]
    next: str | None
    previous: str | None


def whole(results: tuple[Kind, ...]) -> Page[Kind]:
    """All there is, as one page."""
    return Page(results=results, next=None, previous=None)


class Cursor(CursorPagination):
    """A page of at most 200 rows; `ordering` names a unique column or ends with one."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200

    def __init__(self, ordering: str | tuple[str, ...] = "-id") -> None:
        self.ordering = ordering
