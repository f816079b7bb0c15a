from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.decisions.forms import LogFilterForm
from governance.decisions.selectors import verdicts_in_log, verify_log
from governance.members.selectors import present_members
from portfolio.log.selectors import named_log


@require_safe
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
    return render(request, "portfolio/log/page.html", context)
