"""The permission table is read and checked: every role in every row, no unknown cell."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, NamedTuple

from msgspec import Meta, field

from tenants.documents import BadDocument, DocumentFault, Part, shaped


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


# What a route may ask instead of a permission: nothing, an account, to belong to the company, or to
# run the installation.
PUBLIC, ACCOUNT, MEMBER, OPERATOR = "public", "account", "member", "operator"
NO_PERMISSION = frozenset({PUBLIC, ACCOUNT, MEMBER, OPERATOR})
OF_SUBJECT = " of its subject"
KEY_CELLS = frozenset({Cell.NO, Cell.SCOPE_READ, Cell.SCOPE_WRITE, Cell.SCOPE_DECIDE})
Slug = Annotated[str, Meta(pattern=r"^[a-z_]+(\.[a-z_]+)?\Z")]
Row = Annotated[Mapping[Column, Cell], Meta(min_length=len(Column))]


class Ask(NamedTuple):
    """What a route asks at its door: a permission, `member`, `account`, `operator` or `public`.

    `of_subject`: it is asked again by the service, of what the address names.
    """

    permission: str
    of_subject: bool


class PermissionTable(Part):
    """The whole table: permission → column → cell, and what each route asks, by its name."""

    rows: Annotated[Mapping[Slug, Row], Meta(min_length=1)] = field(name="permissions")
    routes: Mapping[str, str]

    def cell(self, *, permission: str, column: Column) -> Cell:
        """Return the cell; a permission the file does not name is NO for everybody."""
        row = self.rows.get(permission)
        return Cell.NO if row is None else row[column]

    def ask(self, route: str | None) -> Ask | None:
        """Return what that route asks; None for one that the file does not name."""
        asked = self.routes.get(route or "")
        if asked is None:
            return None
        return Ask(asked.removesuffix(OF_SUBJECT), asked.endswith(OF_SUBJECT))

    def columns_with(self, *, permission: str, cells: frozenset[Cell]) -> tuple[Column, ...]:
        """Return the columns whose cell is one of those, in the order of the table."""
        row = self.rows.get(permission, {})
        return tuple(column for column in Column if row.get(column) in cells)


def parse_permissions(document: object) -> PermissionTable:
    """Return the checked table of a loaded permission file; BadDocument otherwise."""
    table = shaped(document, PermissionTable, name="permissions")
    problems = [
        DocumentFault("unknown_permission", f"routes.{route}: {permission}")
        for route, permission in table.routes.items()
        if permission.removesuffix(OF_SUBJECT) not in table.rows and permission not in NO_PERMISSION
    ]
    for slug, row in table.rows.items():
        if row[Column.KEY] not in KEY_CELLS:
            problems.append(DocumentFault("key_needs_scope", slug))
        if any(row[one] in KEY_CELLS - {Cell.NO} for one in Column if one != Column.KEY):
            problems.append(DocumentFault("scope_is_for_keys", slug))
    if problems:
        raise BadDocument(tuple(problems))
    return table
