from django.http import HttpResponse

from governance.api.operations import operation, stored_text
from governance.api.views import ApiView
from portfolio.standing.selectors.answers import DashboardAnswer
from portfolio.standing.selectors.reading import dashboard_text
from portfolio.standing.services import read_true


class DashboardDetail(ApiView):
    @operation("The five answers", DashboardAnswer, name="get_dashboard")
    def get(self) -> HttpResponse:
        """Course, gains in three states, cost, blockage, decisions awaited."""
        today = self.today
        return stored_text(read_true(lambda: dashboard_text(today=today), today=today))
