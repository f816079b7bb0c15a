from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.forms.sending import SendResultForm
from assessments.selectors.completed import completed_assessment
from assessments.services.result_mail import send_result
from governance.selectors.members import present_members
from governance.views.access import permission_required


@require_http_methods(["GET", "POST"])
@permission_required("assessment.send")
def assessment_send(request: Any, assessment_id: UUID) -> HttpResponse:
    """Who receives the result by mail; POST sends it."""
    one = completed_assessment(assessment_id)
    people = present_members()
    given = request.POST if request.method == "POST" else None
    form = SendResultForm(given, members=people, myself=request.member.id)
    if request.method == "POST" and form.is_valid():
        return _send(request, assessment_id, form.cleaned_data["members"])
    status = 422 if form.is_bound else 200
    context = {"assessment": one, "form": form}
    return render(request, "assessments/send/page.html", context, status=status)


def _send(request: Any, assessment_id: UUID, members: list[UUID]) -> HttpResponse:
    count = send_result(
        actor=request.actor,
        assessment_id=assessment_id,
        member_ids=members,
        today=request.today,
        now=request.now,
    )
    text = ngettext(
        "The result is on its way to %(count)s person.",
        "The result is on its way to %(count)s people.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("assessment_result", assessment_id)
