from governance.api.operations import operation
from governance.api.views import ApiView
from portfolio.standing.services import read_true
from portfolio.trio.selectors.stored import trio_found
from portfolio.trio.selectors.trio import TrioAnswer
from portfolio.trio.services import keep_trio


class TrioDetail(ApiView):
    @operation("The three names", TrioAnswer, name="get_trio")
    def get(self) -> TrioAnswer:
        """The best set under budget and days, and why not each of the others: an advice."""
        today = self.today
        found = read_true(lambda: trio_found(today=today), today=today)
        return keep_trio(found, now=self.now, today=today)
