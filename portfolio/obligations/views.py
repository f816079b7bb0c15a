from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.law.forms import TapsForm, TriageForm
from governance.law.rules.taps import short_way
from governance.law.selectors import law
from governance.members.selectors import present_members
from governance.register.models import RegisterEntry
from governance.register.selectors import get_entry, law_finding
from governance.register.services.law import OWN_IDEA
from portfolio.decisions.selectors import authority_of
from portfolio.life.views import form_view
from portfolio.obligations.forms import TaskForm
from portfolio.obligations.models import LegalTask
from portfolio.obligations.selectors import TaskLine, legal_page, task_line
from portfolio.obligations.services import change_task, classify_use


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


@require_http_methods(["GET", "POST"])
def register_law(request: Any, entry_id: UUID) -> HttpResponse:
    """The legal check of an entry: the taps, or what they left open; `?taps` begins anew."""
    row = get_entry(entry_id)
    form = _law_form(request, row)
    return form_view(
        request,
        "governance/register/law.html",
        form,
        context=lambda: {"entry": row},
        save=lambda: _classify(request.act, row, form),
        done=_classified,
    )


def _law_form(request: Any, row: RegisterEntry) -> TapsForm | TriageForm:
    """The questions left open under the law of today, else the taps."""
    now = law()
    if row.law_answers and "taps" not in request.GET:
        result = law_finding(row, as_of=request.today)
        if result.open:
            return TriageForm(request.POST or None, law=now, only=result.open)
    way = short_way(law=now, use_case=OWN_IDEA)
    if way is None:
        raise RuntimeError("an own idea has a short way")
    return TapsForm(request.POST or None, law=now, way=way)


def _classify(act: Act, row: RegisterEntry, form: TapsForm | TriageForm) -> RegisterEntry:
    taps = form.taps() if isinstance(form, TapsForm) else None
    return classify_use(act, entry_id=row.id, taps=taps, answers=form.answers())


def _classified(row: RegisterEntry) -> tuple[str, str]:
    if row.law_class:
        return _("The legal check is answered."), reverse("register_entry", args=[row.id])
    return _("A few questions are left: answer them below."), reverse("register_law", args=[row.id])


def _change(request: Any, form: TaskForm, line: TaskLine) -> LegalTask:
    return change_task(
        request.act,
        task_id=line.row.id,
        given=form.given(),
        expected_version=form.cleaned_data["expected_version"],
    )
