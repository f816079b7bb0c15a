from collections.abc import Mapping

from portfolio.life.choices import State
from portfolio.search.choices import SearchKind
from portfolio.search.selectors import LONGEST, SearchWish


def search_wish(asked: Mapping[str, str]) -> SearchWish:
    """What the address asks; whatever is not offered is left out."""
    kind, state = asked.get("kind", ""), asked.get("state", "")
    return SearchWish(
        text=asked.get("q", "")[:LONGEST].strip(),
        kind=SearchKind(kind) if kind in list(SearchKind) else None,
        state=State(state) if state in list(State) else None,
    )
