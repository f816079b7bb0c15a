"""What the law asks of what is in use: tasks with owner and day, and what a change moved."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from governance.access.rules.authority import SubjectFacts
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from governance.law.models import Triage
from governance.law.rules.laws import TriageClass
from governance.law.rules.triage import review_months
from governance.law.selectors import evaluated, law
from governance.members.models import Member
from governance.register.models import RegisterEntry
from governance.register.rules.entries import IN_PLACE
from governance.register.selectors import law_finding
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.obligations.models import LegalTask
from portfolio.obligations.rules import (
    DAYS,
    ELSEWHERE_OF_ENTRY,
    Judged,
    Moved,
    due_on,
    tasks_of,
)
from tenants.errors import NotFound

IN_USE = (State.ACTIVE, State.PAUSED)
LOOKED_AT = (State.BACKLOG, *IN_USE)


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """A duty of the law on one use, with who sees to it and by when."""

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
    """A use of which the law of today says something else than was answered.

    `initiative_id` is None for an entry of the register, `entry_id` for an initiative.
    """

    initiative_id: UUID | None = None
    entry_id: UUID | None = None
    title: str
    carrier: Member | None
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
    """The duties on what is in use, by day, and what the law of today says otherwise; 5 queries."""
    in_use = Q(initiative__state__in=IN_USE) | Q(entry__status__in=IN_PLACE)
    lines = [_line(row, today=today) for row in _tasks().filter(in_use)]
    still = sorted((one for one in lines if one.row.done_on is None), key=_by_day)
    done = sorted(
        (one for one in lines if one.row.done_on is not None),
        key=lambda one: (one.row.done_on or today, one.row.id),
        reverse=True,
    )
    return LegalPage(
        version=law().version,
        open=tuple(still),
        done=tuple(done),
        moved=tuple(
            sorted(
                [*_initiatives_moved(today=today), *_entries_moved(today=today)],
                key=lambda one: (one.title, str(one.initiative_id or one.entry_id)),
            )
        ),
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
        found[row.use_id][row.code] = row
    return found


def subject_of(row: LegalTask) -> SubjectFacts:
    """The task as authority looks at it: its initiative's captain, and whom use or task names."""
    return SubjectFacts(
        initiative_id=row.initiative_id,
        captain_id=row.initiative.captain_id if row.initiative else None,
        named_ids=frozenset(
            filter(None, [row.owner_id, row.entry.owner_id if row.entry else None])
        ),
    )


def _tasks() -> QuerySet[LegalTask]:
    return LegalTask.objects.select_related(
        "initiative__captain", "entry__owner", "owner", "done_by"
    )


def _line(row: LegalTask, *, today: date) -> TaskLine:
    day = due_on(
        code=row.code,
        planned=row.due_on,
        from_on=row.from_on,
        started_on=row.begun_on or row.from_on,
    )
    return TaskLine(
        row=row,
        owner=row.owner or row.carrier,
        due_on=day,
        is_late=row.done_on is None and day < today,
    )


def _by_day(line: TaskLine) -> tuple[date, str, str]:
    return line.due_on, str(line.row.use), line.row.code


def _initiatives_moved(*, today: date) -> list[MovedLine]:
    looked_at = Initiative.objects.filter(state__in=LOOKED_AT)
    latest = (
        Triage.objects.filter(initiative_id__in=looked_at.values("id"))
        .order_by("initiative_id", "-number")
        .distinct("initiative_id")
        .select_related("consultation")
    )
    moved = {one.initiative_id: (one, moved_of(one, today=today)) for one in latest}
    rows = looked_at.filter(id__in=[key for key, (_, found) in moved.items() if found.is_any])
    return [
        MovedLine(
            initiative_id=row.id,
            title=row.title,
            carrier=row.captain,
            law_version=moved[row.id][0].law_version,
            moved=moved[row.id][1],
        )
        for row in rows.select_related("captain")
    ]


