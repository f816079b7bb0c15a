from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.access.forms import add_errors
from governance.register.selectors import get_entry
from governance.vendors.forms import VendorForm
from governance.vendors.selectors import inquiry_behind, inquiry_of, inquiry_token
from governance.vendors.services import answer_by_link, ask_vendor, close_inquiry, read_answers
from governance.vendors.words import ASKED
from tenants.addresses import company_url
from tenants.errors import Invalid
from tenants.visitors import may_declare


@require_http_methods(["GET", "POST"])
def register_vendor(request: Any, entry_id: UUID) -> HttpResponse:
    """The link for the vendor, what it answered, and that somebody has read it."""
    entry = get_entry(entry_id)
    if request.method == "POST":
        messages.success(request, _acted(request, entry_id))
        return redirect("register_vendor", entry_id)
    found = inquiry_of(entry_id)
    link = ""
    if found is not None and found.answered_on is None:
        path = reverse("vendor_public", args=[inquiry_token(found.id)])
        link = company_url(request.company.host, path)
    context = {"entry": entry, "inquiry": found, "link": link, "questions": ASKED.values()}
    return render(request, "governance/vendors/page.html", context)


def _acted(request: Any, entry_id: UUID) -> str:
    """What was pressed is done, and said."""
    if "read" in request.POST:
        read_answers(request.act, entry_id=entry_id)
        return _("Noted: this vendor was looked at today.")
    if "close" in request.POST:
        close_inquiry(request.act, entry_id=entry_id)
        return _("The link opens no more.")
    ask_vendor(request.act, entry_id=entry_id)
    return _("The link is ready: send it to the vendor.")


@require_http_methods(["GET", "POST"])
def vendor_public(request: Any, token: str) -> HttpResponse:
    """The six questions, for whoever sells the tool; nothing of the company but its name."""
    found = inquiry_behind(token, today=request.today)
    form = VendorForm(request.POST or None)
    context = {"form": form, "tool": found.entry.tool}
    template = "governance/vendors/public.html"
    if request.method == "POST" and form.is_valid():
        if not may_declare(request, company_id=request.company.id):
            return render(request, "errors/429.html", status=429)
        told = {"name": form.cleaned_data["name"], "answers": form.answers()}
        try:
            answer_by_link(token=token, today=request.today, **told)
        except Invalid as error:
            add_errors(form, error)
        else:
            return render(request, template, {**context, "is_told": True})
    return render(request, template, context, status=422 if form.errors else 200)
