"""How a row is taken for a change: found, locked, and as it was when it was read."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from tenants.errors import NotFound, Refused

Row = TypeVar("Row", bound=Model)


def locked(
    rows: "type[Row] | QuerySet[Row]",
    key: object,
    expected: int | None = None,
    *,
    code: str = "",
) -> Row:
    """The row of that id, locked until the use case ends; of what it is joined to nothing is.

    Raises NotFound `code`, by default `<model>_not_found`; Refused `stale_version`.
    """
    among = rows if isinstance(rows, QuerySet) else rows._default_manager.all()
    row = among.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        raise NotFound(code or f"{among.model._meta.model_name}_not_found", named=key)
    if expected is not None:
        versioned: Any = row
        check_version(versioned.version, expected)
    return row


def check_version(version: int, expected: int | None) -> None:
    """Nothing where it is the version that was read; raises Refused `stale_version`."""
    if expected is not None and expected != version:
        raise stale(version=version, expected=expected)


def stale(*, version: int, expected: int) -> Refused:
    """Somebody was faster: the version that is, and the one that was read."""
    return Refused("stale_version", version=version, expected=expected)
