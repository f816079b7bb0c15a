from collections.abc import Iterable
from uuid import UUID

from governance.api.codec import PageQuery
from governance.api.operations import operation
from governance.api.pagination import Page
from governance.api.views import ApiView
from portfolio.dashboard.selectors import DashboardAnswer, dashboard, dashboard_answer
from portfolio.portfolio.selectors.page import PortfolioAnswer, portfolio_answer
from portfolio.portfolio.selectors.pool import portfolio_page
from portfolio.reviews.models import Review
from portfolio.reviews.selectors.answers import ReviewAnswer, ReviewDetailAnswer, review_detail
from portfolio.reviews.selectors.reviews import review_line, review_page, review_rows
from tenants.shapes import shaped


class PortfolioDetail(ApiView):
    @operation("The portfolio's seats", PortfolioAnswer, name="get_portfolio")
    def get(self) -> PortfolioAnswer:
        """The cap, the seats with who sits in them, the next review."""
        return portfolio_answer(portfolio_page(today=self.today, actor=self.actor))


class DashboardDetail(ApiView):
    @operation("The five answers", DashboardAnswer, name="get_dashboard")
    def get(self) -> DashboardAnswer:
        """Course, gains in three states, cost, blockage, decisions awaited."""
        return dashboard_answer(dashboard(today=self.today, actor=self.actor))


class ReviewList(ApiView):
    @operation("Reviews, newest first", Page[ReviewAnswer], name="list_reviews", query=PageQuery)
    def get(self, query: PageQuery) -> Page[ReviewAnswer]:
        """Every review, missed ones too."""
        return self.page(review_rows(), _lines, ordering="-period")


class ReviewDetail(ApiView):
    @operation("One review", ReviewDetailAnswer, name="get_review", writes_version=True)
    def get(self, review_id: UUID) -> ReviewDetailAnswer:
        """One review with its initiatives and the verdicts that are possible."""
        return one_review(self, review_id=review_id)


def one_review(view: ApiView, _row: object = None, *, review_id: UUID) -> ReviewDetailAnswer:
    """The review as it is now."""
    return review_detail(review_page(review_id=review_id, today=view.today, actor=view.actor))


def _lines(rows: Iterable[Review]) -> Iterable[ReviewAnswer]:
    return (shaped(review_line(row), ReviewAnswer) for row in rows)
