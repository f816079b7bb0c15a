from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.access.views import form_view
from governance.company.forms import AddressForm, CompanyForm
from governance.company.selectors import typed_address
from governance.company.services import change_address, change_company
from governance.mandates.selectors import open_company_letter
from tenants.addresses import company_url


def settings_company(request: Any) -> HttpResponse:
    """The company's name, language and time zone, and where it answers."""
    known = request.company
    initial = {one: getattr(known, one) for one in ("name", "language", "timezone")}
    initial["postal_address"] = typed_address()
    form = CompanyForm(request.POST or None, initial=initial)
    return form_view(
        request,
        "governance/company/page.html",
        form,
        save=lambda: change_company(request.act, company=known, **form.cleaned_data),
        done=lambda _done: (_("Saved."), reverse("settings_company")),
        context=lambda: {"tab": "company", "address": company_url(known.host)},
    )


def settings_address(request: Any) -> HttpResponse:
    """The company moves to another address; the one before leads there."""
    known = request.company
    form = AddressForm(request.POST or None, initial={"label": known.host.partition(".")[0]})
    return form_view(
        request,
        "governance/company/address.html",
        form,
        save=lambda: change_address(request.act, company=known, **form.cleaned_data),
        done=lambda host: (_("Saved."), company_url(host, reverse("settings_company"))),
        context=lambda: {"tab": "company", "ending": f".{settings.PUBLIC_HOST}"},
    )


@require_safe
def company_notices(request: Any) -> HttpResponse:
    """What the staff is told of Capitaine, and its entry in the company's record of processing."""
    letter = open_company_letter(today=request.today)
    context = {
        "captain": letter.mandate.holder.display_name if letter else "",
        "host": settings.PUBLISHER["hosting"] or settings.PUBLISHER["name"],
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return render(request, "governance/company/notices.html", context)
