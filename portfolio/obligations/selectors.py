"""What the law asks of the initiatives: tasks with owner and day, and what a change moved."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from governance.access.rules.authority import SubjectFacts
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from governance.law.models import Triage
from governance.law.rules.laws import TriageClass
from governance.law.selectors import evaluated, law, law_versions
from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.obligations.models import LegalTask
from portfolio.obligations.rules import DAYS, Judged, Moved, due_on
from tenants.errors import NotFound

IN_USE = (State.ACTIVE, State.PAUSED)
LOOKED_AT = (State.BACKLOG, *IN_USE)


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """A duty of the law on one initiative, with who sees to it and by when."""

    row: LegalTask
    owner: Member | None
    due_on: date
    is_late: bool

    @property
    def subject(self) -> SubjectFacts:
        """The task as authority looks at it."""
        return subject_of(self.row)


@dataclass(frozen=True, kw_only=True)
class MovedLine:
    """An initiative of which the law of today says something else than was answered."""

    id: UUID
    title: str
    captain: Member | None
    law_version: str
    moved: Moved


@dataclass(frozen=True, kw_only=True)
class LegalPage:
    """What is to be done, what was, and what moved; under the law of `version`."""

    version: str
    open: tuple[TaskLine, ...]
    done: tuple[TaskLine, ...]
    moved: tuple[MovedLine, ...]


def legal_page(*, today: date) -> LegalPage:
    """The duties on what is in use, by day, and what the law of today says otherwise; 3 queries."""
    lines = [_line(row, today=today) for row in _tasks().filter(initiative__state__in=IN_USE)]
    still = sorted((one for one in lines if one.row.done_on is None), key=_by_day)
    done = sorted(
        (one for one in lines if one.row.done_on is not None),
        key=lambda one: (one.row.done_on or today, one.row.id),
        reverse=True,
    )
    return LegalPage(
        version=law().version, open=tuple(still), done=tuple(done), moved=_moved(today=today)
    )


def task_line(task_id: UUID, *, today: date) -> TaskLine:
    """That duty; raises NotFound `legal_task_not_found`."""
    row = _tasks().filter(id=task_id).first()
    if row is None:
        raise NotFound("legal_task_not_found", named=task_id)
    return _line(row, today=today)


def tasks_by_code(initiative_id: UUID) -> dict[str, LegalTask]:
    """The duties on that initiative by their code; one query."""
    return tasks_of_all([initiative_id]).get(initiative_id, {})


def tasks_of_all(initiative_ids: Iterable[UUID]) -> dict[UUID, dict[str, LegalTask]]:
    """The duties on those initiatives by their code; one query."""
    found: dict[UUID, dict[str, LegalTask]] = defaultdict(dict)
    for row in _tasks().filter(initiative_id__in=list(initiative_ids)):
        found[row.initiative_id][row.code] = row
    return found


def subject_of(row: LegalTask) -> SubjectFacts:
    """The task as authority looks at it: its initiative's captain, and whom it names."""
    return SubjectFacts(
        initiative_id=row.initiative_id,
        captain_id=row.initiative.captain_id,
        named_ids=frozenset(filter(None, [row.owner_id])),
    )


def _tasks() -> QuerySet[LegalTask]:
    return LegalTask.objects.select_related("initiative__captain", "owner", "done_by")


def _line(row: LegalTask, *, today: date) -> TaskLine:
    day = due_on(
        code=row.code,
        planned=row.due_on,
        from_on=row.from_on,
        started_on=row.initiative.started_on or row.from_on,
    )
    return TaskLine(
        row=row,
        owner=row.owner or row.initiative.captain,
        due_on=day,
        is_late=row.done_on is None and day < today,
    )


def _by_day(line: TaskLine) -> tuple[date, str, str]:
    return line.due_on, line.row.initiative.title, line.row.code


def _moved(*, today: date) -> tuple[MovedLine, ...]:
    open_ones = Initiative.objects.filter(state__in=LOOKED_AT).select_related("captain")
    rows = {row.id: row for row in open_ones}
    latest = (
        Triage.objects.filter(initiative_id__in=rows)
        .order_by("initiative_id", "-number")
        .distinct("initiative_id")
        .select_related("consultation")
    )
    found = [
        MovedLine(
            id=triage.initiative_id,
            title=rows[triage.initiative_id].title,
            captain=rows[triage.initiative_id].captain,
            law_version=triage.law_version,
            moved=moved,
        )
        for triage in latest
        if (moved := moved_of(triage, today=today)).is_any
    ]
    return tuple(sorted(found, key=lambda one: (one.title, one.id)))


def moved_of(triage: Triage, *, today: date) -> Moved:
    """What the law of today says of those answers beside what was said when they were given."""
    _, result, _ = evaluated(triage, as_of=today)
    told = triage.result
    is_newer = triage.law_version != law().version
    return Moved(
        before=Judged(triage_class=TriageClass(told["class"]), duties=tuple(told["obligations"])),
        now=Judged(
            triage_class=result.triage_class, duties=tuple(one.id for one in result.obligations)
        ),
        to_answer=len(result.open) if is_newer else 0,
    )


def _task(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.LAW,
        powers=(Power(permission="law.do"),),
        door=Place(route="legal_task", parts=(row.id,)),
        operation=Place(route="api_legal_task", parts=(row.id,)),
        **row.of(reader),
    )


def _check(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.LAW_CHECK,
        powers=(Power(permission="triage.answer"),),
        door=Place(route="initiative_triage", parts=(row.initiative_id,)),
        operation=Place(route="api_initiative_triage", parts=(row.initiative_id,)),
        **row.of(reader),
    )


_IN_USE = tuple(one.value for one in IN_USE)
_DUE = f"coalesce(t.due_on, greatest(t.from_on, i.started_on) + {DAYS})"
LEGAL_TASKS_OWED = DutySource(
    sql=f"""
SELECT t.id, i.id AS initiative_id, i.captain_id, t.code, i.title, t.version, {_DUE} AS due_on,
 {_DUE} - {DAYS} AS opens_on
FROM portfolio_legaltask t JOIN portfolio_initiative i ON i.id = t.initiative_id
WHERE t.done_on IS NULL AND i.state IN {_IN_USE}
 AND coalesce(t.owner_id, i.captain_id) = %(reader)s
""",
    row=Owed,
    read=_task,
)
LEGAL_CHECKS_OWED = DutySource(
    sql=f"""
SELECT * FROM (
 SELECT DISTINCT ON (t.initiative_id) t.id, i.id AS initiative_id, i.captain_id, i.title,
  CASE WHEN t.law_version = '{law_versions()[-1]}' THEN 'again' ELSE 'newer' END AS code,
  (t.result->>'review_at')::date AS due_on
 FROM governance_triage t JOIN portfolio_initiative i ON i.id = t.initiative_id
 WHERE i.state IN {_IN_USE} AND i.captain_id = %(reader)s
 ORDER BY t.initiative_id, t.number DESC) latest
WHERE code = 'newer' OR due_on <= %(today)s::date
""",
    row=Owed,
    read=_check,
)
