from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.services import require
from governance.law.selectors import law
from governance.members.selectors import present_members
from portfolio.decisions.selectors import authority_of
from portfolio.life.views import form_view
from portfolio.obligations.forms import TaskForm
from portfolio.obligations.models import LegalTask
from portfolio.obligations.selectors import TaskLine, legal_page, task_line
from portfolio.obligations.services import change_task


@require_safe
def legal(request: Any) -> HttpResponse:
    """What the law asks of what is in use, who sees to it, and what a change of the law moved."""
    authority = authority_of(actor=request.actor, today=request.today)
    page = legal_page(today=request.today)
    able = {
        one.row.id
        for one in (*page.open, *page.done)
        if authority.denial(permission="law.do", subject=one.subject) is None
    }
    context = {"page": page, "able": able, "law": law()}
    return render(request, "portfolio/obligations/page.html", context)


@require_http_methods(["GET", "POST"])
def legal_task(request: Any, task_id: UUID) -> HttpResponse:
    """One duty: who sees to it, by when, and that it is done."""
    line = task_line(task_id, today=request.today)
    require(request.act, permission="law.do", subject=line.subject)
    form = TaskForm(request.POST or None, members=present_members(), line=line)
    return form_view(
        request,
        "portfolio/obligations/task.html",
        form,
        context=lambda: {"line": line},
        save=lambda: _change(request, form, line),
        done=lambda row: (_("It is done.") if row.done_on else _("Saved."), reverse("law")),
        initiative_id=line.row.initiative_id,
    )


def _change(request: Any, form: TaskForm, line: TaskLine) -> LegalTask:
    return change_task(
        request.act,
        task_id=line.row.id,
        given=form.given(),
        expected_version=form.cleaned_data["expected_version"],
    )
