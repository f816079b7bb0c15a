from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.decisions.forms import LogFilterForm
from governance.decisions.selectors import verdicts_in_log, verify_log
from governance.members.selectors import present_members
from governance.papers.views import paper_file
from portfolio.log.selectors import named_log, paper_log
from portfolio.log.services import log_file, log_sheet


@require_safe
def decision_log_pdf(request: Any) -> HttpResponse:
    """What the filters show, on paper."""
    form = LogFilterForm(request.GET, verdicts=verdicts_in_log(), members=present_members())
    paper = paper_log(wanted=form.wanted(), company=request.company.name, day=request.today)
    sheet = log_sheet(paper, at=request.now)
    return paper_file(request, sheet, name=log_file(request.today))


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
