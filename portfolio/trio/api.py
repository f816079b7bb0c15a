from msgspec import structs

from governance.api.operations import operation
from governance.api.views import ApiView
from portfolio.standing.services import read_true
from portfolio.trio.selectors.stored import token_of, trio_found
from portfolio.trio.selectors.trio import TrioAnswer
from portfolio.trio.services import keep_trio


class SignedTrio(TrioAnswer, frozen=True, kw_only=True):
    """The three names with their `token`: a start that gives it keeps the advice in the log."""

    token: str


class TrioDetail(ApiView):
    @operation("The three names", SignedTrio, name="get_trio")
    def get(self) -> SignedTrio:
        """The best set under budget and days, and why not each of the others: an advice."""
        today = self.today
        found = read_true(lambda: trio_found(today=today), today=today)
        answer = keep_trio(found, now=self.now, today=today)
        said = {field.name: getattr(answer, field.name) for field in structs.fields(answer)}
        return SignedTrio(**said, token=token_of(answer))
