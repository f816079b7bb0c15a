"""What is begun without an account: kept thirty days, opened by its private link only."""

from datetime import datetime
from typing import Any

from tenants.drafts.models import Draft


def recent_marks(*, kind: str, mark: str, now: datetime, most: int = 500) -> list[Any]:
    """What newer drafts that still open hold under that key of their document, newest first.

    A draft lasts thirty days: those are the drafts of the last thirty.
    """
    rows = Draft.objects.filter(kind=kind, expires_at__gt=now, document__has_key=mark)
    return list(rows.order_by("-expires_at").values_list(f"document__{mark}", flat=True)[:most])
