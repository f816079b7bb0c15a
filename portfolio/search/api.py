from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from governance.api.codec import Body
from governance.api.operations import operation
from governance.api.views import ApiView
from portfolio.life.choices import State
from portfolio.search.choices import SearchKind
from portfolio.search.selectors import FEW, LONGEST, MOST, SearchAnswer, SearchWish, readable
from portfolio.search.selectors import search_answer as answer
from tenants.bounds import text


class SearchQuery(Body, frozen=True, kw_only=True):
    """`q`: two letters or more; each word stands in what is found, accents and case aside.

    One `kind` or all; `state` of initiatives. At most `limit` hits of a kind.
    """

    q: Annotated[str, text(LONGEST, shortest=0)] = ""
    kind: SearchKind | UnsetType = UNSET
    state: State | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=MOST)] = FEW


class Search(ApiView):
    @operation("Search", SearchAnswer, name="search", query=SearchQuery)
    def get(self, query: SearchQuery) -> SearchAnswer:
        """Initiatives, decisions, people, uses of the register and roadmap actions that say it."""
        wish = SearchWish(text=query.q, kind=query.kind or None, state=query.state or None)
        return answer(
            wish,
            may_read=readable(self.actor, today=self.today),
            language=self.language,
            zone=self.company.timezone,
            most=query.limit,
        )
