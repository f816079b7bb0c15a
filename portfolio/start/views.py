"""The guided start: five pages from the diagnostic to a first priority that runs."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from governance.law.forms import TapsForm
from governance.law.selectors import TriageFacts
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.rules import proposed_terms
from portfolio.cap.selectors import get_portfolio
from portfolio.decisions.services.decisions import decide
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.pages import InitiativePage, initiative_page
from portfolio.life.choices import Verdict
from portfolio.life.views import form_view
from portfolio.start.forms import CarrierForm, FiguresForm, UsesForm
from portfolio.start.selectors import STEPS, GuidedStart, StartStep, guided_start, promising_uses
from portfolio.start.services import entrust_subject, pool_uses, prepare_first
from portfolio.triage.selectors import TriagePage, subject_of, triage_page
from portfolio.triage.services import confirm_triage

PERMISSION = "mandate.issue"
NAMES = {
    StartStep.CARRIER: pgettext_lazy("first steps", "Who carries it"),
    StartStep.USES: pgettext_lazy("first steps", "Your uses"),
    StartStep.FIGURES: pgettext_lazy("first steps", "Figures"),
    StartStep.TRIAGE: pgettext_lazy("first steps", "Legal check"),
    StartStep.GO: pgettext_lazy("first steps", "Start"),
}
StepView = Callable[[Any, GuidedStart], HttpResponse]


def at_step(step: StartStep) -> Callable[[StepView], Callable[..., HttpResponse]]:
    """The page of one step; whoever is at another one is led there."""

    def decorate(view: StepView) -> Callable[..., HttpResponse]:
        @require_http_methods(["GET", "POST"])
        @wraps(view)
        def shown(request: Any) -> HttpResponse:
            found = guided_start(today=request.today)
            return view(request, found) if found.step is step else redirect("start")

        return shown

    return decorate


@require_GET
def start(request: Any) -> HttpResponse:
    """On to the step that comes now; at the end, what runs and when it is reviewed."""
    found = guided_start(today=request.today)
    if found.step is not StartStep.DONE:
        return redirect(f"start_{found.step}")
    context = {
        "row": _first(found),
        "found": found,
        "next_review_on": get_portfolio().next_review_on,
    }
    return render(request, "portfolio/start/done.html", context)


@at_step(StartStep.CARRIER)
def start_carrier(request: Any, found: GuidedStart) -> HttpResponse:
    """Who carries the subject; signing writes the letter."""
    has_size = get_portfolio().staff_50 is not None
    form = CarrierForm(_sent(request), has_name=bool(request.member.name), has_size=has_size)
    terms = proposed_terms(kind=MandateKind.COMPANY, today=request.today)
    return _page(
        request,
        found,
        form,
        context={"terms": terms},
        save=lambda: _entrust(request, form),
        text=_("The mandate is written."),
    )


@at_step(StartStep.USES)
def start_uses(request: Any, found: GuidedStart) -> HttpResponse:
    """Up to three uses; all of them wait in the ideas pool."""
    lines = promising_uses(language=request.LANGUAGE_CODE)
    form = UsesForm(_sent(request), lines=lines)
    notes = {line.id: line.kpi for line in lines}
    return _page(
        request,
        found,
        form,
        context={"notes": notes, "lines": lines},
        save=lambda: pool_uses(request.act, chosen=form.chosen(), language=request.LANGUAGE_CODE),
        text=_("They are in the ideas pool."),
    )


@at_step(StartStep.FIGURES)
def start_figures(request: Any, found: GuidedStart) -> HttpResponse:
    """Baseline, target, date and budget of the first; the rest is proposed."""
    row = _first(found)
    objective = row.objectives.order_by("position").first()
    if objective is None:
        return redirect("initiative_objective", row.id)
    form = FiguresForm(_sent(request), objective=objective)
    return _page(
        request,
        found,
        form,
        context={"row": row, "objective": objective},
        save=lambda: prepare_first(
            request.act, initiative_id=row.id, figures=form.figures(request.today)
        ),
        text=_("The file of the first priority is filled in."),
    )


@at_step(StartStep.TRIAGE)
def start_triage(request: Any, found: GuidedStart) -> HttpResponse:
    """The taps of the use, and the questions beside them."""
    row = _first(found)
    triage = triage_page(page=_facts(request, row))
    if triage.latest is not None or triage.way is None:
        context = {"steps": _steps(found), "row": row}
        return render(request, "portfolio/start/triage_full.html", context)
    form = TapsForm(_sent(request), law=triage.law, way=triage.way)
    return _page(
        request,
        found,
        form,
        context={"row": row, "triage": triage},
        save=lambda: _confirm(request, row, triage, form),
        text=_("Your answers are saved."),
    )


@at_step(StartStep.GO)
def start_go(request: Any, found: GuidedStart) -> HttpResponse:
    """Everything on one page, and the tap that starts it."""
    row = _first(found)
    return _page(
        request,
        found,
        forms.Form(_sent(request)),
        context={"row": row, "page": _facts(request, row)},
        save=lambda: decide(request.act, initiative_id=row.id, verdict=Verdict.START),
        text=_("The first priority has started."),
    )


def _facts(request: Any, row: Initiative) -> InitiativePage:
    return initiative_page(initiative_id=row.id, actor=request.actor, today=request.today)


def _entrust(request: Any, form: CarrierForm) -> Mandate:
    return entrust_subject(request.act, carrier=form.carrier(), language=request.LANGUAGE_CODE)


def _confirm(request: Any, row: Initiative, triage: TriagePage, form: TapsForm) -> TriageFacts:
    return confirm_triage(
        request.act,
        subject=subject_of(row.id, row.captain_id),
        use_case_id=triage.use_case,
        taps=form.taps(),
        answers=form.answers(),
        expected_number=0,
    )


def _page(
    request: Any,
    found: GuidedStart,
    form: forms.Form,
    *,
    context: Mapping[str, Any],
    save: Callable[[], Any],
    text: str,
) -> HttpResponse:
    first = found.first.initiative.id if found.first else None
    return form_view(
        request,
        f"portfolio/start/{found.step}.html",
        form,
        context=lambda: {"steps": _steps(found), **context},
        save=save,
        done=lambda _saved: (text, reverse("start")),
        initiative_id=first,
    )


def _sent(request: Any) -> QueryDict | None:
    """What was posted, even if that is nothing."""
    posted: QueryDict = request.POST
    return posted if request.method == "POST" else None


def _steps(found: GuidedStart) -> list[tuple[str, str, str]]:
    """Each step with where it stands, as the component shows them."""
    now = STEPS.index(found.step)
    states = ["done" if place < now else "current" if place == now else "" for place in range(5)]
    return [(str(NAMES[step]), state, "") for step, state in zip(STEPS, states, strict=True)]


def _first(found: GuidedStart) -> Initiative:
    if found.first is None:
        raise RuntimeError("this step has its initiative")
    return found.first.initiative
