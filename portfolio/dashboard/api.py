from governance.api.operations import operation
from governance.api.views import ApiView
from portfolio.dashboard.selectors import DashboardAnswer, dashboard, dashboard_answer


class DashboardDetail(ApiView):
    @operation("The five answers", DashboardAnswer, name="get_dashboard")
    def get(self) -> DashboardAnswer:
        """Course, gains in three states, cost, blockage, decisions awaited."""
        return dashboard_answer(dashboard(today=self.today, actor=self.actor))
