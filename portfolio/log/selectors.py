from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
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
from tenants.connections import connection


@dataclass(frozen=True, slots=True)
class NamedLog:
    """A page of the log with what its ids stand for on the day it is read.

    `names` are of every id that has a name, a title or a KPI; titles of initiatives, units of
    objectives, first and last days of reviews.
    """

    page: LogPage
    names: dict[UUID, str]
    titles: dict[UUID, str]
    units: dict[UUID, str]
    reviews: dict[UUID, tuple[date, date]]


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
    """One page of the decision log, ids by their present names; four statements at most."""
    return named(log_page(wanted=with_titles(wanted), limit=limit))


TITLED = """
SELECT
 (SELECT json_object_agg(id, title) FROM portfolio_initiative WHERE id = ANY(%(ids)s))::text,
 (SELECT json_object_agg(id, json_build_array(kpi, unit))
  FROM portfolio_objective WHERE id = ANY(%(ids)s))::text,
 (SELECT json_object_agg(id, json_build_array(period, period_end))
  FROM portfolio_review WHERE id = ANY(%(ids)s))::text
"""


def named(page: LogPage, more: Iterable[UUID] = ()) -> NamedLog:
    """That page with what its ids, and `more`, stand for; one statement."""
    ids = [*{*initiative_ids(page), *more}]
    ((rows, objectives, reviews),) = connection.prepared(TITLED, {"ids": ids})
    titles = _read(rows, dict[UUID, str])
    kpis = _read(objectives, dict[UUID, tuple[str, str]])
    return NamedLog(
        page,
        names={**page.names, **titles, **{key: kpi for key, (kpi, _) in kpis.items()}},
        titles=titles,
        units={key: unit for key, (_, unit) in kpis.items()},
        reviews=_read(reviews, dict[UUID, tuple[date, date]]),
    )


def _read(stored: str | None, kind: Any) -> Any:
    return msgspec.json.decode(stored or "{}", type=kind)
