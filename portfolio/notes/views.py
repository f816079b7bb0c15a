from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.access.views import next_of
from portfolio.life.views import form_view, home_of
from portfolio.notes.forms import NoteForm, StepDoneForm
from portfolio.notes.selectors import noted_initiative, notes_of
from portfolio.notes.services import finish_next_step, remove_note, write_note
from tenants.errors import Refused


@require_http_methods(["GET", "POST"])
def initiative_note(request: Any, initiative_id: UUID) -> HttpResponse:
    """A few words on an initiative, and those that stand there."""
    row = noted_initiative(initiative_id)
    form = NoteForm(request.POST or None)
    return form_view(
        request,
        "portfolio/notes/page.html",
        form,
        context=lambda: {"row": row, "notes": notes_of(row.id)},
        save=lambda: write_note(request.act, initiative_id=row.id, text=form.cleaned_data["text"]),
        done=lambda _note: (_("The note is written."), f"{home_of(row.id)}#notes"),
        initiative_id=row.id,
    )


@require_POST
def note_remove(request: Any, note_id: UUID) -> HttpResponse:
    """The author takes a note away."""
    note = remove_note(request.act, note_id=note_id)
    messages.success(request, _("The note is gone."))
    return redirect(f"{home_of(note.initiative_id)}#notes")


@require_POST
def initiative_step_done(request: Any, initiative_id: UUID) -> HttpResponse:
    """The next step is ticked; what comes then is asked at once."""
    form = StepDoneForm(request.POST)
    version = form.cleaned_data["expected_version"] if form.is_valid() else None
    try:
        finish_next_step(request.act, initiative_id=initiative_id, expected_version=version)
    except Refused as error:
        if error.code != "no_next_step":
            raise
        messages.warning(request, _("This step was ticked already. And then?"))
    else:
        came_from = "next" in request.GET
        messages.success(request, _("It is done.") if came_from else _("Done. And then?"))
    return redirect(next_of(request, reverse("initiative_next_step", args=[initiative_id])))
