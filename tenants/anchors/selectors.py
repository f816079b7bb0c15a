from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

from tenants.anchors.models import LogAnchor
from tenants.anchors.rules import Anchor, read_anchor


def anchors_of(organization_id: UUID) -> list[Anchor]:
    """That company's anchors, oldest first."""
    rows = LogAnchor.objects.filter(organization_id=organization_id).order_by("on")
    return [
        Anchor(organization_id=organization_id, on=row.on, seq=row.seq, hash=bytes(row.hash))
        for row in rows
    ]


def anchored_on(day: date) -> set[UUID]:
    """The companies whose log has its anchor of that day."""
    return set(LogAnchor.objects.filter(on=day).values_list("organization_id", flat=True))


def anchors_in(path: Path) -> Iterator[Anchor]:
    """The anchors of a file, in its order; raises OSError, ValueError on a line that is none."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield read_anchor(line)
