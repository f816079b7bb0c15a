from datetime import date

from governance.api.codec import Body
from governance.api.operations import operation
from governance.api.views import ApiView
from portfolio.cap.selectors import company_zone
from portfolio.hindsight.rules import end_of
from portfolio.hindsight.selectors import KnownAnswer, known_then


class KnownQuery(Body, frozen=True, kw_only=True):
    """A day of the company, today without one: what was known when it ended."""

    as_of: date | None = None


class KnownOnDay(ApiView):
    @operation("What was known on a day", KnownAnswer, name="get_known", query=KnownQuery)
    def get(self, query: KnownQuery) -> KnownAnswer:
        """The frozen facts, values and money of what was carried then, and what is not kept."""
        day = min(query.as_of or self.today, self.today)
        return known_then(moment=end_of(day, company_zone()))
