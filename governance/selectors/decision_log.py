from uuid import UUID

from django.db.models import QuerySet

from governance.models import Decision
from tenants.errors import NotFound


def search_decisions(*, subject_id: UUID | None = None, verdict: str = "") -> QuerySet[Decision]:
    """The log, newest first, of one subject or one verdict if named; cut it before reading."""
    rows = Decision.objects.order_by("-seq")
    if subject_id is not None:
        rows = rows.filter(subject_id=subject_id)
    return rows.filter(verdict=verdict) if verdict else rows


def get_decision(decision_id: UUID) -> Decision:
    """The decision of that id; raises NotFound."""
    decision = Decision.objects.filter(id=decision_id).first()
    if decision is None:
        raise NotFound("decision_not_found")
    return decision
