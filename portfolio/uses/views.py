from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.questionnaire.selectors import (
    current_questionnaire,
    find_use_case,
    function_served,
    use_cases_for,
)
from assessments.uses.rules import UseCase
from portfolio.initiatives.forms import NewIdeaForm
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import propose_initiative
from portfolio.life.choices import State
from portfolio.life.views import form_view, home_of
from portfolio.likeness.selectors import SimilarLine
from portfolio.proposals.models import Interest
from portfolio.proposals.services import join_initiative
from portfolio.uses.services import ChosenUse, take_suggested_use
from tenants.errors import Refused
from tenants.texts import folded


@require_http_methods(["GET", "POST"])
def initiative_new(request: Any) -> HttpResponse:
    """An idea in five answers; what is like it is shown before it is saved, to be joined."""
    chosen = find_use_case(request.GET.get("use", ""))
    form = NewIdeaForm(request.POST or None, initial=_filled_in(chosen))
    similar: list[SimilarLine] = []
    return form_view(
        request,
        "portfolio/uses/page.html",
        form,
        context=lambda: {
            "similar": similar,
            "uses": _catalogue(request.today),
            "chosen": chosen.id if chosen else "",
        },
        save=lambda: _proposed(request, form, similar),
        done=_done,
    )


def _proposed(request: Any, form: NewIdeaForm, similar: list[SimilarLine]) -> Initiative | Interest:
    """The idea, or the actor's interest in another; what is like it is added to `similar`."""
    said = form.described()
    if joined := form.cleaned_data["join"]:
        return join_initiative(request.act, initiative_id=joined, words=said["title"])
    try:
        return propose_initiative(request.act, **said)
    except Refused as error:
        similar += error.facts.get("similar", ())
        raise


def _done(made: Initiative | Interest) -> tuple[str, str]:
    if isinstance(made, Interest):
        text = _("You stand beside this initiative: you are told what becomes of it.")
        return text, home_of(made.initiative_id)
    return _("The idea is in the portfolio."), home_of(made.id)


def _language() -> str:
    return (get_language() or "fr")[:2]


def _filled_in(chosen: UseCase | None) -> dict[str, str]:
    """What the catalogue knows of a use."""
    if chosen is None:
        return {}
    language = _language()
    texts = (chosen.data, *([chosen.agent] if chosen.agent else []))
    return {
        "use_case_id": chosen.id,
        "title": chosen.title.in_language(language),
        "benefit": chosen.benefit,
        "summary": "\n".join(one.in_language(language) for one in texts),
        "beneficiaries": function_served(use_case_id=chosen.id, language=language),
    }


def _catalogue(today: date) -> list[tuple[str, str]]:
    """The uses that the catalogue of the day knows, by their titles."""
    language = _language()
    known = use_cases_for(current_questionnaire(today=today).version).every_use_case
    titles = [(one.id, one.title.in_language(language)) for one in known]
    return sorted(titles, key=lambda one: folded(one[1]))


@require_POST
def use_case_take(request: Any, assessment_id: UUID, use_case_id: str) -> HttpResponse:
    """The use case that the diagnostic proposes stands in the ideas pool, prefilled."""
    language = _language()
    whom = function_served(use_case_id=use_case_id, language=language) or _("The whole team")
    row = take_suggested_use(
        request.act,
        assessment_id=assessment_id,
        chosen=ChosenUse(use_case_id=use_case_id, beneficiaries=str(whom)),
        language=language,
    )
    messages.success(request, taken_message(row))
    return redirect("initiative", row.id)


def taken_message(row: Initiative) -> str:
    """Where the use stands now, and who goes on."""
    if row.state == State.PROPOSED:
        return _("The idea is filled in from the use case; the AI captain puts it into the pool.")
    return _("The idea is in the ideas pool, filled in from the use case.")
