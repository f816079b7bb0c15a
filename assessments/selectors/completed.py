"""A completed assessment, or why there is none to read."""

from uuid import UUID

from assessments.choices import AssessmentState
from assessments.models import Assessment
from assessments.selectors.assessments import get_assessment
from tenants.errors import Refused


def completed_assessment(assessment_id: UUID) -> Assessment:
    """The completed assessment of that id; NotFound `assessment_not_found`, Refused `no_result`."""
    found = get_assessment(assessment_id)
    if found.state != AssessmentState.COMPLETED:
        raise Refused("no_result")
    return found
