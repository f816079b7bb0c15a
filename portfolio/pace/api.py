from governance.api.operations import operation
from governance.api.views import ApiView
from portfolio.pace.rules import GovernanceTotals
from portfolio.pace.selectors import pace
from portfolio.standing.services import read_true


class GovernancePace(ApiView):
    @operation("How the governance is doing", GovernanceTotals, name="get_governance")
    def get(self) -> GovernanceTotals:
        """Totals of the company, never by person."""
        today = self.today
        return read_true(lambda: pace(today=today), today=today)
