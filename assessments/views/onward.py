"""Where an open assessment goes on."""

from django.urls import reverse

from assessments.models import Assessment
from assessments.rules.answers import Answers
from assessments.selectors.again_page import carryable, next_item


def onward_url(
    one: Assessment, answers: Answers, *, after: str | None = None, may_carry: bool = True
) -> str:
    """The next question, then what has not changed for who may confirm it, then the summary.

    *after* passes over that question without an answer.
    """
    item = next_item(one, answers, after=after)
    if item is not None:
        return reverse("assessment_question", args=[one.id, item])
    if may_carry and carryable(one, answers):
        return reverse("assessment_rest", args=[one.id])
    return reverse("assessment_summary", args=[one.id])
