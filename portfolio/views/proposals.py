from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.selectors.catalogue import use_cases, versions
from governance.views.access import member_required, permission_required
from portfolio.forms.initiatives import ProposeForm
from portfolio.services.initiatives import propose_initiative, take_use_case
from portfolio.views.form_page import form_page, moment
from tenants.errors import NotFound


@require_http_methods(["GET", "POST"])
@permission_required("initiative.propose")
def initiative_new(request: Any) -> HttpResponse:
    """An idea in three answers."""
    form = ProposeForm(request.POST or None)
    return form_page(
        request,
        form=form,
        template="portfolio/proposals/page.html",
        context={},
        save=lambda: propose_initiative(**moment(request), **form.described()),
        done=lambda row: (_("The idea is in the portfolio."), reverse("initiative", args=[row.id])),
    )


@require_POST
@member_required
def use_case_take(request: Any, assessment_id: UUID, use_case_id: str) -> HttpResponse:
    """The use case that the diagnostic proposes stands among the ideas, prefilled."""
    chosen = use_cases(versions("use_cases")[-1]).use_cases.get(use_case_id)
    if chosen is None:
        raise NotFound("use_case_not_found")
    language = (get_language() or "fr")[:2]
    row = take_use_case(**moment(request), chosen=chosen, language=language)
    messages.success(request, _("The idea is in the portfolio, filled in from the use case."))
    return redirect("initiative", row.id)
