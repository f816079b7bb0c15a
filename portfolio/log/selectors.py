from dataclasses import dataclass
from datetime import date
from uuid import UUID

from governance.decisions.selectors import PAGE, LogFilter, LogPage, initiative_ids, log_page
from portfolio.initiatives.models import Initiative
from portfolio.objectives.models import Objective
from portfolio.reviews.models import Review


@dataclass(frozen=True, slots=True)
class NamedLog:
    """A page of the log with what its ids stand for on the day it is read.

    Titles of initiatives, KPIs of objectives with their units, first and last days of reviews.
    """

    page: LogPage
    titles: dict[UUID, str]
    kpis: dict[UUID, str]
    units: dict[UUID, str]
    reviews: dict[UUID, tuple[date, date]]

    @property
    def names(self) -> dict[UUID, str]:
        """Every id of the page that has a name or a title."""
        return {**self.page.names, **self.titles, **self.kpis}


def named_log(*, wanted: LogFilter, limit: int = PAGE) -> NamedLog:
    """One page of the decision log, ids by their present names; at most nine queries."""
    page = log_page(wanted=wanted, limit=limit)
    ids = initiative_ids(page)
    rows = Initiative.objects.filter(id__in=ids).values_list("id", "title")
    objectives = list(Objective.objects.filter(id__in=ids))
    reviews = Review.objects.filter(id__in=ids).values_list("id", "period", "period_end")
    return NamedLog(
        page,
        titles=dict(rows),
        kpis={one.id: one.kpi for one in objectives},
        units={one.id: one.unit for one in objectives},
        reviews={key: (first, last) for key, first, last in reviews},
    )
