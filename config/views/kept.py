"""A form that could not be taken yet is shown once more to who sent it, and sent with a click."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from config.form_keys import NoFormKey, shown_to
from tenants.addresses import safe_path
from tenants.errors import NotAllowed
from tenants.kept_forms.services import LASTS, TakenForm, forget_form, keep_form, kept_form

COOKIE = "__Host-kept" if settings.SECURE else "kept"
PATH = "/kept/"


def keep(request: Any) -> str:
    """The token of what was sent, "" where nothing can be kept.

    Only what a form of ours sent, shown to a known person or visitor, from a page of this host.
    """
    if request.method != "POST" or not _is_from_here(request):
        return ""
    try:
        user_id = shown_to(request)
    except NoFormKey:
        return ""
    token = keep_form(
        host=request.get_host(),
        path=request.get_full_path(),
        fields=dict(request.POST.lists()),
        user_id=user_id,
        now=request.now,
    )
    return token or ""


def remember_kept(response: HttpResponse, token: str) -> HttpResponse:
    """This browser, on this host alone, opens what was kept."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LASTS.total_seconds()),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def shown_again(token: str) -> HttpResponse:
    """The way to what was kept."""
    return remember_kept(HttpResponseRedirect(PATH), token)


@require_http_methods(["GET", "POST"])
def kept(request: Any) -> HttpResponse:
    """What was typed, with a button that sends it; a POST sends it, and it is gone from here."""
    token = request.COOKIES.get(COOKIE, "")
    found = _found(request, token)
    if found is None and token and not request.user.is_authenticated:
        raise NotAllowed("sign_in_required")
    if found is None:
        return render(request, "tenants/kept_gone.html", status=404)
    if request.method == "GET":
        typed = [value for values in found.fields.values() for value in values if value.strip()]
        return render(request, "tenants/kept.html", {"fields": found.fields, "typed": typed})
    forget_form(token=token)
    response = HttpResponseRedirect(safe_path(found.path), preserve_request=True)
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _found(request: Any, token: str) -> TakenForm | None:
    user_id = request.user.pk if request.user.is_authenticated else None
    return kept_form(token=token, host=request.get_host(), user_id=user_id, now=request.now)


def _is_from_here(request: HttpRequest) -> bool:
    came_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(came_from).netloc == request.get_host()
