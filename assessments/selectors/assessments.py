"""The company's assessments and their answers, as the rules read them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from assessments.choices import AssessmentState
from assessments.models import Assessment, Respondent
from assessments.rules.answers import Answers
from assessments.rules.comparison import Taken
from assessments.rules.results import Result
from assessments.rules.use_case_catalogue import UseCase
from assessments.selectors import catalogue
from governance.rules.authority import SubjectFacts
from tenants.errors import NotFound

LASTS = timedelta(days=30)


def all_assessments() -> QuerySet[Assessment]:
    """Every assessment of the company, the newest first, with who started it."""
    return Assessment.objects.select_related("started_by").order_by("-id")


def get_assessment(assessment_id: UUID) -> Assessment:
    """The assessment of that id; NotFound `assessment_not_found`."""
    found = Assessment.objects.select_related("started_by").filter(id=assessment_id).first()
    if found is None:
        raise NotFound("assessment_not_found")
    return found


def refusal(assessment: Assessment, *, now: datetime) -> str | None:
    """Why it takes no answers: `assessment_completed`, `assessment_expired`, or None."""
    if assessment.state == AssessmentState.COMPLETED:
        return "assessment_completed"
    if assessment.state == AssessmentState.EXPIRED or is_past(assessment, now=now):
        return "assessment_expired"
    return None


def is_past(assessment: Assessment, *, now: datetime) -> bool:
    """Whether an open assessment has lasted its thirty days."""
    return assessment.state == AssessmentState.OPEN and assessment.started_at + LASTS <= now


def open_assessment(*, now: datetime) -> Assessment | None:
    """The one assessment that takes answers now, if any."""
    open_ones = Assessment.objects.select_related("started_by")
    return open_ones.filter(state=AssessmentState.OPEN, started_at__gt=now - LASTS).first()


def completed_assessments(
    *, until: datetime | None = None, most: int | None = None
) -> list[Assessment]:
    """The completed ones, the newest first; before *until* and so many where told."""
    done = Assessment.objects.filter(state=AssessmentState.COMPLETED)
    if until is not None:
        done = done.filter(completed_at__lt=until)
    return list(done.order_by("-completed_at", "-id")[:most])


def taken(assessment: Assessment, answers: Answers) -> Taken:
    """A completed assessment as the rules compare it: answers, and the result computed then."""
    return Taken(
        catalogue.questionnaire(assessment.questionnaire_version),
        answers,
        Result.from_dict(assessment.result or {}),
    )


def invited(assessment: Assessment) -> SubjectFacts:
    """Who was asked to answer this assessment, for the question whether one may."""
    members = Respondent.objects.filter(assessment=assessment, member__isnull=False)
    return SubjectFacts(invited_ids=frozenset(members.values_list("member_id", flat=True)))


def suggested_use_case(*, assessment_id: UUID, use_case_id: str) -> UseCase:
    """A use that this assessment suggests or sets aside for later, from the catalogue it used.

    NotFound `assessment_not_found`, `use_case_not_found`.
    """
    uses = (get_assessment(assessment_id).advice or {}).get("uses", {})
    offered = [*uses.get("shortlist", ()), *uses.get("not_yet", ())]
    if use_case_id not in {one["use_case_id"] for one in offered}:
        raise NotFound("use_case_not_found", use_case=use_case_id)
    return catalogue.use_cases(uses["catalogue_version"]).use_cases[use_case_id]
