from governance.api.operations import operation
from governance.api.views import ApiView
from portfolio.portfolio.selectors.page import PortfolioAnswer, portfolio_answer
from portfolio.portfolio.selectors.pool import portfolio_page


class PortfolioDetail(ApiView):
    @operation("The portfolio's seats", PortfolioAnswer, name="get_portfolio")
    def get(self) -> PortfolioAnswer:
        """The cap, the seats with who sits in them, the next review."""
        return portfolio_answer(portfolio_page(today=self.today, actor=self.actor))
