"""A table of entries: what each column is called, how a cell is written and read back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from governance.register.choices import (
    Account,
    DataClass,
    EntryKind,
    EntryStatus,
    Light,
    Oversight,
)
from tenants.reading import Ambiguous, Unread, read_day, read_number

MOST_ROWS = 5000
LINES = " | "
SEPARATORS = ("\t", ";", ",")


class CellFault(ValueError):
    """A cell that cannot be read; its text is the code of the reason."""


Read = Callable[[str, bool], Any]
Write = Callable[[Any], str]


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One column: the name in its heading, the attribute, how it is written and read."""

    name: str
    write: Write
    read: Read


def _text(value: str, _is_french: bool) -> str:
    return value.strip()


def _day(value: str, _is_french: bool) -> date | None:
    if not value.strip():
        return None
    try:
        return read_day(value)
    except Unread as error:
        raise CellFault("not_a_day") from error


def _number(places: int) -> Read:
    def read(value: str, is_french: bool) -> Decimal | int | None:
        if not value.strip():
            return None
        try:
            found = read_number(value, is_french=is_french, places=places)
        except Ambiguous as error:
            raise CellFault("number_ambiguous") from error
        except Unread as error:
            raise CellFault("not_a_number") from error
        if found < 0 or found > 1_000_000_000:
            raise CellFault("out_of_range")
        if places:
            return found
        if found != found.to_integral_value():
            raise CellFault("not_whole")
        return int(found)

    return read


def _code(known: Sequence[str]) -> Read:
    def read(value: str, _is_french: bool) -> str:
        code = value.strip()
        if code not in known:
            raise CellFault("unknown_code")
        return code

    return read


def _codes(value: str, _is_french: bool) -> tuple[str, ...]:
    found = [one.strip() for one in value.replace(",", "|").split("|") if one.strip()]
    if set(found) - set(DataClass.values):
        raise CellFault("unknown_code")
    return tuple(one for one in DataClass.values if one in found)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _figure(value: Any) -> str:
    return "" if value is None else format(value, "f")


def _bars(value: Any) -> str:
    return LINES.join(value)


def _iso(value: Any) -> str:
    return "" if value is None else value.isoformat()


def _column(name: str, read: Read = _text, write: Write = _plain) -> TableColumn:
    return TableColumn(name=name, read=read, write=write)


def _of(known: Any) -> Read:
    return _code([str(one) for one in known.values])


COUNT, EUROS = _number(0), _number(2)
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
    _column(OWN_STATUS, _code([*EntryStatus.values, ""])),
    _column("light", _of(Light)),
    _column("condition"),
    _column("data", _codes, _bars),
    _column("data_note"),
    _column("account", _of(Account)),
    _column("vendor"),
    _column("place"),
    *(_column(name) for name in ("owner", "contact", "checker")),
    _column("oversight", _of(Oversight)),
    _column("users_count", COUNT),
    _column("users_of", COUNT),
    _column("users_on", _day, _iso),
    _column("cost_year", EUROS, _figure),
    _column("seats", COUNT),
    *(
        _column(name, _day, _iso)
        for name in ("contract_ends", "notice_on", "vendor_assessed_on", "access_reviewed_on")
    ),
    _column("exit_note"),
    *(_column(name) for name in ("reads", "writes", "sends")),
    _column("spends_up_to", EUROS, _figure),
    _column("never"),
    *(_column(name) for name in ("stop_by", "stop_address", "stop_how")),
    _column("stop_tried_on", _day, _iso),
    _column("stopped_on", _day, _iso),
)
BY_NAME: Mapping[str, TableColumn] = {one.name: one for one in COLUMNS}


def separator_of(heading: str) -> str:
    """What stands between the cells of that line: the mark that it holds most."""
    return max(SEPARATORS, key=heading.count)
