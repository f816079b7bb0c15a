from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.error_texts import TEXTS
from assessments.forms.invitations import InvitationForm
from assessments.models import Assessment
from assessments.selectors.assessments import get_assessment, refusal
from assessments.selectors.invitations import invited_people
from assessments.services.invitations import (
    close_invitation,
    invite_by_email,
    invite_by_link,
)
from assessments.views.words import WORDS
from governance.forms.errors import add_errors
from governance.views.access import permission_required
from tenants.addresses import company_url
from tenants.errors import Invalid, Refused, Unavailable

ON_THE_FORM = frozenset({"already_invited", "mail_not_sent", "too_many_invitations"})


@require_http_methods(["GET", "POST"])
@permission_required("assessment.invite")
def assessment_voices(request: Any, assessment_id: UUID) -> HttpResponse:
    """Who was asked to answer as well, and the form that asks somebody more."""
    one = get_assessment(assessment_id)
    code = refusal(one, now=request.now)
    if code is not None:
        raise Refused(code)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _invite(request, one, form):
        return redirect("assessment_voices", one.id)
    return _page(request, one, form)


@require_POST
@permission_required("assessment.invite")
def assessment_voice_close(request: Any, assessment_id: UUID, invitation_id: UUID) -> HttpResponse:
    """The link opens nothing any more."""
    close_invitation(
        actor=request.actor, invitation_id=invitation_id, today=request.today, now=request.now
    )
    messages.success(request, _("The link is closed. Who has begun may go on."))
    return redirect("assessment_voices", assessment_id)


def _invite(request: Any, one: Assessment, form: InvitationForm) -> bool:
    role, email = form.cleaned_data["role"], form.cleaned_data["email"]
    asked = {
        "actor": request.actor,
        "assessment_id": one.id,
        "role": role,
        "today": request.today,
        "now": request.now,
    }
    try:
        if email:
            invite_by_email(email=email, **asked)
            messages.success(request, _("%s is invited.") % email)
        else:
            invite_by_link(**asked)
            messages.success(request, _("The link is ready: copy it and pass it on."))
    except Invalid as error:
        add_errors(form, error)
    except (Refused, Unavailable) as error:
        if error.code not in ON_THE_FORM:
            raise
        form.add_error("email", str(TEXTS[error.code]) % error.facts)
    return not form.errors


def _page(request: Any, one: Assessment, form: InvitationForm) -> HttpResponse:
    people = invited_people(one, now=request.now)
    links = {
        asked.token: company_url(request.company.host, reverse("voice", args=[asked.token]))
        for asked in people.asked
        if asked.token
    }
    context = {"assessment": one, "form": form, "invited": people, "links": links, "words": WORDS}
    status = 422 if form.errors else 200
    return render(request, "assessments/voices/page.html", context, status=status)
