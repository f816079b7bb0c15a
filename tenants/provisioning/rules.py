from collections.abc import Sequence

from tenants.shapes import Shape


class Structure(Shape, frozen=True):
    """What makes a company's schema, in order, but for its rows.

    Rows come between `tables` and `guards` (keys, indexes, triggers), so that no trigger takes
    them for something new. Each of `rights` is a table, a role and what that role may do there.
    """

    tables: list[str]
    guards: list[str]
    rights: list[tuple[str, str, str]]


def grants(rights: Sequence[tuple[str, str, str]]) -> list[str]:
    """The statements that give exactly these rights."""
    return [
        statement
        for table, role, told in rights
        for statement in (
            f'REVOKE ALL ON "{table}" FROM {role}',
            f'GRANT {told} ON "{table}" TO {role}',
        )
    ]
