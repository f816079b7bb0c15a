from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.forms.decision_log import LogFilterForm
from governance.selectors.decisions import verify_log
from governance.selectors.log_entries import verdicts_in_log
from governance.selectors.members import present_members
from governance.views.access import member_required
from portfolio.selectors.decision_log import named_log


@require_safe
@member_required
def decision_log(request: Any) -> HttpResponse:
    """Every decision, newest first; `check` verifies the whole chain on demand."""
    form = LogFilterForm(request.GET, verdicts=verdicts_in_log(), members=present_members())
    checked = "check" in request.GET
    context = {
        "form": form,
        "log": named_log(wanted=form.wanted()),
        "checked": checked,
        "broken": verify_log() if checked else None,
    }
    return render(request, "portfolio/decision_log/page.html", context)
