from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.services import require
from governance.access.views import form_view, may
from governance.members.selectors import present_members
from governance.register import selectors
from governance.register.choices import EntryStatus
from governance.register.forms import (
    DeclareForm,
    EntryForm,
    ImportForm,
    LookForm,
    SoftwareForm,
    StopForm,
)
from governance.register.models import RegisterEntry
from governance.register.services import entries, stops, sweep, tables
from tenants.tables.rules.sheets import CellReason
from tenants.tables.services import faults_in
from tenants.visitors import may_declare

HOME = "register"


def page_of(entry_id: UUID) -> str:
    """The address of an entry's page."""
    return reverse("register_entry", args=[entry_id])


def told_of(row: RegisterEntry) -> str:
    """What the person who declared is told: at once, where it is an incident."""
    if row.incident_on is None:
        return _("Thank you: the use is declared. Somebody will look at it with you.")
    return _(
        "Thank you for telling. Personal data in a personal account is an incident, not a use to"
        " keep: please put nothing more in. Those who keep the register have been told."
    )


@require_http_methods(["GET", "POST"])
def register_declare(request: Any) -> HttpResponse:
    """Anyone tells of a use, with or without a name."""
    form = DeclareForm(request.POST or None)
    return form_view(
        request,
        "governance/register/declare.html",
        form,
        save=lambda: entries.declare_use(request.act, given=form.given()),
        done=lambda row: (told_of(row), reverse(HOME)),
    )


@require_http_methods(["GET", "POST"])
def register_public(request: Any, token: str) -> HttpResponse:
    """The company's public address: the form, and nothing of the register."""
    selectors.door_behind(token)
    form = DeclareForm(request.POST or None, is_public=True)
    template = "governance/register/public.html"
    if request.method == "POST" and form.is_valid():
        if not may_declare(request, company_id=request.company.id):
            return render(request, "errors/429.html", status=429)
        visit = entries.Visit(now=request.now, today=request.today)
        row = entries.declare_by_link(visit, token=token, given=form.given())
        return render(request, template, {"told": told_of(row), "row": row, "token": token})
    context = {"form": form, "token": token}
    return render(request, template, context, status=422 if form.errors else 200)


@require_safe
def register_entry(request: Any, entry_id: UUID) -> HttpResponse:
    """Everything that is said of an entry, what can be done, and its history."""
    return render(request, "governance/register/entry.html", _shown(request, entry_id))


@require_http_methods(["GET", "POST"])
def register_new(request: Any) -> HttpResponse:
    """An entry, put in the register by who keeps it."""
    form = EntryForm(request.POST or None, members=present_members())
    return form_view(
        request,
        "governance/register/edit.html",
        form,
        save=lambda: entries.record_entry(request.act, values=form.values()),
        done=lambda row: (_("The use stands in the register."), page_of(row.id)),
    )


@require_http_methods(["GET", "POST"])
def register_edit(request: Any, entry_id: UUID) -> HttpResponse:
    """What is said of an entry, to be changed."""
    row = selectors.get_entry(entry_id)
    form = EntryForm(request.POST or None, members=present_members(), row=row)
    return form_view(
        request,
        "governance/register/edit.html",
        form,
        context=lambda: {"entry": row},
        save=lambda: entries.change_entry(
            request.act,
            entry_id=entry_id,
            values=form.values(),
            expected_version=form.cleaned_data["expected_version"],
        ),
        done=lambda _row: (_("The entry is changed."), page_of(entry_id)),
    )


@require_http_methods(["GET", "POST"])
def register_stop(request: Any, entry_id: UUID) -> HttpResponse:
    """How it is stopped and by whom; sending asks that person."""
    row = selectors.get_entry(entry_id)
    require(request.act, permission="register.stop", subject=stops.stopper(row))
    if request.method == "POST":
        stops.ask_for_stop(request.act, entry_id=entry_id)
        messages.success(request, _("The stop is asked for. It counts once it is confirmed."))
        return redirect(page_of(entry_id))
    return render(request, "governance/register/stop.html", {"entry": row})


