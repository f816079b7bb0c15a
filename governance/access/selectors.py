"""The permission file shipped with the product: read once per process."""

from functools import cache
from pathlib import Path

from governance.access.rules.permissions import PermissionTable, parse_permissions
from tenants.documents import load

PERMISSION_FILE = Path(__file__).resolve().parent.parent / "data" / "permissions.yaml"


@cache
def permission_table() -> PermissionTable:
    """Return the checked permission table."""
    return parse_permissions(load(PERMISSION_FILE.read_text("utf-8"), name=PERMISSION_FILE.name))
