"""The rows of lists as they leave: all that the filters show, not a page of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from assessments.roadmap.selectors.live import LiveAction, live_roadmap
from governance.decisions.selectors import LogEntry, LogFilter
from portfolio.exports.choices import ListName
from portfolio.imports.selectors import InitiativeLine, lines_of, with_first_objective
from portfolio.life.choices import State
from portfolio.log.selectors import NamedLog, named_log
from portfolio.money.models import Expense
from portfolio.objectives.models import Measurement
from portfolio.portfolio.selectors.pool import PoolWish, wished
from tenants.errors import NotFound
from tenants.tables.rules.writing import FileForm

IN_POOL = (State.PROPOSED, State.BACKLOG)
MOST = 20_000


def list_asked(name: str, form: str) -> tuple[ListName, FileForm]:
    """The list of that name and the form of that ending; raises NotFound `list_not_found`."""
    if name not in list(ListName) or form not in list(FileForm):
        raise NotFound("list_not_found")
    return ListName(name), FileForm(form)


def idea_lines(wish: PoolWish) -> list[InitiativeLine]:
    """The ideas that are wished, in the order that is wished."""
    ids = wished(wish)
    place = {one: number for number, one in enumerate(ids)}
    found = lines_of(with_first_objective(Q(id__in=ids)))
    return sorted(found, key=lambda line: place[line.row.id])


def initiative_lines() -> list[InitiativeLine]:
    """Every initiative, in whatever state, the oldest first."""
    return lines_of(with_first_objective(Q()).order_by("id")[:MOST])


def proposal_lines() -> list[InitiativeLine]:
    """What awaits an answer, the oldest first."""
    return lines_of(with_first_objective(Q(state=State.PROPOSED)).order_by("id")[:MOST])


def expense_rows(initiative_id: UUID | None) -> list[Expense]:
    """The lines of money and of days of one initiative, or of all, as they were entered."""
    rows = Expense.objects.select_related("initiative").order_by("id")
    return list((rows.filter(initiative_id=initiative_id) if initiative_id else rows)[:MOST])


def measurement_rows(initiative_id: UUID | None) -> list[Measurement]:
    """The values of one initiative's KPIs, or of all, by day; those taken back included."""
    rows = Measurement.objects.select_related("objective__initiative", "recorded_by")
    found = rows.order_by("objective__initiative_id", "objective__position", "on", "id")
    wanted = found.filter(objective__initiative_id=initiative_id) if initiative_id else found
    return list(wanted[:MOST])


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """One entry of the log with what its ids stand for."""

    entry: LogEntry
    log: NamedLog


def log_lines(wanted: LogFilter) -> list[LogLine]:
    """The decisions that are wanted, the newest first."""
    log = named_log(wanted=wanted, limit=MOST)
    return [LogLine(entry=entry, log=log) for entry in log.page.entries]


def roadmap_actions(
    *, today: date, language: str, reader_id: UUID, mine: bool
) -> Iterator[LiveAction]:
    """The actions of the roadmap as its page shows them, each once."""
    found = live_roadmap(today=today, language=language, reader_id=reader_id, mine=mine)
    seen: set[str] = set()
    shown: Iterable[LiveAction] = (
        *(one for window in found.windows for one in (*window.headlines, *window.others)),
        *found.beyond,
        *found.done,
        *found.refused,
        *(one.action for one in found.left_out),
    )
    for action in shown:
        if action.id not in seen:
            seen.add(action.id)
            yield action


def title_of(line: LogLine) -> str:
    """What the decision is about, by its present name; its id where it has none."""
    subject = line.entry.decision.subject_id
    return line.log.names.get(subject, "") or str(subject)
