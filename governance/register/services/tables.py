"""The register as a table: out as the filters show it, in as a whole or not at all."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.members.models import Member
from governance.papers.rules import BOM, bare, is_led, table
from governance.register.choices import EntryKind, EntryStatus, Happening
from governance.register.models import RegisterEntry
from governance.register.rules.entries import Terms, changed, status_for, terms_of
from governance.register.rules.tables import (
    BY_NAME,
    COLUMNS,
    MOST_ROWS,
    OWN_STATUS,
    PEOPLE,
    REFERENCE,
    CellFault,
    separator_of,
)
from governance.register.services.entries import apply_terms, keep_fact, look_again, new_entry
from tenants.errors import DomainError, Invalid
from tenants.transactions import use_case


@dataclass(frozen=True, kw_only=True)
class TableFault:
    """What is wrong where: the row as a spreadsheet counts it, the column, the code."""

    row: int
    column: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Imported:
    """How many rows the table has, and how many entries are new or changed by it."""

    rows: int
    written: int


def headings() -> tuple[str, ...]:
    """The names of the columns."""
    return tuple(BY_NAME)


def exported(rows: Iterable[RegisterEntry], *, language: str) -> str:
    """Those entries as CSV: codes, days and figures that `import_table` reads back.

    People stand with their e-mail address, a reference is the caller's own or the entry's id.
    """
    return table([headings(), *map(_line, rows)], language=language)


def import_table(act: Act, *, text: str, is_french: bool) -> Imported:
    """Every row stands in the register, or none does; a known reference is brought up to date.

    A column that is not in the table stays as it is. Raises NotAllowed, Invalid `table_invalid`
    whose fields name `row.column` with the codes of the reasons.
    """
    require(act, permission="register.edit")
    lines = _lines(text)
    faults: dict[str, list[str]] = {}
    written = 0
    with use_case():
        people, known = _people(), _known(lines)
        for number, cells in enumerate(lines, start=2):
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


def faults_of(error: DomainError) -> list[TableFault]:
    """The faults of a refused table, by row."""
    fields = error.fields if isinstance(error, Invalid) else {}
    found = [
        TableFault(row=int(row), column=column, code=code)
        for place, codes in fields.items()
        for row, _dot, column in [place.partition(".")]
        for code in codes
    ]
    return sorted(found, key=lambda one: (one.row, one.column))


def reference_of(row: RegisterEntry) -> str:
    """What a table calls that entry."""
    return row.external_ref or str(row.id)


def _line(row: RegisterEntry) -> list[str]:
    return [_led(column.write(_value(row, column.name))) for column in COLUMNS]


def _value(row: RegisterEntry, name: str) -> Any:
    if name == REFERENCE:
        return reference_of(row)
    if name in PEOPLE:
        person: Member | None = getattr(row, name)
        return person.email if person else ""
    return getattr(row, name)


def _lines(text: str) -> list[dict[str, str]]:
    """The cells of each row by column; Invalid `table_invalid` for a heading that is unknown."""
    plain = text.removeprefix(BOM).lstrip("\n")
    heading = plain.partition("\n")[0]
    rows = csv.reader(io.StringIO(plain, newline=""), delimiter=separator_of(heading))
    try:
        found = [row for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise _whole("unreadable_table") from error
    if not found:
        raise _whole("table_empty")
    names = [name.strip().casefold() for name in found[0]]
    wrong = {f"1.{name or '?'}": ["unknown_column"] for name in names if name not in BY_NAME}
    wrong |= {f"1.{name}": ["column_twice"] for name in names if names.count(name) > 1}
    wrong |= {} if "tool" in names else {"1.tool": ["column_needed"]}
    wrong |= {
        f"{number}.{names[0]}": ["too_many_cells"]
        for number, row in enumerate(found[1:], start=2)
        if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :])
    }
    if len(found) - 1 > MOST_ROWS:
        wrong = {"1.tool": ["too_many_rows"]}
    if wrong:
        raise Invalid("table_invalid", fields=wrong)
    return [dict(zip(names, map(bare, row), strict=False)) for row in found[1:]]


def _led(cell: str) -> str:
    """The cell, one more apostrophe before a text that begins as if it had been led by one."""
    return f"'{cell}" if is_led(cell) else cell


def _whole(code: str) -> Invalid:
    return Invalid("table_invalid", fields={"1.table": [code]})


def _people() -> dict[str, UUID]:
    present = Member.objects.filter(left_at__isnull=True)
    return {email.casefold(): one for one, email in present.values_list("id", "email")}


def _known(lines: Iterable[Mapping[str, str]]) -> dict[str, RegisterEntry]:
    """The entries that the table names, locked, by what it calls them."""
    named = {line.get(REFERENCE, "").strip() for line in lines} - {""}
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
