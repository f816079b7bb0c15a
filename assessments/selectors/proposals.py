"""The new assessment that is proposed, and to whom."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from assessments.choices import AssessmentState
from assessments.models import Assessment
from governance.choices import Role
from governance.models import Member


def proposed_since(*, reader_id: UUID | None) -> datetime | None:
    """Since when a new assessment is proposed to this executive or AI captain, in one query.

    None where nothing is proposed, one is under way, or the reader is somebody else.
    """
    if reader_id is None:
        return None
    leads = Member.objects.filter(
        id=reader_id, role__in=[Role.EXECUTIVE, Role.AI_LEAD], left_at=None
    )
    later = Assessment.objects.filter(started_at__gt=OuterRef("completed_at")).exclude(
        state=AssessmentState.EXPIRED
    )
    proposed = Assessment.objects.filter(
        Exists(leads), ~Exists(later), again_proposed_at__isnull=False
    )
    return proposed.values_list("again_proposed_at", flat=True).order_by("-completed_at").first()
