"""Where an open assessment goes on, and how it ends."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.again.selectors import carryable, next_item
from assessments.answers.choices import AssessmentState
from assessments.answers.models import Assessment
from assessments.answers.selectors import refusal
from assessments.diagnostic.services import complete_assessment
from assessments.voices.selectors.voices import RespondentSeat
from tenants.errors import Refused


def onward_url(seat: RespondentSeat, *, after: str | None = None, may_carry: bool) -> str:
    """The member's next question, *after* that one where told; then `rest_url`."""
    item = next_item(seat, after=after)
    if item is not None:
        return reverse("assessment_question", args=[seat.assessment.id, item])
    return rest_url(seat, may_carry=may_carry)


def rest_url(seat: RespondentSeat, *, may_carry: bool) -> str:
    """What has not changed for who may confirm it, then the summary."""
    page = "assessment_rest" if may_carry and carryable(seat) else "assessment_summary"
    return reverse(page, args=[seat.assessment.id])


def completed(request: Any, assessment_id: UUID) -> HttpResponse:
    """On to the result, whoever completed it: two who press at once both see it."""
    try:
        complete_assessment(request.act, assessment_id=assessment_id)
    except Refused as refused:
        if refused.code != "assessment_completed":
            raise
    return redirect("assessment_result", assessment_id)


def ended(assessment: Assessment, *, now: datetime) -> HttpResponse | None:
    """The way to the result of a completed one; Refused `assessment_expired`; None while open."""
    if assessment.state == AssessmentState.COMPLETED:
        return redirect("assessment_result", assessment.id)
    code = refusal(assessment, now=now)
    if code is not None:
        raise Refused(code)
    return None
