from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from governance.access.forms import add_errors
from governance.keys.forms import KeyForm
from governance.keys.selectors import list_keys
from governance.keys.services import NewKey, create_key, revoke_key
from tenants.errors import Invalid


@require_http_methods(["GET", "POST"])
@never_cache
def settings_keys(request: Any) -> HttpResponse:
    """The company's keys; a new one is shown in the very answer that creates it, never again."""
    form = KeyForm(request.POST or None)
    created = _create(request, form) if request.method == "POST" and form.is_valid() else None
    context = {
        "form": KeyForm() if created else form,
        "created": created,
        "keys": list_keys(),
        "now": request.now,
        "tab": "keys",
    }
    status = 422 if form.errors else 200
    return render(request, "governance/keys/page.html", context, status=status)


@require_POST
def key_revoke(request: Any, key_id: UUID) -> HttpResponse:
    """The key opens nothing any more."""
    revoke_key(request.act, key_id=key_id)
    messages.success(request, _("The key is revoked."))
    return redirect("settings_keys")


def _create(request: Any, form: KeyForm) -> NewKey | None:
    data = form.cleaned_data
    try:
        return create_key(request.act, name=data["name"], scopes=data["scopes"], days=data["days"])
    except Invalid as error:
        add_errors(form, error)
        return None
