from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from assessments.peers.selectors import peers_settings
from assessments.peers.services import PERMISSION, join_peers, leave_peers
from governance.access.views import may

ACTS: Mapping[str, Callable[..., None]] = {"join": join_peers, "leave": leave_peers}
DONE: Mapping[str, Promise] = {
    "join": _("You compare yourselves from now on. You can leave at any time."),
    "leave": _("You have left. What you had contributed is deleted."),
}


@require_http_methods(["GET", "POST"])
def peers(request: Any) -> HttpResponse:
    """What is shared to be compared, and what comes back; POST joins or leaves."""
    act = request.POST.get("act", "")
    if act in ACTS:
        ACTS[act](request.act)
        messages.success(request, str(DONE[act]))
        return redirect("peers")
    page = peers_settings(today=request.today, now=request.now, language=request.LANGUAGE_CODE)
    return render(
        request, "assessments/peers/page.html", {"page": page, "may": may(request, PERMISSION)}
    )
