"""One way through every form: shown, sent, refused beside the field, or done with a toast."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.access.views import Context
from governance.access.views import form_view as governed_form
from portfolio.initiatives.selectors.pages import InitiativePage, get_record, initiative_page
from portfolio.life.forms import show_refusal
from portfolio.mine.selectors import Mine, mine
from portfolio.standing.selectors.records import Record
from portfolio.standing.services import read_true


def form_view(
    request: Any,
    template: str,
    form: forms.Form,
    *,
    save: Callable[[], Any],
    done: Callable[[Any], tuple[str, str]],
    context: Callable[[], Context] = dict,
    initiative_id: UUID | None = None,
) -> HttpResponse:
    """As `governance.access.views.form_view`; a refusal says what to do next on the initiative."""
    show = partial(show_refusal, initiative_id=initiative_id)
    return governed_form(request, template, form, save=save, done=done, context=context, show=show)


def home_of(initiative_id: UUID) -> str:
    """The address of the initiative's page."""
    return reverse("initiative", args=[initiative_id])


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
            named_ids=frozenset(filter(None, [row.next_step_by_id, row.runs_on_id])),
        ),
    )
    return record


def page_of(request: Any, initiative_id: UUID) -> InitiativePage:
    """The whole page of an initiative as its reader sees it; raises NotFound."""
    return initiative_page(
        initiative_id=initiative_id,
        actor=request.actor,
        today=request.today,
        known=mine_of(request).rolled,
    )


def mine_of(request: Any) -> Mine:
    """What the reader owes, read once for the page and its menu."""
    known: Mine | None = getattr(request, "mine", None)
    if known is None:
        asked = {"actor": request.actor, "today": request.today, "now": request.now}
        known = request.mine = read_true(lambda: mine(**asked), today=request.today)
    return known
