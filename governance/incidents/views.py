from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.views import form_view, may
from governance.incidents import selectors, services
from governance.incidents.forms import AuthorityForm, HandleForm, IncidentLessonForm, ReportForm
from governance.register.selectors import get_entry
from governance.register.services.stops import stopper

HOME = "incidents"


def page_of(incident_id: UUID) -> str:
    """The address of an incident's page."""
    return reverse("incident", args=[incident_id])


@require_safe
def incidents(request: Any) -> HttpResponse:
    """Every incident, the open ones first; what the register holds of one beside them."""
    rows = list(selectors.incidents()[: selectors.MOST])
    context = {
        "rows": rows,
        "open_count": sum(one.is_open for one in rows),
        "told": selectors.told_in_register(),
        "may_report": may(request, "incident.report"),
    }
    return render(request, "governance/incidents/page.html", context)


@require_http_methods(["GET", "POST"])
def incident_new(request: Any) -> HttpResponse:
    """Somebody tells of an incident, with or without a name."""
    asked = request.GET.get("entry", "")
    initial = {"entry_id": asked, "personal_data": bool(asked)}
    form = ReportForm(request.POST or None, uses=selectors.uses_to_name(), initial=initial)
    return form_view(
        request,
        "governance/incidents/report.html",
        form,
        save=lambda: services.report_incident(request.act, given=given(request, form)),
        done=lambda row: (_("Thank you for telling. Nobody is blamed."), page_of(row.id)),
    )


def given(request: Any, form: ReportForm) -> services.IncidentInput:
    """What was told, by the company's clock."""
    return form.given(request.company.timezone)


@require_safe
def incident(request: Any, incident_id: UUID) -> HttpResponse:
    """What happened, by when the authority is told, how the use is stopped, what was learned."""
    row = selectors.get_incident(incident_id)
    entry = get_entry(row.entry_id) if row.entry_id else None
    can_stop = entry is not None and may(request, "register.stop", subject=stopper(entry))
    context = {
        "row": row,
        "entry": entry,
        "clock": row.clock,
        "may_handle": may(request, "incident.handle"),
        "can_stop": can_stop,
        "late": row.clock is not None and row.clock.is_running and row.clock.ends_at < request.now,
    }
    return render(request, "governance/incidents/incident.html", context)


@require_http_methods(["GET", "POST"])
def incident_handle(request: Any, incident_id: UUID) -> HttpResponse:
    """What is said of it, to be completed."""
    row = selectors.get_incident(incident_id)
    form = HandleForm(request.POST or None, uses=selectors.uses_to_name(), row=row)
    return form_view(
        request,
        "governance/incidents/handle.html",
        form,
        context=lambda: {"row": row},
        save=lambda: services.handle_incident(
            request.act,
            incident_id=incident_id,
            given=form.given(),
            expected_version=form.cleaned_data["expected_version"],
        ),
        done=lambda _row: (_("Saved."), page_of(incident_id)),
    )


@require_http_methods(["GET", "POST"])
def incident_authority(request: Any, incident_id: UUID) -> HttpResponse:
    """The authority was told, or it is written why there is no risk."""
    row = selectors.get_incident(incident_id)
    form = AuthorityForm(request.POST or None, initial={"expected_version": row.version})
    return form_view(
        request,
        "governance/incidents/authority.html",
        form,
        context=lambda: {"row": row, "clock": row.clock},
        save=lambda: services.settle_authority(
            request.act, incident_id=incident_id, **form.cleaned_data
        ),
        done=lambda _row: (_("Settled. It stands in the log."), page_of(incident_id)),
    )


@require_http_methods(["GET", "POST"])
def incident_close(request: Any, incident_id: UUID) -> HttpResponse:
    """It is closed with what was learned."""
    row = selectors.get_incident(incident_id)
    form = IncidentLessonForm(request.POST or None, initial={"expected_version": row.version})
    return form_view(
        request,
        "governance/incidents/close.html",
        form,
        context=lambda: {"row": row},
        save=lambda: services.close_incident(
            request.act, incident_id=incident_id, **form.cleaned_data
        ),
        done=lambda _row: (_("Closed. What was learned stands in the log."), page_of(incident_id)),
    )
