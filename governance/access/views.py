"""Who gets in at the door of a page: members, and fresh sign-ins where a permission asks one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest

from governance.access.rules.permissions import ACCOUNT, NO_PERMISSION, PUBLIC, Ask
from governance.access.selectors import permission_table
from governance.access.services import require
from tenants.errors import NotAllowed

FRESH_FOR = timedelta(minutes=10)


def admit(request: Any) -> None:
    """The visitor may enter the address, as the route table says; a key shows itself later.

    Raises Http404 for a route the table does not name, NotAllowed `sign_in_required` (the edge
    turns it into a way to sign in and back), `not_a_member`, `step_up_required`, or as `require`.
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


def is_for_keys(request: HttpRequest) -> bool:
    """True for the addresses of the API: cookies are not looked at there."""
    return request.path.startswith("/api/")


def _admit_account(request: Any, ask: Ask) -> None:
    """Somebody signed in enters where an account is enough."""
    if not request.user.is_authenticated:
        raise NotAllowed("sign_in_required")
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
