from django.http import HttpResponse

from governance.api.operations import operation, stored_text
from governance.api.views import ApiView
from portfolio.standing.selectors.answers import PortfolioAnswer
from portfolio.standing.selectors.reading import portfolio_text
from portfolio.standing.services import read_true


class PortfolioDetail(ApiView):
    @operation("The portfolio's seats", PortfolioAnswer, name="get_portfolio")
    def get(self) -> HttpResponse:
        """The cap, the seats with who sits in them, the next review."""
        today = self.today
        return stored_text(read_true(lambda: portfolio_text(today=today), today=today))
