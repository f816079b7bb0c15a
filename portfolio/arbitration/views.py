from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.access.rules.authority import Grant
from governance.access.services import decide_authority
from governance.decisions.models import Decision
from governance.members.selectors import present_members
from portfolio.arbitration.selectors import arbitration_page, seated
from portfolio.decisions.forms import ArbitrationForm, StartForm
from portfolio.decisions.services.corrections import correct_decision, correctable
from portfolio.decisions.services.decisions import decide
from portfolio.decisions.services.recording import Decided
from portfolio.life.choices import Verdict
from portfolio.life.views import form_view, home_of
from portfolio.life.words import done_text
from portfolio.requests.selectors import open_request
from portfolio.standing.services import read_true
from portfolio.trio.selectors.stored import advised_of, token_of, trio_found
from portfolio.trio.services import keep_trio


@require_http_methods(["GET", "POST"])
def arbitration(request: Any, initiative_id: UUID) -> HttpResponse:
    """What gives way so that this one starts; in an open slot, it just starts."""
    corrects = _corrected(request, initiative_id)
    form = _form(request, initiative_id, corrects=corrects)
    if form.is_bound and form.is_valid() and form.changes_nothing():
        return redirect("portfolio")
    return form_view(
        request,
        "portfolio/arbitration/page.html",
        form,
        context=lambda: _context(request, initiative_id, form, corrects=corrects),
        save=lambda: (
            _restore(request, corrects, form) if corrects else _start(request, initiative_id, form)
        ),
        done=lambda done: _restored(initiative_id) if corrects else _told(done),
        initiative_id=initiative_id,
    )


def _corrected(request: Any, initiative_id: UUID) -> UUID | None:
    """The decision whose correction needs a slot, where the address names one."""
    try:
        decision_id = UUID(request.GET.get("corrects", ""))
    except ValueError:
        return None
    correctable(request.act, initiative_id=initiative_id, decision_id=decision_id)
    return decision_id


def _restore(request: Any, decision_id: UUID, form: ArbitrationForm | StartForm) -> Decision:
    return correct_decision(
        request.act,
        decision_id=decision_id,
        reason=form.reason,
        instead_of=form.instead(),
    )


def _restored(initiative_id: UUID) -> tuple[str, str]:
    return _("The correction stands in the log."), home_of(initiative_id)


def _form(
    request: Any, initiative_id: UUID, *, corrects: UUID | None
) -> ArbitrationForm | StartForm:
    """The form of a full portfolio, or of one with an open slot."""
    seats = seated()
    if any(holder is None for _no, holder, _title in seats):
        return StartForm(request.POST or None)
    return ArbitrationForm(
        request.POST or None,
        actives=[(no, str(one), title or "") for no, one, title in seats if one != initiative_id],
        members=present_members(),
        today=request.today,
        corrects=corrects is not None,
    )


def _context(
    request: Any,
    initiative_id: UUID,
    form: ArbitrationForm | StartForm,
    *,
    corrects: UUID | None,
) -> dict[str, Any]:
    page = arbitration_page(initiative_id=initiative_id, actor=request.actor, today=request.today)
    form.initial["expected_version"] = page.card.version
    advice = {} if corrects else _advice(request)
    asks = decide_authority(request.act, permission="decision.ask")
    may_ask = isinstance(asks, Grant)
    asked = None if corrects else open_request(initiative_id=initiative_id, verdict=Verdict.START)
    if asked is not None and "reason" in form.fields:
        form.initial.setdefault("reason", asked.row.reason)
    return {"page": page, "corrects": corrects, "may_ask": may_ask, "asked": asked, **advice}


def _advice(request: Any) -> dict[str, Any]:
    """The three names, and the token by which the log keeps that they were shown."""
    today = request.today
    found = read_true(lambda: trio_found(today=today), today=today)
    answer = keep_trio(found, now=request.act.now, today=today)
    return {"advice": answer, "advice_token": token_of(answer)}


def _start(request: Any, initiative_id: UUID, form: ArbitrationForm | StartForm) -> Decided:
    return decide(
        request.act,
        initiative_id=initiative_id,
        verdict=Verdict.START,
        reason=form.reason,
        instead_of=form.instead(),
        advised=advised_of(request.POST.get("advice", "")),
        expected_version=form.cleaned_data["expected_version"],
    )


def _told(decided: Decided) -> tuple[str, str]:
    """Both verdicts by their own verbs."""
    parts = [done_text(Verdict.START, decided.initiative.title)]
    if decided.gave_way is not None:
        verdict = Verdict(decided.gave_way.decision.verdict)
        parts.insert(0, done_text(verdict, decided.gave_way.initiative.title))
    return " ".join(parts), reverse("portfolio")
