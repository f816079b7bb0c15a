from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.diagnostic.words import WORDS
from assessments.error_texts import TEXTS
from assessments.roadmap.forms import ActForm, DoneForm, MoveForm, RefuseForm, ReopenForm, TakeForm
from assessments.roadmap.selectors.live import LiveAction, live_action, live_roadmap
from assessments.roadmap.services import (
    REFUSED_FOR,
    complete_action,
    move_action,
    refuse_action,
    reopen_action,
    take_action,
)
from governance.access.views import may, next_of
from governance.members.selectors import present_members
from tenants.errors import Invalid, NotFound, Refused

A_MONTH = timedelta(days=30)
FIELD_OF = {"member_not_found": "owner_id"}


@dataclass(frozen=True)
class Handling:
    """One thing to do with an action: its form, its service, what is said once it is done."""

    form: type[ActForm]
    save: Callable[..., Any]
    done: str | Promise
    by_owner: bool = False


ACTS = {
    "take": Handling(TakeForm, take_action, _("The action has its owner and its date.")),
    "move": Handling(MoveForm, move_action, _("The action has its new date."), by_owner=True),
    "done": Handling(DoneForm, complete_action, _("The action is done."), by_owner=True),
    "refuse": Handling(RefuseForm, refuse_action, _("It will not be proposed before that day.")),
    "reopen": Handling(ReopenForm, reopen_action, _("The action is proposed again.")),
}
OFFERED = {
    "proposed": ("take", "done", "refuse"),
    "to_choose": ("take", "done", "refuse"),
    "taken": ("done", "move", "refuse", "reopen"),
    "late": ("done", "move", "refuse", "reopen"),
    "refused": ("reopen",),
    "done": ("reopen",),
}


@require_GET
def roadmap(request: Any) -> HttpResponse:
    """What is to be done this year, how it stands, and what to do next."""
    mine = request.GET.get("who") == "mine"
    found = live_roadmap(
        today=request.today,
        language=request.LANGUAGE_CODE,
        reader_id=request.member.id,
        mine=mine,
    )
    context = {
        "roadmap": found,
        "mine": mine,
        "may_answer": may(request, "assessment.answer"),
        "words": WORDS,
    }
    return render(request, "assessments/roadmap/page.html", context)


@require_http_methods(["GET", "POST"])
def roadmap_action(request: Any, action_id: str) -> HttpResponse:
    """One action: why, how, how it stands, and what can be done with it."""
    if request.method == "POST":
        return _act(request, action_id)
    return _page(request, _read(request, action_id))


def _act(request: Any, action_id: str) -> HttpResponse:
    """The act that was sent is done; refused, its form is shown again with what was written."""
    action, name = _read(request, action_id), request.POST.get("act", "")
    if name not in ACTS:
        return _page(request, action, problem=str(TEXTS["act_unknown"]), status=422)
    act, form = ACTS[name], _form(request, name, action, data=request.POST)
    if not form.is_valid():
        return _page(request, action, bound=(name, form), status=422)
    try:
        act.save(request.act, action_id=action.id, **form.given())
    except (Invalid, Refused, NotFound) as error:
        _show(form, error)
        status = 422 if error.code in FIELD_OF else error.status
        return _page(request, action, bound=(name, form), status=status)
    messages.success(request, str(act.done))
    return redirect(next_of(request, reverse("roadmap_action", args=[action.id])))


def _show(form: ActForm, error: Invalid | Refused | NotFound) -> None:
    """What stands in the way, beside its field where it has one."""
    text = str(TEXTS.get(error.code, _("Somebody changed this in the meantime. Look again.")))
    named = [*getattr(error, "fields", {}), FIELD_OF.get(error.code)]
    field = next((one for one in named if one in form.fields), None)
    form.add_error(field, text)


def _read(request: Any, action_id: str) -> LiveAction:
    return live_action(
        action_id=action_id,
        today=request.today,
        language=request.LANGUAGE_CODE,
        reader_id=request.member.id,
    )


def _page(
    request: Any,
    action: LiveAction,
    *,
    bound: tuple[str, ActForm] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    steers = may(request, "roadmap.steer")
    offered = [
        name for name in _offered(action) if steers or (ACTS[name].by_owner and action.is_mine)
    ]
    forms = {name: _form(request, name, action) for name in offered}
    if bound is not None:
        forms[bound[0]] = bound[1]
    context = {
        "action": action,
        "forms": forms,
        "sent": bound[0] if bound else "",
        "problem": problem,
        "words": WORDS,
    }
    return render(request, "assessments/roadmap/action.html", context, status=status)


def _offered(action: LiveAction) -> tuple[str, ...]:
    if not action.is_known or (action.stage == "done" and not _is_said_done(action)):
        return ()
    return OFFERED[action.stage]


def _is_said_done(action: LiveAction) -> bool:
    """Done because somebody says so: then it can be taken back."""
    return action.step is not None and action.step.state == "done" and not action.evidence.is_proven


def _form(request: Any, name: str, action: LiveAction, *, data: Any = None) -> ActForm:
    """The form of an act; a proposal stands in it, which the person corrects."""
    needs_people = name in ("take", "move")
    form = ACTS[name].form(
        data,
        today=request.today,
        members=_members(request) if needs_people else (),
        initial=_initial(request, action),
        auto_id=f"{name}_%s",
    )
    if name == "done" and action.evidence.is_proven:
        form.fields["proof_text"].required = False
    return form


def _members(request: Any) -> Any:
    """Everybody present, read once for the page."""
    if not hasattr(request, "roadmap_members"):
        request.roadmap_members = present_members()
    return request.roadmap_members


def _initial(request: Any, action: LiveAction) -> dict[str, Any]:
    owner = action.owner.id if action.owner else request.member.id
    return {
        "expected_version": action.version,
        "owner_id": str(owner),
        "due_on": action.progress.due_on or _proposed_day(request.today, action),
        "until": request.today + REFUSED_FOR,
    }


def _proposed_day(today: date, action: LiveAction) -> date:
    """The end of its window where that lies ahead, else in a month."""
    ends = action.window_ends
    return ends if ends is not None and ends > today else today + A_MONTH