def _entries_moved(*, today: date) -> list[MovedLine]:
    rows = RegisterEntry.objects.filter(status__in=IN_PLACE).exclude(law_class="")
    tasks: dict[UUID, list[LegalTask]] = defaultdict(list)
    for task in _tasks().filter(entry__in=rows):
        tasks[task.use_id].append(task)
    return [
        MovedLine(
            entry_id=row.id,
            title=row.tool,
            carrier=row.owner,
            law_version=row.law_version,
            moved=moved,
        )
        for row in rows.select_related("owner")
        if (moved := _moved_of_entry(row, tasks[row.id], today=today)).is_any
    ]


def _moved_of_entry(row: RegisterEntry, tasks: list[LegalTask], *, today: date) -> Moved:
    """As `moved_of`; what an entry's check asked is what became tasks."""
    result = law_finding(row, as_of=today)
    now = [one.id for one in tasks_of(result.obligations, elsewhere=ELSEWHERE_OF_ENTRY)]
    asked = [one.code for one in tasks if one.done_on is None or one.code in now]
    return Moved(
        before=Judged(triage_class=TriageClass(row.law_class), duties=tuple(asked)),
        now=Judged(triage_class=result.triage_class, duties=tuple(now)),
        to_answer=len(result.open),
    )


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


def _check_of_entry(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.LAW_CHECK,
        powers=(Power(permission="register.edit"),),
        door=Place(route="register_law", parts=(row.id,)),
        operation=Place(route="api_register_law", parts=(row.id,)),
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
_IN_PLACE = tuple(one.value for one in IN_PLACE)
_DUE = f"coalesce(t.due_on, greatest(t.from_on, i.started_on, e.declared_on) + {DAYS})"
LEGAL_TASKS_OWED = DutySource(
    sql=f"""
SELECT t.id, t.initiative_id, i.captain_id, t.code, coalesce(i.title, e.tool) AS title, t.version,
 {_DUE} AS due_on, {_DUE} - {DAYS} AS opens_on
FROM portfolio_legaltask t LEFT JOIN portfolio_initiative i ON i.id = t.initiative_id
LEFT JOIN governance_registerentry e ON e.id = t.entry_id
WHERE t.done_on IS NULL AND (i.state IN {_IN_USE} OR e.status IN {_IN_PLACE})
 AND coalesce(t.owner_id, i.captain_id, e.owner_id) = %(reader)s
""",
    row=Owed,
    read=_task,
)
LEGAL_CHECKS_OWED = DutySource(
    sql=f"""
SELECT * FROM (
 SELECT DISTINCT ON (t.initiative_id) t.id, i.id AS initiative_id, i.captain_id, i.title,
  CASE WHEN t.law_version = '{law().version}' THEN 'again' ELSE 'newer' END AS code,
  (t.result->>'review_at')::date AS due_on
 FROM governance_triage t JOIN portfolio_initiative i ON i.id = t.initiative_id
 WHERE i.state IN {_IN_USE} AND i.captain_id = %(reader)s
 ORDER BY t.initiative_id, t.number DESC) latest
WHERE code = 'newer' OR due_on <= %(today)s::date
""",
    row=Owed,
    read=_check,
)
_MONTHS = " ".join(
    f"WHEN '{one}' THEN {review_months(law=law(), triage_class=one)}" for one in TriageClass
)
ENTRY_CHECKS_OWED = DutySource(
    sql=f"""
SELECT * FROM (
 SELECT id, tool AS title, CASE WHEN law_version = '{law().version}' THEN 'again'
  ELSE 'newer' END AS code,
  (classified_on + make_interval(months => CASE law_class {_MONTHS} END))::date AS due_on
 FROM governance_registerentry WHERE status IN {_IN_PLACE} AND law_class <> '') latest
WHERE code = 'newer' OR due_on <= %(today)s::date
""",
    row=Owed,
    read=_check_of_entry,
)
