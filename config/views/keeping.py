"""What one may do with the result of the open diagnostic: send its link, or open a space."""

from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from assessments.open_door.forms import KeepForm, SendLinkForm
from assessments.open_door.services import keepable_draft_of
from assessments.open_door.views import link_context, unlisted
from config.views.account_mail import send_draft_link, send_founding_mail
from config.views.founding import LINK_SECONDS, SALT
from tenants.visitors import may_be_mailed


@require_http_methods(["GET", "POST"])
@unlisted
def open_keep(request: Any, token: str) -> HttpResponse:
    """A link is on its way that opens a space which starts from this result."""
    kept = keepable_draft_of(token=token, now=request.now)
    form = KeepForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        context = {**link_context(token, kept), "keep_form": form}
        return render(request, "assessments/open_door/keep.html", context)
    email = form.cleaned_data["email"].lower()
    if not may_be_mailed(request, email=email):
        return render(request, "errors/429.html", status=429)
    asked = {**form.cleaned_data, "email": email, "name": "", "draft": str(kept.id)}
    sent = signing.dumps(asked, salt=SALT)
    send_founding_mail(email=email, token=sent, minutes=LINK_SECONDS // 60, now=request.now)
    return render(request, "tenants/founding_sent.html", {"email": email, "draft_token": token})


@require_http_methods(["GET", "POST"])
@unlisted
def open_send(request: Any, token: str) -> HttpResponse:
    """The private link is on its way to the address given."""
    kept = keepable_draft_of(token=token, now=request.now)
    form = SendLinkForm(request.POST or None, auto_id="send_%s")
    context = {**link_context(token, kept), "send_form": form}
    if request.method == "GET" or not form.is_valid():
        return render(request, "assessments/open_door/later.html", context)
    email = form.cleaned_data["email"].lower()
    if not may_be_mailed(request, email=email):
        return render(request, "errors/429.html", status=429)
    send_draft_link(email=email, link=context["link"], until=kept.expires_at, now=request.now)
    return render(request, "assessments/open_door/later.html", {**context, "sent_to": email})