@require_http_methods(["GET", "POST"])
def register_stopped(request: Any, entry_id: UUID) -> HttpResponse:
    """The day on which it stopped, by who was asked or who keeps the register."""
    row = selectors.get_entry(entry_id)
    require(request.act, permission="register.stop", subject=stops.stopper(row))
    initial = {"stopped_on": request.today, "expected_version": row.version}
    form = StopForm(request.POST or None, initial=initial)
    return form_view(
        request,
        "governance/register/stopped.html",
        form,
        context=lambda: {"entry": row},
        save=lambda: stops.confirm_stop(request.act, entry_id=entry_id, **form.cleaned_data),
        done=lambda _row: (_("It is stopped."), page_of(entry_id)),
    )


@require_POST
def register_take_back(request: Any, entry_id: UUID) -> HttpResponse:
    """The stop was a mistake: it runs on."""
    stops.take_back_stop(request.act, entry_id=entry_id)
    messages.success(request, _("The stop is taken back."))
    return redirect(page_of(entry_id))


@require_http_methods(["GET", "POST"])
def register_sweep(request: Any) -> HttpResponse:
    """The known software, what is due first; sending adds one."""
    form = SoftwareForm(request.POST or None)
    return form_view(
        request,
        "governance/register/sweep.html",
        form,
        context=lambda: _sweep_of(request),
        save=lambda: sweep.add_software(request.act, **form.cleaned_data),
        done=lambda _row: (_("The software is on the list."), reverse("register_sweep")),
    )


@require_http_methods(["GET", "POST"])
def register_look(request: Any, software_id: UUID) -> HttpResponse:
    """Three taps on one software."""
    row = selectors.get_software(software_id)
    form = LookForm(request.POST or None, initial={"expected_version": row.version})
    return form_view(
        request,
        "governance/register/look.html",
        form,
        context=lambda: {"software": row},
        save=lambda: sweep.answer_sweep(
            request.act,
            software_id=software_id,
            look=form.look(),
            expected_version=form.cleaned_data["expected_version"],
        ),
        done=lambda _row: (_("Looked at, and dated."), reverse("register_sweep")),
    )


@require_POST
def register_software_remove(request: Any, software_id: UUID) -> HttpResponse:
    """The company has left that software."""
    sweep.remove_software(request.act, software_id=software_id)
    messages.success(request, _("The software is off the list; its entries stay."))
    return redirect("register_sweep")


@require_http_methods(["GET", "POST"])
def register_import(request: Any) -> HttpResponse:
    """A table, pasted: all of it goes in, or nothing does and each fault is named."""
    form = ImportForm(request.POST or None, request.FILES or None)
    faults: list[CellReason] = []
    return form_view(
        request,
        "governance/register/import.html",
        form,
        context=lambda: {"faults": faults, "columns": tables.headings()},
        save=lambda: _take_in(request, form),
        done=lambda told: (_written(told.written), reverse(HOME)),
        show=lambda _form, error: faults.extend(faults_in(error)),
    )


def _take_in(request: Any, form: ImportForm) -> tables.Imported:
    is_french = request.LANGUAGE_CODE.startswith("fr")
    return tables.import_table(request.act, given=form.cleaned_data["given"], is_french=is_french)


def _written(count: int) -> str:
    return ngettext(
        "%(count)d entry is new or changed.", "%(count)d entries are new or changed.", count
    ) % {"count": count}


def _shown(request: Any, entry_id: UUID) -> dict[str, Any]:
    row = selectors.get_entry(entry_id)
    can_stop = may(request, "register.stop", stops.stopper(row))
    is_asked = row.status == EntryStatus.STOP_ASKED
    is_stoppable = row.stop_by_id is not None or bool(row.stop_address)
    return {
        "entry": row,
        "history": selectors.history_of(row),
        "may_edit": may(request, "register.edit"),
        "may_ask": can_stop and row.status == EntryStatus.LIVE and is_stoppable,
        "may_confirm": can_stop and is_asked,
        "may_take_back": row.status in (EntryStatus.STOP_ASKED, EntryStatus.STOPPED),
    }


def _sweep_of(request: Any) -> dict[str, Any]:
    lines = selectors.sweep_lines(today=request.today)
    next_on = selectors.next_sweep(lines)
    return {"lines": lines, "next_on": next_on, "may_edit": may(request, "register.edit")}
