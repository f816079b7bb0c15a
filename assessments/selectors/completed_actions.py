"""The actions of the roadmap that were completed in a stretch of time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from assessments.choices import StepState
from assessments.models import Assessment, RoadmapStep
from assessments.selectors.declared_page import stored_seen


def completed_between(*, start: datetime, end: datetime) -> tuple[str, ...]:
    """The ids of the actions that somebody noted as done after *start*'s day until *end*'s."""
    done = RoadmapStep.objects.filter(
        state=StepState.DONE, done_on__gt=localdate(start), done_on__lte=localdate(end)
    )
    return tuple(done.order_by("done_on", "action_id").values_list("action_id", flat=True))


def newly_proven(*, before: Mapping[str, Any], after: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of the actions among *after* that the product's facts did not prove at *before*.

    *before* is the advice of an assessment; none where nobody looked at the facts then.
    """
    seen = stored_seen(before)
    return tuple(one for one in after if one not in seen.proven) if seen else ()


def completed_actions(before: Assessment, after: Assessment) -> tuple[str, ...]:
    """The ids of the actions completed between two completed assessments: noted, or proven."""
    seen = stored_seen(after.advice or {})
    proven = newly_proven(before=before.advice or {}, after=seen.proven if seen else ())
    start, end = before.completed_at, after.completed_at
    noted = completed_between(start=start, end=end) if start and end else ()
    return tuple(dict.fromkeys((*noted, *proven)))
