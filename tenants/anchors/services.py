import os

from django.conf import settings

from tenants.anchors.models import LogAnchor
from tenants.anchors.rules import Anchor, anchor_line
from tenants.transactions import use_case


def keep_anchor(anchor: Anchor) -> bool:
    """Whether it is the company's first anchor of its day; then it is kept, in the file too.

    The file is that of the setting LOG_ANCHORS, if any; it is written first, so that no anchor
    stands in the table alone. Raises OSError.
    """
    with use_case():
        row = LogAnchor(
            organization_id=anchor.organization_id, on=anchor.on, seq=anchor.seq, hash=anchor.hash
        )
        known = LogAnchor.objects.filter(organization_id=row.organization_id, on=row.on)
        if known.exists():
            return False
        if settings.LOG_ANCHORS:
            _append(settings.LOG_ANCHORS, anchor_line(anchor))
        LogAnchor.objects.bulk_create([row], ignore_conflicts=True)
    return True


def _append(path: str, line: str) -> None:
    """The whole line in one write: two jobs never mix theirs."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(file, line.encode())
    finally:
        os.close(file)
