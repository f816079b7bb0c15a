from collections.abc import Mapping

from portfolio.objectives.choices import Benefit
from portfolio.portfolio.selectors.pool import SORTS, PoolWish, classes_offered

LONGEST, BEYOND = 80, 10**7


def pool_wish(asked: Mapping[str, str]) -> PoolWish:
    """What the address asks of the pool; whatever is not offered is left out."""
    benefit, legal_class = asked.get("benefit", ""), asked.get("class", "")
    sort, page = asked.get("sort", ""), asked.get("page", "")
    return PoolWish(
        search=asked.get("q", "")[:LONGEST],
        benefit=benefit if benefit in list(Benefit) else "",
        legal_class=legal_class if legal_class in classes_offered() else "",
        sort=sort if sort.removeprefix("-") in SORTS else "-value",
        # No page is the last one, as a page beyond it is.
        page=(int(page) or BEYOND) if page.isdecimal() and len(page) < 7 else 1,
    )
