"""What must not get worse: set on one page, measured on another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portfolio.guards.forms import GuardForm, GuardReadingForm
from portfolio.guards.models import GuardRail
from portfolio.guards.services import drop_guard, set_guard, tell_guard
from portfolio.life.views import changeable, form_view, home_of
from portfolio.standing.selectors.records import Record
from tenants.errors import Refused


@require_http_methods(["GET", "POST"])
def initiative_guard(request: Any, initiative_id: UUID) -> HttpResponse:
    """What must not get worse while the objective is pursued."""
    record = changeable(request, initiative_id)
    form = GuardForm(request.POST or None, guard=record.guard)
    return form_view(
        request,
        "portfolio/guards/page.html",
        form,
        context=lambda: {"row": record.initiative, "guard": record.guard},
        save=lambda: set_guard(request.act, initiative_id=initiative_id, **form.given()),
        done=lambda _one: (_("The guard-rail is saved."), home_of(initiative_id)),
        initiative_id=initiative_id,
    )


@require_http_methods(["GET", "POST"])
def initiative_guard_values(request: Any, initiative_id: UUID) -> HttpResponse:
    """What it was so far, and one more value; the same day told anew is corrected."""
    guard = _there(changeable(request, initiative_id, "measurement.add"))
    form = GuardReadingForm(request.POST or None, guard=guard, initial={"on": request.today})
    return form_view(
        request,
        "portfolio/guards/values.html",
        form,
        context=lambda: {"row": guard.initiative, "guard": guard},
        save=lambda: tell_guard(request.act, initiative_id=initiative_id, **form.cleaned_data),
        done=lambda _one: (_("The value is recorded."), request.path),
        initiative_id=initiative_id,
    )


@require_POST
def initiative_guard_drop(request: Any, initiative_id: UUID) -> HttpResponse:
    """The guard rail goes, as long as nothing was told of it."""
    drop_guard(request.act, initiative_id=initiative_id)
    messages.success(request, _("The guard-rail is gone."))
    return redirect(home_of(initiative_id))


def _there(record: Record) -> GuardRail:
    if record.guard is None:
        raise Refused("guard_missing")
    return record.guard
