from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from governance.members.services import choose_language
from tenants.accounts.services import choose_account_language
from tenants.addresses import safe_path
from tenants.cookies import remember_language


@require_POST
def language(request: Any) -> HttpResponse:
    """The reader's language, remembered by the browser and by the account or the member."""
    code = request.POST.get("language", "")
    response = HttpResponseRedirect(safe_path(request.POST.get("next")))
    if code not in dict(settings.LANGUAGES):
        return response
    remember_language(response, code)
    if request.actor is not None:
        choose_language(request.act, language=code)
    if request.user.is_authenticated:
        choose_account_language(user_id=request.user.pk, language=code)
    return response
