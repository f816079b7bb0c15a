from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.forms.members import ProfileForm
from governance.selectors.letters import mandates_of
from governance.services.members import edit_profile
from governance.views.access import member_required

FIELDS = ("name", "title", "language", "keyboard_shortcuts")


@require_http_methods(["GET", "POST"])
@member_required
def profile(request: Any) -> HttpResponse:
    """The member's own name, language and keyboard, and the mandates he or she holds."""
    initial = {field: getattr(request.member, field) for field in FIELDS}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        edit_profile(actor=request.actor, today=request.today, **form.cleaned_data)
        return _saved(request, form.cleaned_data["language"])
    letters = mandates_of(request.member.id, today=request.today)
    context = {"form": form, "letters": letters}
    status = 422 if form.errors else 200
    return render(request, "governance/profile/page.html", context, status=status)


def _saved(request: Any, language: str) -> HttpResponse:
    """Back to the page, in the chosen language from now on."""
    with translation.override(language):
        messages.success(request, _("Saved."))
    response = redirect("profile")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
