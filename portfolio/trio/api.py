from governance.api.operations import operation
from governance.api.views import ApiView
from portfolio.standing.services import read_true
from portfolio.trio.selectors.trio import TrioAnswer, trio_page


class TrioDetail(ApiView):
    @operation("The three names", TrioAnswer, name="get_trio")
    def get(self) -> TrioAnswer:
        """The best set under budget and days, and why not each of the others: an advice."""
        today = self.today
        return read_true(lambda: trio_page(today=today), today=today).answer
