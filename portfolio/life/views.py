"""One way through every form: shown, sent, refused beside the field, or done with a toast."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from portfolio.initiatives.selectors.pages import get_record
from portfolio.life.forms import focus_first_error, show_refusal
from portfolio.standing.selectors.records import Record
from tenants.errors import Invalid, Refused

Context = Mapping[str, Any]


def form_page(
    request: Any,
    *,
    form: forms.Form,
    template: str,
    context: Context,
    save: Callable[[], Any],
    done: Callable[[Any], tuple[str, str]],
    initiative_id: UUID | None = None,
) -> HttpResponse:
    """The form; once accepted, the page that `done` names with its toast.

    Refused, it is the form again, the entry kept, with what is in the way.
    """
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            text, url = done(save())
        except (Invalid, Refused) as error:
            show_refusal(form, error, initiative_id=initiative_id)
            status = error.status
        else:
            messages.success(request, text)
            return redirect(url)
    elif form.is_bound:
        focus_first_error(form)
        status = 422
    return render(request, template, {"form": form, **context}, status=status)


def changeable(request: Any, initiative_id: UUID, permission: str = "initiative.edit") -> Record:
    """The initiative, for a reader who may change it; raises NotFound, NotAllowed."""
    record = get_record(initiative_id=initiative_id, today=request.today)
    row = record.initiative
    require(
        request.act,
        permission=permission,
        subject=SubjectFacts(
            initiative_id=row.id,
            captain_id=row.captain_id,
            named_ids=frozenset(filter(None, [row.next_step_by_id])),
        ),
    )
    return record
