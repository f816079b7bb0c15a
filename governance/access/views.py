"""Who gets in at the door of a page: members, and fresh sign-ins where a permission asks one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from governance.access.services import require
from tenants.errors import NotAllowed

View = Callable[..., HttpResponse]
FRESH_FOR = timedelta(minutes=10)


def member_required(view: View) -> View:
    """Only a present member of the company enters.

    An anonymous visitor is refused with `sign_in_required`, which the edge turns into a way to
    sign in and back; a stranger with `not_a_member`.
    """

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.member is not None:
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            raise NotAllowed("not_a_member", company=request.company.name)
        raise NotAllowed("sign_in_required")

    return guarded


def permission_required(permission: str) -> Callable[[View], View]:
    """Only a member whom the permission file gives `permission` without a subject enters.

    Where the file asks a fresh sign-in, one older than ten minutes is not enough.
    """

    def decorate(view: View) -> View:
        @member_required
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            grant = require(request.act, permission=permission)
            if grant.step_up:
                require_step_up(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


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
