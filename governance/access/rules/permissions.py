"""The permission table is read and checked: every role in every row, no unknown cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

_SLUG = re.compile(r"^[a-z_]+(\.[a-z_]+)?$")


class Column(StrEnum):
    """A column of the table: a role, the captain's relation, a consultant's grant, or a key."""

    EXECUTIVE = "executive"
    AI_LEAD = "ai_lead"
    CAPTAIN = "captain"
    CONTRIBUTOR = "contributor"
    VIEWER = "viewer"
    CONSULTANT_READ = "consultant_read"
    CONSULTANT_ADVISE = "consultant_advise"
    CONSULTANT_OPERATE = "consultant_operate"
    KEY = "key"


class Cell(StrEnum):
    """What a column may do with a permission."""

    YES = "yes"
    NO = "no"
    STEP_UP = "step_up"
    MANDATE = "mandate"
    OWN = "own"
    NAMED = "named"
    INVITED = "invited"
    TAKER = "taker"
    SCOPE_READ = "scope_read"
    SCOPE_WRITE = "scope_write"
    SCOPE_DECIDE = "scope_decide"


# What a route may ask instead of a permission: nothing, an account, or to belong to the company.
PUBLIC, ACCOUNT, MEMBER = "public", "account", "member"
NO_PERMISSION = frozenset({PUBLIC, ACCOUNT, MEMBER})
KEY_CELLS = frozenset({Cell.NO, Cell.SCOPE_READ, Cell.SCOPE_WRITE, Cell.SCOPE_DECIDE})


class PermissionFileError(ValueError):
    """The permission file says something the code cannot hold."""


@dataclass(frozen=True, kw_only=True)
class PermissionTable:
    """The whole table: permission → column → cell, and what each route asks.

    A route, by its name, asks a permission, `member`, `account`, or nothing (`public`).
    """

    rows: Mapping[str, Mapping[Column, Cell]]
    routes: Mapping[str, str]

    def cell(self, *, permission: str, column: Column) -> Cell:
        """Return the cell; a permission the file does not name is NO for everybody."""
        row = self.rows.get(permission)
        return Cell.NO if row is None else row[column]

    def columns_with(self, *, permission: str, cells: frozenset[Cell]) -> tuple[Column, ...]:
        """Return the columns whose cell is one of those, in the order of the table."""
        row = self.rows.get(permission, {})
        return tuple(column for column in Column if row.get(column) in cells)


def parse_permissions(document: object) -> PermissionTable:
    """Return the checked table of a loaded permission file; PermissionFileError otherwise."""
    if not isinstance(document, Mapping):
        raise PermissionFileError("the permission file is not a mapping")
    rows = document.get("permissions")
    routes = document.get("routes")
    if not isinstance(rows, Mapping) or not rows or not isinstance(routes, Mapping):
        raise PermissionFileError("the permission file needs `permissions` and `routes`")
    parsed = {str(slug): _parsed_row(slug=str(slug), row=row) for slug, row in rows.items()}
    for route, permission in routes.items():
        if permission not in parsed and permission not in NO_PERMISSION:
            raise PermissionFileError(f"route {route}: unknown permission {permission!r}")
    return PermissionTable(
        rows=MappingProxyType(parsed),
        routes=MappingProxyType({str(route): str(slug) for route, slug in routes.items()}),
    )


def _parsed_row(*, slug: str, row: object) -> Mapping[Column, Cell]:
    """Return one row with every column present once and every cell known."""
    if not _SLUG.match(slug):
        raise PermissionFileError(f"{slug!r} is not a permission slug")
    if not isinstance(row, Mapping) or set(row) != {column.value for column in Column}:
        raise PermissionFileError(f"{slug}: every role must stand in the row, and no other")
    cells = {column: _parsed_cell(slug=slug, value=row[column.value]) for column in Column}
    if cells[Column.KEY] not in KEY_CELLS:
        raise PermissionFileError(f"{slug}: a key is given a scope or nothing")
    if any(cells[column] in KEY_CELLS - {Cell.NO} for column in Column if column != Column.KEY):
        raise PermissionFileError(f"{slug}: a scope is for keys only")
    return MappingProxyType(cells)


def _parsed_cell(*, slug: str, value: object) -> Cell:
    """Return the cell; anything else (a bare YAML yes included) is refused."""
    if not isinstance(value, str) or value not in {cell.value for cell in Cell}:
        raise PermissionFileError(f"{slug}: unknown cell {value!r}")
    return Cell(value)
