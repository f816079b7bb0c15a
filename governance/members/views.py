from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.access.choices import Role
from governance.access.forms import add_errors
from governance.access.rules.actors import may_give
from governance.access.rules.authority import Grant
from governance.access.services import decide_authority
from governance.mandates.selectors import mandates_of
from governance.members import services
from governance.members.forms import InviteForm, MemberForm, ProfileForm, RemoveForm
from governance.members.models import Member
from governance.members.selectors import get_member, present_members
from governance.members.services import edit_profile
from governance.outbox.selectors import held, newest_of, undelivered
from tenants.addresses import public_url
from tenants.cookies import remember_language
from tenants.errors import Invalid, Refused


@require_http_methods(["GET", "POST"])
def settings_members(request: Any) -> HttpResponse:
    """Who belongs to the company, and the form that invites one more."""
    form = InviteForm(request.POST or None, own=request.actor.role)
    if request.method == "POST" and form.is_valid() and _invite(request, form):
        return redirect("settings_members")
    return _members_page(request, form)


@require_http_methods(["GET", "POST"])
def member_edit(request: Any, member_id: UUID) -> HttpResponse:
    """One member's name, function and role."""
    member = get_member(member_id)
    form = MemberForm(request.POST or None, own=request.actor.role, member=member)
    if request.method == "POST" and form.is_valid():
        _save(request, member_id, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("settings_members")
    context = {
        "form": form,
        "person": member,
        "letters": mandates_of(member_id, today=request.today),
    }
    return render(request, "governance/members/edit.html", context)


@require_http_methods(["GET", "POST"])
def member_remove(request: Any, member_id: UUID) -> HttpResponse:
    """A page that says what leaving means, and does it."""
    member = get_member(member_id)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _remove(request, member_id, form.cleaned_data["reason"])
        messages.success(request, _("%s has no access any more.") % member.display_name)
        return redirect("settings_members")
    context = {
        "form": form,
        "person": member,
        "letters": mandates_of(member_id, today=request.today),
    }
    return render(request, "governance/members/remove.html", context)


@require_POST
def member_invitation(request: Any, member_id: UUID) -> HttpResponse:
    """The invitation leaves once more."""
    services.resend_invitation(request.act, member_id=member_id)
    messages.success(request, _told(get_member(member_id), request.now))
    return redirect("settings_members")


def _members_page(request: Any, form: InviteForm) -> HttpResponse:
    own = request.actor.role
    answer = decide_authority(request.act, permission="member.manage")
    manages = isinstance(answer, Grant)
    sent = newest_of(template="invitation") if manages else {}
    people = [
        (member, manages and may_give(own=own, role=Role(member.role)), sent.get(member.id))
        for member in present_members()
    ]
    context = {
        "form": form if manages else None,
        "people": people,
        "undelivered": undelivered(now=request.now) if manages else (),
        "held": held(now=request.now) if manages else (),
        "joined": sum(member.joined_at is not None for member, *_ in people),
        "tab": "members",
    }
    status = 422 if form.errors else 200
    return render(request, "governance/members/page.html", context, status=status)


def _invite(request: Any, form: InviteForm) -> bool:
    try:
        member = services.invite_member(
            request.act,
            email=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
            name=form.cleaned_data["name"],
            language=request.company.language,
        )
    except (Invalid, Refused) as error:
        add_errors(form, error)
        return False
    messages.success(request, _told(member, request.now))
    return True


def _told(member: Member, now: datetime) -> str:
    """What leaves, and what does not."""
    if newest_of(template="invitation")[member.id].created_at == now:
        return _("The invitation of %s is on its way.") % member.email
    return _("%s was written to today already: that invitation stands, no second one leaves.") % (
        member.email
    )


def _save(request: Any, member_id: UUID, data: dict[str, Any]) -> None:
    """Name first, then the role: the second change sees the version the first one left."""
    member = services.rename_member(
        request.act,
        member_id=member_id,
        name=data["name"],
        title=data["title"],
        expected_version=data["version"],
    )
    services.change_role(
        request.act, member_id=member_id, role=Role(data["role"]), expected_version=member.version
    )


def _remove(request: Any, member_id: UUID, reason: str) -> None:
    services.remove_member(request.act, member_id=member_id, reason=reason)


FIELDS = ("name", "title", "language", "keyboard_shortcuts", "weekly_mail", "on_team_page")


@require_http_methods(["GET", "POST"])
def profile(request: Any) -> HttpResponse:
    """What the member says of himself or herself, and the mandates he or she holds."""
    initial = {field: getattr(request.member, field) for field in FIELDS}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        edit_profile(request.act, **form.cleaned_data)
        return _saved(request, form.cleaned_data["language"])
    letters = mandates_of(request.member.id, today=request.today)
    own = reverse("account_calendar", urlconf=settings.PUBLIC_SCHEMA_URLCONF)
    context = {"form": form, "letters": letters, "calendar": public_url(own)}
    status = 422 if form.errors else 200
    return render(request, "governance/profile/page.html", context, status=status)


def _saved(request: Any, language: str) -> HttpResponse:
    """Back to the page, in the chosen language from now on."""
    with translation.override(language):
        messages.success(request, _("Saved."))
    response = redirect("profile")
    remember_language(response, language)
    return response
