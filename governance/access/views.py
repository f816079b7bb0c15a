"""The door of every page: who gets in, and the one way through every form."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from governance.access.forms import add_errors, focus_first_error
from governance.access.rules.authority import NO_SUBJECT, Grant, SubjectFacts
from governance.access.rules.permissions import ACCOUNT, NO_PERMISSION, OPERATOR, PUBLIC, Ask
from governance.access.selectors import permission_table
from governance.access.services import decide_authority, require
from tenants.addresses import safe_path
from tenants.errors import Invalid, NotAllowed, Refused

Context = Mapping[str, Any]

FRESH_FOR = timedelta(minutes=10)


def admit(request: Any) -> None:
    """The visitor may enter the address, as the route table says; a key shows itself later.

    Raises Http404 for a route the table does not name or that is an operator's, NotAllowed
    `sign_in_required` (the edge turns it into a way to sign in and back), `not_a_member`,
    `step_up_required`, or as `require`.
    """
    ask = permission_table().ask(request.resolver_match.view_name)
    if ask is None:
        raise Http404
    if ask.permission == PUBLIC or is_for_keys(request):
        return
    if request.member is None:
        _admit_account(request, ask)
    elif not ask.of_subject and ask.permission not in NO_PERMISSION:
        grant = require(request.act, permission=ask.permission)
        if grant.step_up:
            require_step_up(request)


def may(request: Any, permission: str, subject: SubjectFacts = NO_SUBJECT) -> bool:
    """True where the reader may do that: for what a page offers."""
    answer = decide_authority(request.act, permission=permission, subject=subject)
    return isinstance(answer, Grant)


def is_for_keys(request: HttpRequest) -> bool:
    """True for the addresses of the API: cookies are not looked at there."""
    return request.path.startswith("/api/")


def _admit_account(request: Any, ask: Ask) -> None:
    """Somebody signed in enters where an account is enough; an operator, the console too."""
    if not request.user.is_authenticated:
        raise NotAllowed("sign_in_required")
    if ask.permission == OPERATOR:
        if request.user.is_staff:
            return
        raise Http404
    if ask.permission != ACCOUNT:
        raise NotAllowed("not_a_member", company=request.company.name)


def require_step_up(request: HttpRequest) -> None:
    """The visitor signed in within ten minutes; otherwise NotAllowed `step_up_required`."""
    if not is_fresh(request):
        raise NotAllowed("step_up_required")


def is_fresh(request: Any) -> bool:
    """True when the sign-in itself, not its hand-over, is at most ten minutes old."""
    stamp = request.session.get("authenticated_at")
    if not isinstance(stamp, int | float):
        return False
    return bool(request.now - datetime.fromtimestamp(stamp, UTC) <= FRESH_FOR)


def next_of(request: HttpRequest, usual: str) -> str:
    """Where the reader came from and wants back to, as the address says, else the usual page."""
    return safe_path(request.GET.get("next"), usual)


def form_view(
    request: Any,
    template: str,
    form: forms.Form,
    *,
    save: Callable[[], Any],
    done: Callable[[Any], tuple[str, str]],
    context: Callable[[], Context] = dict,
    show: Callable[[forms.Form, Invalid | Refused], None] = add_errors,
) -> HttpResponse:
    """The form; once accepted, the page that `done` names with its toast, or where one came from.

    Refused, it is the form again, the entry kept, with what is in the way. What the page shows
    besides is read only when it is shown.
    """
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            text, url = done(save())
        except (Invalid, Refused) as error:
            show(form, error)
            status = error.status
        else:
            messages.success(request, text)
            return redirect(next_of(request, url))
    elif form.is_bound:
        focus_first_error(form)
        status = 422
    return render(request, template, {"form": form, **context()}, status=status)
