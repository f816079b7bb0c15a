"""A table of entries: what each column is called, how a cell is written and read back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from governance.register.choices import (
    Account,
    DataClass,
    EntryKind,
    EntryStatus,
    Light,
    Oversight,
)
from tenants.tables.rules.cells import CellFault, Read, as_code, as_day, as_number, as_text
from tenants.tables.rules.writing import Cell

LINES = " | "
Write = Callable[[Any], Cell]


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One column: the name in its heading, the attribute, how it is written and read."""

    name: str
    write: Write
    read: Read


def _codes(value: str, _is_french: bool) -> tuple[str, ...]:
    found = [one.strip() for one in value.replace(",", "|").split("|") if one.strip()]
    if set(found) - set(DataClass.values):
        raise CellFault("unknown_code")
    return tuple(one for one in DataClass.values if one in found)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _same(value: Any) -> Any:
    return value


def _bars(value: Any) -> str:
    return LINES.join(value)


def _column(name: str, read: Read = as_text, write: Write = _plain) -> TableColumn:
    return TableColumn(name=name, read=read, write=write)


def _of(known: Any) -> Read:
    return as_code([str(one) for one in known.values])


COUNT, EUROS = as_number(0), as_number(2)
REFERENCE, OWN_STATUS = "reference", "status"
PEOPLE: Mapping[str, str] = {
    "owner": "owner_id",
    "contact": "contact_id",
    "checker": "checker_id",
    "stop_by": "stop_by_id",
}
COLUMNS: tuple[TableColumn, ...] = (
    _column(REFERENCE),
    _column("tool"),
    _column("purpose"),
    _column("kind", _of(EntryKind)),
    _column(OWN_STATUS, as_code([*EntryStatus.values, ""])),
    _column("light", _of(Light)),
    _column("condition"),
    _column("data", _codes, _bars),
    _column("data_note"),
    _column("account", _of(Account)),
    _column("vendor"),
    _column("place"),
    *(_column(name) for name in ("owner", "contact", "checker")),
    _column("oversight", _of(Oversight)),
    _column("users_count", COUNT, _same),
    _column("users_of", COUNT, _same),
    _column("users_on", as_day, _same),
    _column("cost_year", EUROS, _same),
    _column("seats", COUNT, _same),
    *(
        _column(name, as_day, _same)
        for name in ("contract_ends", "notice_on", "vendor_assessed_on", "access_reviewed_on")
    ),
    _column("exit_note"),
    *(_column(name) for name in ("reads", "writes", "sends")),
    _column("spends_up_to", EUROS, _same),
    _column("never"),
    *(_column(name) for name in ("stop_by", "stop_address", "stop_how")),
    _column("stop_tried_on", as_day, _same),
    _column("stopped_on", as_day, _same),
)
BY_NAME: Mapping[str, TableColumn] = {one.name: one for one in COLUMNS}
