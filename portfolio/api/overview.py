from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.pagination import Cursor
from governance.api.views import ApiView, versioned
from portfolio.api.inputs import PageFilter
from portfolio.api.outputs import DashboardOut, PortfolioOut, ReviewDetailOut, ReviewOut
from portfolio.initiatives.api import PAGING, answered, checked
from portfolio.reviews.selectors.reviews import review_line, review_page, review_rows
from portfolio.standing.selectors.reading import dashboard_text, portfolio_text
from portfolio.standing.services import read_true


class NewestPeriodFirst(Cursor):
    ordering = "-period"


class PortfolioDetail(ApiView):
    @extend_schema(
        operation_id="get_portfolio", summary="The portfolio's seats", responses=PortfolioOut
    )
    def get(self, request: Request) -> HttpResponse:
        """The cap, the seats with who sits in them, the next review."""
        today = request._request.today  # type: ignore[attr-defined]
        return answered(read_true(lambda: portfolio_text(today=today), today=today))


class DashboardDetail(ApiView):
    @extend_schema(operation_id="get_dashboard", summary="The five answers", responses=DashboardOut)
    def get(self, request: Request) -> HttpResponse:
        """Course, gains in three states, cost, blockage, decisions awaited."""
        today = request._request.today  # type: ignore[attr-defined]
        return answered(read_true(lambda: dashboard_text(today=today), today=today))


class ReviewList(ApiView):
    pagination_class = NewestPeriodFirst

    @extend_schema(
        operation_id="list_reviews",
        summary="Reviews, newest first",
        parameters=PAGING,
        responses=ReviewOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """Every review, missed ones too."""
        checked(PageFilter, request.query_params.dict())
        pages = self.pagination_class()
        page: Any = pages.paginate_queryset(review_rows(), request, view=self)
        lines = [review_line(review) for review in page]
        return pages.get_paginated_response(ReviewOut(lines, many=True).data)


class ReviewDetail(ApiView):
    @extend_schema(operation_id="get_review", summary="One review", responses=ReviewDetailOut)
    def get(self, request: Request, review_id: UUID) -> Response:
        """One review with its initiatives and the verdicts that are possible."""
        door: Any = request._request
        page = review_page(review_id=review_id, today=door.today, actor=self.actor)
        return versioned(ReviewDetailOut(page).data, page.line.version)
