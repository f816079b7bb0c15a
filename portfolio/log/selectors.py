from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models.expressions import RawSQL

from governance.decisions.models import ChainHead
from governance.decisions.selectors import (
    PAGE,
    LogEntry,
    LogFilter,
    LogPage,
    initiative_ids,
    likes,
    log_page,
)
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


# As many as a paper holds: above, the period is narrowed.
MOST_PRINTED = 500


@dataclass(frozen=True, slots=True)
class PaperLog:
    """What of the log is printed, on a day: `digest` is that of the log's newest entry, `head`."""

    company: str
    day: date
    log: NamedLog
    head: int
    digest: str

    @property
    def entries(self) -> list[LogEntry]:
        """The newest first."""
        return self.log.page.entries

    @property
    def is_cut(self) -> bool:
        """Whether more is chosen than is printed."""
        return self.log.page.older is not None


def paper_log(*, wanted: LogFilter, company: str, day: date) -> PaperLog:
    """The chosen part of the log as it is printed; one query more than a page."""
    head = ChainHead.objects.get()
    found = named_log(wanted=replace(wanted, before=None), limit=MOST_PRINTED)
    digest = bytes(head.hash).hex()
    return PaperLog(company=company, day=day, log=found, head=head.seq, digest=digest)


def with_titles(wanted: LogFilter) -> LogFilter:
    """The same, its words looked for in the titles of initiatives too; one query where any."""
    if not wanted.words:
        return wanted
    named = RawSQL(
        "SELECT id FROM portfolio_initiative WHERE title_key LIKE ALL(%s)", [likes(wanted.words)]
    )
    found = Initiative.objects.filter(id__in=named).order_by("id")
    return replace(wanted, titled=tuple(found.values_list("id", flat=True)))


def named_log(*, wanted: LogFilter, limit: int = PAGE) -> NamedLog:
    """One page of the decision log, ids by their present names; at most ten queries."""
    return named(log_page(wanted=with_titles(wanted), limit=limit))


def named(page: LogPage, more: Iterable[UUID] = ()) -> NamedLog:
    """That page with what its ids, and `more`, stand for; three queries."""
    ids = {*initiative_ids(page), *more}
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
