"""A file comes in: kept, read and tried by a job, then written as a whole or not at all."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.core.cache import cache
from django.db.models import Min

from governance.access.choices import ActorKind
from governance.access.rules.actors import Act, Actor, Door, key_actor, member_actor
from governance.access.services import require
from portfolio.imports.choices import WAITING, ImportKind, ImportState
from portfolio.imports.choices import InitiativeColumn as Column
from portfolio.imports.models import ImportMapping, TableImport
from portfolio.imports.rules import KEPT, MOST_TRIES, USUAL, read_rows
from portfolio.imports.selectors import get_import, known_columns
from portfolio.imports.services.plans import ImportPlan, plan_initiatives
from portfolio.imports.services.writing import write_initiatives
from tenants.due_work.services import bring_forward, set_due
from tenants.errors import DomainError, Invalid, NotAllowed, Refused
from tenants.jobs import enqueue
from tenants.rows import check_version, locked
from tenants.tables.rules.sheets import CellReason, SheetRow, TableRefused, guessed
from tenants.tables.services import read_table
from tenants.texts import folded
from tenants.transactions import use_case

RUN_IMPORTS = "portfolio.run_imports"
PERMISSION = "initiative.import"
LONGEST_NAME, WHOLE = 120, "table"
PROGRESS_SECONDS = 600


def begin_import(
    act: Act,
    *,
    data: bytes,
    file_name: str = "",
    language: str = "fr",
    columns: Mapping[Column, str] | None = None,
    writes: bool = False,
) -> TableImport:
    """The file is kept and will be read and tried by a job; with `writes`, written if it is right.

    `columns` says which heading holds what, else as last time or as is usual. Raises NotAllowed,
    Invalid `file_empty`.
    """
    require(act, permission=PERMISSION)
    if not data.strip():
        raise Invalid("file_empty", fields={"file": ["required"]})
    if act.actor.member_id is None:
        raise NotAllowed("not_in_role", permission=PERMISSION)
    with use_case():
        row = TableImport.objects.create(
            kind=ImportKind.INITIATIVES,
            file_name=file_name.strip()[-LONGEST_NAME:],
            language="fr" if language.startswith("fr") else "en",
            asked_by_id=act.actor.member_id,
            key_id=act.actor.id if act.actor.kind == ActorKind.KEY else None,
            data=data,
            columns={} if columns is None else {str(one): head for one, head in columns.items()},
            writes=writes,
            created_at=act.now,
            erase_at=act.now + KEPT,
        )
        _ask(row, now=act.now)
    return row


def mend_import(
    act: Act,
    *,
    import_id: UUID,
    columns: Mapping[Column, str],
    cells: Mapping[tuple[int, Column], str],
    expected_version: int | None = None,
) -> TableImport:
    """It is tried again with those columns, and those cells by row and column as they are typed.

    Raises NotAllowed, NotFound, Refused `import_running`, `import_over`, `stale_version`.
    """
    with use_case():
        row = _open_import(act, import_id, expected_version)
        before = {key: head for key, head in row.columns.items() if head in row.headings}
        places = {key: row.headings.index(head) for key, head in before.items()}
        for number, line in row.rows:
            for (wanted, column), text in cells.items():
                place = places.get(column)
                if wanted == number and place is not None:
                    line += [""] * (place + 1 - len(line))
                    line[place] = text.strip()
        row.columns = {str(one): head for one, head in columns.items() if head in row.headings}
        row.state, row.faults, row.writes = ImportState.TRYING, [], False
        _remember(act, row)
        _ask(row, now=act.now)
    return row


def write_import(act: Act, *, import_id: UUID, expected_version: int | None = None) -> TableImport:
    """A job writes it as a whole, or says what is in the way by then; once written it stays so.

    Raises NotAllowed, NotFound, Refused `import_running`, `import_faulty`, `stale_version`.
    """
    require(act, permission=PERMISSION)
    with use_case():
        row = locked(TableImport, import_id, code="import_not_found")
        if row.state == ImportState.WRITTEN:
            return row
        row = _open_import(act, import_id, expected_version)
        if row.faults:
            raise Refused("import_faulty", count=len(row.faults))
        row.state = ImportState.WRITING
        _ask(row, now=act.now)
    return row


def drop_import(act: Act, *, import_id: UUID) -> None:
    """The file and all that is known of it are gone; what was written stays."""
    require(act, permission=PERMISSION)
    get_import(import_id)
    with use_case():
        TableImport.objects.filter(id=import_id).delete()


def progress_of(row: TableImport) -> int:
    """How many rows stand written so far, seen from outside of the transaction that writes."""
    if row.state == ImportState.WRITTEN:
        return row.row_count
    return int(cache.get(_progress_key(row.id)) or 0) if row.state == ImportState.WRITING else 0


def run_imports(*, now: datetime, today: date) -> int:
    """Every import that waits is read, tried or written, what is old is erased; how many were.

    Running it again changes nothing. What ends the process three times is given up.
    """
    waiting = (
        TableImport.objects.filter(state__in=WAITING).order_by("id").values_list("id", flat=True)
    )
    done = 0
    for import_id in list(waiting):
        done += _run(import_id, now=now, today=today)
    with use_case():
        TableImport.objects.filter(erase_at__lte=now).delete()
        following = TableImport.objects.aggregate(at=Min("erase_at"))["at"]
        is_left = TableImport.objects.filter(state__in=WAITING).exists()
        set_due(job=RUN_IMPORTS, due_at=now if is_left else following)
    return done


def _run(import_id: UUID, *, now: datetime, today: date) -> bool:
    """One import, by whoever takes it first; what reading begins goes on until it is tried."""
    with use_case():
        row = (
            TableImport.objects.select_for_update(skip_locked=True)
            .filter(id=import_id, state__in=WAITING)
            .first()
        )
        if row is None:
            return False
        row.tries += 1
        is_hopeless = row.tries > MOST_TRIES
        if is_hopeless:
            _fail(row, CellReason(row=1, column=WHOLE, code="import_failed"), now=now)
        row.save()
    if not is_hopeless:
        _advance(import_id, now=now, today=today)
    return True


def _advance(import_id: UUID, *, now: datetime, today: date) -> None:
    """It is read and tried, and written where that is asked; refused, nothing of it is written."""
    try:
        with use_case():
            row = locked(
                TableImport.objects.select_related("asked_by", "key"),
                import_id,
                code="import_not_found",
            )
            if row.state in WAITING:
                _go_on(row, now=now, today=today)
    except TableRefused as refused:
        _give_up(import_id, refused.reason, now=now)
    except DomainError as error:
        reason = CellReason(row=1, column=WHOLE, code=error.code)
        _give_up(import_id, reason, now=now)


def _go_on(row: TableImport, *, now: datetime, today: date) -> None:
    act = Act(_actor(row, now=now), now, today, Door.JOB)
    if row.state == ImportState.READING:
        _read(row)
    plan = _plan(act, row)
    is_asked = row.state == ImportState.WRITING or row.writes
    row.state, row.tries = ImportState.TRIED, 0
    if is_asked and not plan.faults:
        write_initiatives(act, new=plan.new, told=_teller(row.id))
        _remember(act, row)
        row.state, row.ended_at, row.rows = ImportState.WRITTEN, now, []
    row.version += 1
    row.save()


def _read(row: TableImport) -> None:
    """The file is rows from now on, and no longer kept."""
    sheet = read_table(bytes(row.data or b""), is_french=row.language == "fr")
    row.data, row.headings = None, list(sheet.headings)
    row.rows = [[one.number, list(one.cells)] for one in sheet.rows]
    row.row_count = len(row.rows)
    if not row.columns:
        usual = {key: (key, *names) for key, names in USUAL.items()}
        row.columns = guessed(sheet.headings, usual=usual, known=known_columns(row.kind))


def _plan(act: Act, row: TableImport) -> ImportPlan:
    """What it brings and what is in the way, noted on its row."""
    places = {
        Column(key): row.headings.index(head)
        for key, head in row.columns.items()
        if head in row.headings and key in list(Column)
    }
    sheet = [SheetRow(number, tuple(cells)) for number, cells in row.rows]
    rows, unread = read_rows(sheet, places=places, is_french=row.language == "fr")
    if Column.TITLE not in places:
        unread = [CellReason(row=1, column=Column.TITLE, code="column_needed")]
        rows = []
    plan = plan_initiatives(act, rows=rows, faults=unread)
    row.faults = [[one.row, str(one.column), one.code] for one in plan.faults]
    row.new, row.known = len(plan.new), plan.known
    return plan


def _give_up(import_id: UUID, reason: CellReason, *, now: datetime) -> None:
    with use_case():
        row = locked(TableImport, import_id, code="import_not_found")
        _fail(row, reason, now=now)
        row.save()


def _fail(row: TableImport, reason: CellReason, *, now: datetime) -> None:
    row.state, row.ended_at, row.data, row.rows = ImportState.FAILED, now, None, []
    row.faults = [[reason.row, reason.column, reason.code]]
    row.version += 1


def _actor(row: TableImport, *, now: datetime) -> Actor:
    """Who asked, with the rights of this moment; raises NotAllowed."""
    person, key = row.asked_by, row.key
    is_over = key is not None and (key.revoked_at is not None or key.expires_at <= now)
    if not person.is_present or is_over:
        raise NotAllowed("not_in_role", permission=PERMISSION)
    if key is not None:
        actor = key_actor(key.id, person.id, person.role, frozenset(key.scopes))
    else:
        actor = member_actor(person.id, person.role)
    require(Act(actor, now, now.date(), Door.JOB), permission=PERMISSION)
    return actor


def _open_import(act: Act, import_id: UUID, expected_version: int | None) -> TableImport:
    require(act, permission=PERMISSION)
    row: TableImport = locked(TableImport, import_id, code="import_not_found")
    check_version(row.version, expected_version)
    if row.state in WAITING:
        raise Refused("import_running")
    if row.state != ImportState.TRIED:
        raise Refused("import_over")
    return row


def _ask(row: TableImport, *, now: datetime) -> None:
    """A job will go on with it."""
    row.version += 1
    row.save()
    bring_forward(job=RUN_IMPORTS, due_at=now)
    enqueue(RUN_IMPORTS)


def _remember(act: Act, row: TableImport) -> None:
    """Columns of those headings go there next time."""
    held = {head: key for key, head in row.columns.items()}
    said = {folded(head): held.get(head, "") for head in row.headings if head}
    known = {**known_columns(row.kind), **said}
    ImportMapping.objects.update_or_create(
        kind=row.kind, defaults={"columns": known, "used_at": act.now}
    )


def _teller(import_id: UUID) -> Callable[[int], None]:
    return lambda count: cache.set(_progress_key(import_id), count, PROGRESS_SECONDS)


def _progress_key(import_id: UUID) -> str:
    return f"import:{import_id}"
