from dataclasses import dataclass
from uuid import UUID

from governance.selectors.log_entries import LogFilter, LogPage, initiative_ids, log_page
from portfolio.models import Initiative


@dataclass(frozen=True, slots=True)
class NamedLog:
    """A page of the log with the titles of the initiatives it speaks of."""

    page: LogPage
    titles: dict[UUID, str]

    @property
    def names(self) -> dict[UUID, str]:
        """Every id of the page that has a name or a title."""
        return {**self.page.names, **self.titles}


def named_log(*, wanted: LogFilter) -> NamedLog:
    """One page of the decision log, initiatives by their present titles; at most seven queries."""
    page = log_page(wanted=wanted)
    rows = Initiative.objects.filter(id__in=initiative_ids(page)).values_list("id", "title")
    return NamedLog(page, dict(rows))
