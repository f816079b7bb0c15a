from typing import Any, Generic, TypeVar

from django.core.signing import BadSignature, Signer
from rest_framework.pagination import Cursor as Position
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from tenants.errors import Invalid
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
    """A page of at most 200 rows; `ordering` names a unique column or ends with one.

    A cursor is signed for its list and order: one that was made by hand, or for another list, is
    refused before it reaches the database.
    """

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200

    def __init__(self, ordering: str | tuple[str, ...] = "-id") -> None:
        self.ordering = ordering
        self.path = ""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        self.path = request.path
        return super().paginate_queryset(queryset, request, view)

    def encode_cursor(self, cursor: Position) -> str:
        told = self._signer.sign_object(list(cursor))
        return str(replace_query_param(str(self.base_url), self.cursor_query_param, told))

    def decode_cursor(self, request: Request) -> Position | None:
        """Raises Invalid `invalid_fields`."""
        told = request.query_params.get(self.cursor_query_param)
        if told is None:
            return None
        try:
            return Position(*self._signer.unsign_object(told))
        except BadSignature:
            raise Invalid("invalid_fields", fields={"cursor": ["invalid"]}) from None

    @property
    def _signer(self) -> Signer:
        return Signer(salt=f"cursor {self.path} {self.ordering}")
