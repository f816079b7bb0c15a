from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.council.models import Consultation
from governance.papers.views import paper_file
from portfolio.consultations.forms import ConsultationForm
from portfolio.consultations.selectors import (
    consultation_line,
    consultation_lines,
    dossier,
    to_consult_on,
)
from portfolio.consultations.services import (
    ask_council,
    change_consultation,
    dossier_file,
    dossier_sheet,
)
from portfolio.decisions.selectors import authority_of
from portfolio.life.views import form_view


@require_safe
def consultations(request: Any) -> HttpResponse:
    """What the works council was asked, what it answered, and when."""
    authority = authority_of(actor=request.actor, today=request.today)
    context = {
        "lines": consultation_lines(today=request.today),
        "may_consult": authority.denial(permission="council.consult") is None,
        "is_due": bool(to_consult_on(today=request.today)),
    }
    return render(request, "portfolio/consultations/list.html", context)


@require_http_methods(["GET", "POST"])
def consultation_new(request: Any) -> HttpResponse:
    """One consultation for a list of uses."""
    form = ConsultationForm(
        request.POST or None,
        uses=to_consult_on(today=request.today),
        initial={"asked_on": request.today, "initiative_ids": request.GET.getlist("use")},
    )
    return form_view(
        request,
        "portfolio/consultations/form.html",
        form,
        save=lambda: ask_council(request.act, given=form.given()),
        done=lambda _row: (_("The consultation is noted."), reverse("consultations")),
    )


@require_http_methods(["GET", "POST"])
def consultation(request: Any, consultation_id: UUID) -> HttpResponse:
    """Its opinion once it was given, its list of uses, its days."""
    line = consultation_line(consultation_id, today=request.today)
    uses = to_consult_on(today=request.today, but=line.id)
    form = ConsultationForm(request.POST or None, uses=uses, line=line)
    return form_view(
        request,
        "portfolio/consultations/form.html",
        form,
        context=lambda: {"line": line},
        save=lambda: _change(request, line.id, form),
        done=lambda _row: (_("The consultation is noted."), reverse("consultations")),
    )


@require_safe
def consultation_pdf(request: Any, consultation_id: UUID) -> HttpResponse:
    """The file that is handed over, from what is known today."""
    file = dossier(consultation_id, today=request.today)
    sheet = dossier_sheet(file, company=request.company.name, today=request.today, now=request.now)
    return paper_file(request, sheet, name=dossier_file(request.today))


def _change(request: Any, consultation_id: UUID, form: ConsultationForm) -> Consultation:
    return change_consultation(
        request.act,
        consultation_id=consultation_id,
        given=form.given(),
        expected_version=form.cleaned_data["expected_version"],
    )
