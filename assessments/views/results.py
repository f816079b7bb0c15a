from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from assessments.choices import AssessmentState
from assessments.selectors.action_steps import recorded_progress
from assessments.selectors.assessments import get_assessment
from assessments.selectors.peers_page import peers_page
from assessments.selectors.reports import report_of
from assessments.views.words import WORDS, headline, may
from governance.views.access import member_required

RIGHTS = {
    "may_answer": "assessment.answer",
    "may_send": "assessment.send",
    "may_propose": "initiative.propose",
    "may_compare": "benchmark.consent",
}


@require_GET
@member_required
def assessment_result(request: Any, assessment_id: UUID) -> HttpResponse:
    """The result, what to do first and why, the roadmap and the promising uses."""
    one = get_assessment(assessment_id)
    if one.state != AssessmentState.COMPLETED:
        return redirect("assessment_detail", one.id)
    report = report_of(one, language=request.LANGUAGE_CODE, today=request.today)
    context = {
        "report": report,
        "headline": headline(report.result),
        "peers": peers_page(report.taken, language=request.LANGUAGE_CODE),
        "progress": recorded_progress(today=request.today),
        "words": WORDS,
        **{name: may(request, permission) for name, permission in RIGHTS.items()},
    }
    return render(request, "assessments/result/page.html", context)
