from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from assessments.answers.choices import AssessmentState
from assessments.answers.selectors import get_assessment
from assessments.diagnostic.words import WORDS, headline
from assessments.papers.selectors import report_of
from assessments.peers.selectors import peers_page
from assessments.roadmap.selectors.steps import recorded_progress
from governance.access.views import may

RIGHTS = {
    "may_answer": "assessment.answer",
    "may_send": "assessment.send",
    "may_propose": "initiative.propose",
    "may_compare": "benchmark.consent",
}


@require_GET
def assessment_result(request: Any, assessment_id: UUID) -> HttpResponse:
    """The result, what to do first and why, the roadmap and the promising uses."""
    one = get_assessment(assessment_id)
    if one.state != AssessmentState.COMPLETED:
        return redirect("assessment_detail", one.id)
    report = report_of(one, language=request.LANGUAGE_CODE, today=request.today)
    context = {
        "report": report,
        "headline": headline(report.taken),
        "peers": peers_page(report.taken, language=request.LANGUAGE_CODE),
        "progress": recorded_progress(today=request.today),
        "words": WORDS,
        **{name: may(request, permission) for name, permission in RIGHTS.items()},
    }
    return render(request, "assessments/results/page.html", context)
