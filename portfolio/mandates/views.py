from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.mandates.choices import MandateKind
from governance.mandates.forms import MandateForm
from governance.mandates.models import Mandate
from governance.mandates.rules import proposed_terms
from governance.mandates.services import write_mandate
from governance.members.selectors import present_members
from governance.papers.views import paper_file
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.pages import get_initiative
from portfolio.life.views import form_view
from portfolio.mandates.selectors import letter_paper
from portfolio.mandates.services import letter_file, letter_sheet


@require_safe
def mandate_letter(request: Any, mandate_id: UUID) -> HttpResponse:
    """The letter as a sheet of paper."""
    paper = letter_paper(mandate_id, company=request.company.name, today=request.today)
    return render(request, "portfolio/mandates/letter.html", {"paper": paper})


@require_safe
def mandate_letter_pdf(request: Any, mandate_id: UUID) -> HttpResponse:
    """The letter as a file; who has it already is told so before anything is printed."""
    paper = letter_paper(mandate_id, company=request.company.name, today=request.today)
    return paper_file(request, letter_sheet(paper), name=letter_file(paper))


@require_http_methods(["GET", "POST"])
def initiative_mandate(request: Any, initiative_id: UUID) -> HttpResponse:
    """The captain's letter, proposed; what stands in the fields is what is signed."""
    row = get_initiative(initiative_id)
    if row.captain is None:
        return redirect("initiative_captain", row.id)
    form = _form(request, row)
    return form_view(
        request,
        "portfolio/mandates/page.html",
        form,
        context=lambda: {"row": row},
        save=lambda: _write(request, row, form),
        done=lambda letter: (_("The mandate is written."), reverse("mandate", args=[letter.id])),
        initiative_id=row.id,
    )


def _form(request: Any, row: Initiative) -> MandateForm:
    return MandateForm(
        request.POST or None,
        kind=MandateKind.INITIATIVE,
        members=present_members(),
        terms=proposed_terms(
            kind=MandateKind.INITIATIVE,
            today=request.today,
            budget=row.budget,
            scope_text=row.title,
        ),
        holder=row.captain,
    )


def _write(request: Any, row: Initiative, form: MandateForm) -> Mandate:
    if row.captain_id is None:
        raise RuntimeError("a captain's letter needs a captain")
    return write_mandate(
        request.act,
        kind=MandateKind.INITIATIVE,
        holder_id=row.captain_id,
        initiative_id=row.id,
        terms=form.written_terms(),
    )
