from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from governance.error_texts import TEXTS
from governance.undelivered.selectors import undeliverables
from governance.undelivered.services import settle_letter
from tenants.errors import Refused
from tenants.operators.rules import LetterAct, LetterKind


@require_GET
def settings_undelivered(request: Any) -> HttpResponse:
    """What of the company did not leave, and what may be done about it."""
    context = {"found": undeliverables(), "tab": "undelivered"}
    return render(request, "governance/undelivered/page.html", context)


@require_POST
def mail_settle(request: Any, message_id: UUID) -> HttpResponse:
    """That mail leaves again, or is let go."""
    return _settled(request, LetterKind.MAIL, message_id)


@require_POST
def delivery_settle(request: Any, delivery_id: UUID) -> HttpResponse:
    """That delivery leaves again, or is let go."""
    return _settled(request, LetterKind.WEBHOOK, delivery_id)


def _settled(request: Any, kind: LetterKind, letter_id: UUID) -> HttpResponse:
    what = LetterAct.LET_GO if "let_go" in request.POST else LetterAct.AGAIN
    try:
        settle_letter(request.act, kind=kind, letter_id=letter_id, what=what)
    except Refused as error:
        messages.warning(request, str(TEXTS[error.code]))
    else:
        again = what is LetterAct.AGAIN
        messages.success(request, _("It leaves again within a minute.") if again else _("Let go."))
    return redirect("settings_undelivered")
