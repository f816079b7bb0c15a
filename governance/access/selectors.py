"""The permission file shipped with the product: read once per process."""

from functools import cache
from pathlib import Path

import yaml

from governance.access.rules.permissions import PermissionTable, parse_permissions

PERMISSION_FILE = Path(__file__).resolve().parent.parent / "data" / "permissions.yaml"


@cache
def permission_table() -> PermissionTable:
    """Return the checked permission table."""
    return parse_permissions(yaml.safe_load(PERMISSION_FILE.read_text("utf-8")))
