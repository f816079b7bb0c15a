"""One completed assessment held against the one before."""

from uuid import UUID

from assessments.answers.selectors import completed_assessment, completed_assessments, taken
from assessments.comparison.rules import AssessmentsComparison, compare
from assessments.voices.selectors.voices import answers_of_all
from tenants.errors import NotFound


def comparison_of(assessment_id: UUID) -> AssessmentsComparison:
    """What changed since the assessment before, in three queries.

    NotFound `assessment_not_found`, `no_comparison` where it is the first; Refused `no_result`.
    """
    one = completed_assessment(assessment_id)
    earlier = completed_assessments(until=one.completed_at, most=1)
    if not earlier:
        raise NotFound("no_comparison")
    answers = answers_of_all([one, *earlier])
    before, after = (taken(each, answers[each.id]) for each in (earlier[0], one))
    return compare(before=before, after=after)
