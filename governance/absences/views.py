"""Who is away until when, and who stands in: said by the holder, or by an executive."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.absences import services
from governance.absences.forms import AwayForm
from governance.access.views import form_view, may
from governance.mandates.selectors import open_letters
from governance.members.models import Member
from governance.members.selectors import present_members


@require_http_methods(["GET", "POST"])
def absence(request: Any) -> HttpResponse:
    """Those who are away, and the form for those of whom the reader may say it."""
    mandates = [one.mandate for one in open_letters(today=request.today)]
    away = {one.holder_id: one for one in mandates if one.stand_in_id is not None}
    mine = _said_by(request, {one.holder_id: one.holder for one in mandates})
    first = {"starts": request.today}
    form = AwayForm(request.POST or None, holders=mine, members=present_members(), initial=first)
    return form_view(
        request,
        "governance/absences/page.html",
        form,
        context=lambda: {"holders": mine, "away": away.values(), "ends": {one.id for one in mine}},
        save=lambda: services.say_away(request.act, **form.said()),
        done=lambda _held: (_("It is said; it ends by itself."), reverse("absence")),
    )


@require_POST
def absence_end(request: Any, member_id: UUID) -> HttpResponse:
    """Nobody stands in any more."""
    services.say_back(request.act, member_id=member_id)
    messages.success(request, _("The mandates are with their holder again."))
    return redirect("absence")


def _said_by(request: Any, holders: dict[UUID, Member]) -> list[Member]:
    """Of whom the reader may say it: an executive of everybody, others of themselves."""
    says = may(request, "absence.say")
    return [one for one in holders.values() if says or one.id == request.member.id]
