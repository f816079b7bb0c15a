from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.questionnaire.selectors import function_served
from portfolio.initiatives.forms import ProposeForm
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import propose_initiative
from portfolio.life.choices import State
from portfolio.life.views import form_view, home_of
from portfolio.uses.services import ChosenUse, take_suggested_use


@require_http_methods(["GET", "POST"])
def initiative_new(request: Any) -> HttpResponse:
    """An idea in three answers."""
    form = ProposeForm(request.POST or None)
    return form_view(
        request,
        "portfolio/uses/page.html",
        form,
        save=lambda: propose_initiative(request.act, **form.described()),
        done=lambda row: (_("The idea is in the portfolio."), home_of(row.id)),
    )


@require_POST
def use_case_take(request: Any, assessment_id: UUID, use_case_id: str) -> HttpResponse:
    """The use case that the diagnostic proposes stands in the ideas pool, prefilled."""
    language = (get_language() or "fr")[:2]
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
