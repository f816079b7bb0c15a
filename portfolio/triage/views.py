from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from governance.access.rules.actors import Act
from governance.law.forms import DpiaForm, EvidenceForm, TapsForm, TriageForm
from governance.law.rules.triage import Dpia
from governance.law.selectors import TriageFacts, latest_triage
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.pages import InitiativePage, initiative_page
from portfolio.life.views import changeable, form_view
from portfolio.triage import services
from portfolio.triage.selectors import TriagePage, subject_of, triage_page


@require_http_methods(["GET", "POST"])
def initiative_triage(request: Any, initiative_id: UUID) -> HttpResponse:
    """The class and what it asks; the taps, what they left open, or all with `?full=1`."""
    page = initiative_page(initiative_id=initiative_id, actor=request.actor, today=request.today)
    triage = triage_page(page=page)
    form = _form(request, triage)
    return form_view(
        request,
        "portfolio/triage/page.html",
        form,
        context=lambda: {"page": page, "triage": triage, "tab": "triage", "way": _way_of(form)},
        save=lambda: _save(request.act, page, triage, form),
        done=lambda facts: (_told(facts), _here(initiative_id)),
        initiative_id=initiative_id,
    )


@require_http_methods(["GET", "POST"])
def triage_evidence(request: Any, initiative_id: UUID) -> HttpResponse:
    """Where each proof is kept."""
    row, facts = _answered(request, initiative_id)
    if facts is None:
        return redirect("initiative_triage", initiative_id)
    form = EvidenceForm(request.POST or None, codes=facts.provable, evidence=facts.evidence)
    return form_view(
        request,
        "portfolio/triage/evidence.html",
        form,
        context=lambda: {"row": row},
        save=lambda: services.provide_evidence(
            request.act, references=form.references(), **_about(request, row, facts)
        ),
        done=lambda _facts: (_("The evidence is noted."), _here(row.id)),
    )


@require_http_methods(["GET", "POST"])
def triage_dpia(request: Any, initiative_id: UUID) -> HttpResponse:
    """The impact assessment's reference, or why it is waived."""
    row, facts = _answered(request, initiative_id)
    if facts is None:
        return redirect("initiative_triage", initiative_id)
    form = DpiaForm(request.POST or None, may_waive=facts.dpia is Dpia.PRESUMED)
    return form_view(
        request,
        "portfolio/triage/dpia.html",
        form,
        context=lambda: {"row": row},
        save=lambda: services.settle_dpia(
            request.act, **_about(request, row, facts), **form.cleaned_data
        ),
        done=lambda _facts: (_("The impact assessment is settled."), _here(row.id)),
    )


def _answered(request: Any, initiative_id: UUID) -> tuple[Initiative, TriageFacts | None]:
    """The initiative and its latest triage, for a reader who may answer it."""
    row = changeable(request, initiative_id, "triage.answer").initiative
    return row, latest_triage([row.id], as_of=request.today).get(row.id)


def _about(request: Any, row: Initiative, facts: TriageFacts) -> dict[str, Any]:
    """Who answers, when, about which initiative, on which version of the triage."""
    subject = subject_of(row.id, row.captain_id)
    return {"subject": subject, "expected_version": facts.version}


def _form(request: Any, triage: TriagePage) -> forms.Form:
    """The taps; what is left open; or the whole tree, filled in with what was answered."""
    data = request.POST or None
    if triage.open and not {"taps", "full"} & set(request.GET):
        return TriageForm(data, law=triage.law, only=triage.open)
    if triage.way is not None and "full" not in request.GET:
        return TapsForm(data, law=triage.law, way=triage.way)
    known = triage.latest.answers if triage.latest else {}
    return TriageForm(data, law=triage.law, initial=known)


def _way_of(form: forms.Form) -> str:
    """Which form it is: taps, open or full."""
    if isinstance(form, TapsForm):
        return "taps"
    return "full" if "A1" in form.fields and "D0" in form.fields else "open"


def _save(act: Act, page: InitiativePage, triage: TriagePage, form: forms.Form) -> TriageFacts:
    """The triage as that form answers it; raises what the service raises."""
    known: dict[str, Any] = {
        "subject": subject_of(page.card.id, page.card.captain.id if page.card.captain else None),
        "expected_number": triage.number,
    }
    if isinstance(form, TapsForm):
        return services.confirm_triage(
            act, **known, use_case_id=triage.use_case, taps=form.taps(), answers=form.answers()
        )
    if isinstance(form, TriageForm):
        return services.answer_triage(act, **known, answers=form.answers())
    raise TypeError("no such triage form")


def _told(facts: TriageFacts) -> str:
    """Whether the triage is whole, or how many questions are left."""
    if not facts.open:
        return _("The legal check is answered.")
    count = len(facts.open)
    return ngettext(
        "%(count)d question is left: answer it below.",
        "%(count)d questions are left: answer them below.",
        count,
    ) % {"count": count}


def _here(initiative_id: UUID) -> str:
    return reverse("initiative_triage", args=[initiative_id])
