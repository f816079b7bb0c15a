"""The register as a table: out as the filters show it, in as a whole or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.members.models import Member
from governance.register.choices import EntryKind, EntryStatus, Happening
from governance.register.models import RegisterEntry
from governance.register.rules.entries import Terms, changed, status_for, terms_of
from governance.register.rules.tables import (
    BY_NAME,
    COLUMNS,
    OWN_STATUS,
    PEOPLE,
    REFERENCE,
    TableColumn,
)
from governance.register.services.entries import apply_terms, keep_fact, look_again, new_entry
from tenants.errors import Invalid
from tenants.tables.rules.cells import CellFault
from tenants.tables.rules.sheets import CellReason, TableRefused
from tenants.tables.rules.writing import Cell, ListColumn
from tenants.tables.services import read_table, table_invalid
from tenants.transactions import use_case


@dataclass(frozen=True, kw_only=True)
class Imported:
    """How many rows the table has, and how many entries are new or changed by it."""

    rows: int
    written: int


def headings() -> tuple[str, ...]:
    """The names of the columns."""
    return tuple(BY_NAME)


def list_columns() -> list[ListColumn]:
    """What leaves of an entry: codes, days and figures that `import_table` reads back.

    People stand with their e-mail address, a reference is the caller's own or the entry's id.
    """
    return [
        ListColumn(key=one.name, words=one.name, value=partial(_cell, column=one))
        for one in COLUMNS
    ]


def import_table(act: Act, *, given: bytes | str, is_french: bool) -> Imported:
    """Every row stands in the register, or none does; a known reference is brought up to date.

    A column that is not in the table stays as it is. Raises NotAllowed, Invalid `table_invalid`
    whose fields name `row.column` with the codes of the reasons.
    """
    require(act, permission="register.edit")
    lines = _lines(given, is_french=is_french)
    faults: dict[str, list[str]] = {}
    written = 0
    with use_case():
        people, known = _people(), _known(lines)
        for number, cells in lines:
            try:
                written += _take(act, _read(cells, is_french, people), known)
            except Invalid as error:
                named = error.fields or {"table": [error.code]}
                columns = {field: column for column, field in PEOPLE.items()}
                for field, codes in named.items():
                    faults[f"{number}.{columns.get(field, field)}"] = list(codes)
        if faults:
            raise Invalid("table_invalid", fields=faults)
        if written:
            look_again(act)
    return Imported(rows=len(lines), written=written)


def reference_of(row: RegisterEntry) -> str:
    """What a table calls that entry."""
    return row.external_ref or str(row.id)


def _cell(row: RegisterEntry, *, column: TableColumn) -> Cell:
    return column.write(_value(row, column.name))


def _value(row: RegisterEntry, name: str) -> Any:
    if name == REFERENCE:
        return reference_of(row)
    if name in PEOPLE:
        person: Member | None = getattr(row, name)
        return person.email if person else ""
    return getattr(row, name)


def _lines(given: bytes | str, *, is_french: bool) -> list[tuple[int, dict[str, str]]]:
    """The cells of each row by column; Invalid `table_invalid` for a heading that is unknown."""
    try:
        sheet = read_table(given, is_french=is_french)
    except TableRefused as refused:
        raise table_invalid([refused.reason]) from refused
    names = [name.casefold() for name in sheet.headings]
    wrong = [_reason(1, name or "?", "unknown_column") for name in names if name not in BY_NAME]
    wrong += [] if "tool" in names else [_reason(1, "tool", "column_needed")]
    wrong += [
        _reason(row.number, names[0], "too_many_cells")
        for row in sheet.rows
        if any(row.cells[len(names) :])
    ]
    if wrong:
        raise table_invalid(wrong)
    return [(row.number, dict(zip(names, row.cells, strict=False))) for row in sheet.rows]


def _reason(row: int, column: str, code: str) -> CellReason:
    return CellReason(row=row, column=column, code=code)


def _people() -> dict[str, UUID]:
    present = Member.objects.filter(left_at__isnull=True)
    return {email.casefold(): one for one, email in present.values_list("id", "email")}


def _known(lines: Iterable[tuple[int, Mapping[str, str]]]) -> dict[str, RegisterEntry]:
    """The entries that the table names, locked, by what it calls them."""
    named = {line.get(REFERENCE, "").strip() for _, line in lines} - {""}
    rows = RegisterEntry.objects.select_for_update(of=("self",)).order_by("id")
    by_ref = {row.external_ref: row for row in rows.filter(external_ref__in=named)}
    ids = [one for one in map(_uuid, named - by_ref.keys()) if one is not None]
    return by_ref | {str(row.id): row for row in rows.filter(id__in=ids)}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _read(cells: Mapping[str, str], is_french: bool, people: Mapping[str, UUID]) -> dict[str, Any]:
    """The values of one row under the names of the terms; raises Invalid with its columns."""
    found: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for name, cell in cells.items():
        try:
            value = BY_NAME[name].read(cell, is_french)
        except CellFault as fault:
            wrong[name] = [str(fault)]
            continue
        if name in PEOPLE:
            person = people.get(value.casefold()) if value else None
            if value and person is None:
                wrong[name] = ["member_unknown"]
            found[PEOPLE[name]] = person
        else:
            found[name] = value
    if wrong:
        raise Invalid("table_invalid", fields=wrong)
    return found


def _take(act: Act, values: dict[str, Any], known: dict[str, RegisterEntry]) -> bool:
    """The row stands in the register; whether that changed anything."""
    reference = values.pop(REFERENCE, "")
    status, stopped_on = values.pop(OWN_STATUS, ""), values.pop("stopped_on", None)
    row = known.get(reference)
    if row is None:
        return _add(act, values, reference, status, stopped_on, known)
    if status and status != row.status:
        wanted = status_for(values.get("light", row.light))
        if row.status in (EntryStatus.STOP_ASKED, EntryStatus.STOPPED) or status != wanted:
            raise Invalid("table_invalid", fields={OWN_STATUS: ["status_by_act"]})
    before = terms_of(row)
    facts = changed(before, apply_terms(row, before, values, today=act.today))
    if facts:
        row.version += 1
        row.save(update_fields=[*facts, "folded", "status", "incident_on", "version"])
        keep_fact(act, row, Happening.CHANGED, facts=facts, actor=act.actor)
    return bool(facts)


def _add(
    act: Act,
    values: dict[str, Any],
    reference: str,
    status: str,
    stopped_on: Any,
    known: dict[str, RegisterEntry],
) -> bool:
    row = new_entry(act, declared_by_id=act.actor.member_id)
    if len(reference) > 80:
        raise Invalid("table_invalid", fields={REFERENCE: ["max_length"]})
    row.external_ref = reference
    apply_terms(row, Terms(), {"kind": EntryKind.TOOL, **values}, today=act.today)
    if status == EntryStatus.STOPPED:
        if stopped_on is None or stopped_on > act.today:
            raise Invalid("table_invalid", fields={"stopped_on": ["day_to_come"]})
        row.status, row.stopped_on = EntryStatus.STOPPED, stopped_on
    elif status and status != row.status:
        raise Invalid("table_invalid", fields={OWN_STATUS: ["status_by_act"]})
    row.save(force_insert=True)
    if reference:
        known[reference] = row
    keep_fact(act, row, Happening.RECORDED, facts={}, actor=act.actor)
    return True
