from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portfolio.decisions.selectors import authority_of
from portfolio.life.views import changeable, form_view
from portfolio.money.choices import ProofKind
from portfolio.money.models import Tranche
from portfolio.proofs.forms import ProofAnswerForm, ProofForm, SeenForm
from portfolio.proofs.services import answer_proof, ask_proof, note_proof
from portfolio.standing.selectors.records import Record
from tenants.errors import NotFound


@require_http_methods(["GET", "POST"])
def initiative_proof(request: Any, initiative_id: UUID, position: int) -> HttpResponse:
    """Another proof for an instalment: asked for, or changed by whoever may."""
    record = changeable(request, initiative_id, "proof.ask")
    tranche = _tranche(record, position)
    unit = record.objectives[0].unit if record.objectives else ""
    form = ProofForm(request.POST or None, unit=unit, initial={"kind": _kind(tranche)})
    return _form(
        request,
        record,
        tranche,
        form,
        page="ask",
        save=lambda _form: _ask(request, initiative_id, position, form),
    )


def _ask(request: Any, initiative_id: UUID, position: int, form: ProofForm) -> Tranche:
    return ask_proof(
        request.act,
        initiative_id=initiative_id,
        position=position,
        given=form.given(),
        reason=form.cleaned_data["reason"],
    )


@require_http_methods(["GET", "POST"])
def initiative_proof_answer(request: Any, initiative_id: UUID, position: int) -> HttpResponse:
    """What was asked, and the answer."""
    record = changeable(request, initiative_id, "proof.change")
    return _form(
        request,
        record,
        _tranche(record, position),
        ProofAnswerForm(request.POST or None),
        page="answer",
        save=lambda form: answer_proof(
            request.act,
            initiative_id=initiative_id,
            position=position,
            agrees=form.cleaned_data["agrees"] == "yes",
            reason=form.cleaned_data["reason"],
        ),
    )


@require_http_methods(["GET", "POST"])
def initiative_proof_seen(request: Any, initiative_id: UUID, position: int) -> HttpResponse:
    """What is told is there."""
    record = changeable(request, initiative_id, "proof.ask")
    return _form(
        request,
        record,
        _tranche(record, position),
        SeenForm(request.POST or None),
        page="seen",
        save=lambda form: note_proof(
            request.act,
            initiative_id=initiative_id,
            position=position,
            sentence=form.cleaned_data["sentence"],
        ),
    )


def _form(
    request: Any, record: Record, tranche: Tranche, form: forms.Form, *, page: str, save: Any
) -> HttpResponse:
    row = record.initiative
    authority = authority_of(actor=request.actor, today=request.today)
    may_change = authority.denial(permission="proof.change") is None
    context = {
        "row": row,
        "may_change": may_change,
        "tranche": tranche,
        "objectives": record.objectives,
        "page_of": page,
    }
    return form_view(
        request,
        "portfolio/proofs/page.html",
        form,
        context=lambda: context,
        save=lambda: save(form),
        done=lambda changed: (_told(changed, page), reverse("initiative_expenses", args=[row.id])),
        initiative_id=row.id,
    )


def _told(tranche: Tranche, page: str) -> str:
    if page == "seen":
        return _("The proof is noted: the release is proposed.")
    if tranche.asked_on is not None:
        return _("It is asked: an executive answers.")
    return _("What the instalment waits for is settled.")


def _tranche(record: Record, position: int) -> Tranche:
    found = next((one for one in record.tranches if one.position == position), None)
    if found is None:
        raise NotFound("tranche_not_found")
    return found


def _kind(tranche: Tranche) -> str:
    return tranche.proof if tranche.proof in ProofKind.measured() else ProofKind.TOLD.value
