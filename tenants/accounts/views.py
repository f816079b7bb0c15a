"""Sign-in on the public host: by a mailed code with its link, or by password."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.views import (
    ConfirmLoginCodeView,
    LoginView,
    LogoutView,
    PasswordChangeView,
    PasswordSetView,
    RequestLoginCodeView,
)
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenants.accounts.forms import (
    CodeForm,
    EmailForm,
    NewPasswordForm,
    OtherPasswordForm,
    PasswordForm,
)
from tenants.accounts.services import SECONDS, Ticket, issue_code, write_ticket
from tenants.addresses import company_url, safe_path, with_query
from tenants.companies.selectors import companies_of_user, invitations_of_user
from tenants.companies.services import accept_membership
from tenants.cookies import forget_visit
from tenants.errors import NotFound
from tenants.operators.services import issue_operator_code

# Whose sign-in is to be repeated, by password.
KNOWN = "known_address"


class ByMail(RequestLoginCodeView):
    """One field; the answer is the same whether or not the address is known."""

    template_name = "account/login.html"

    def get_form_class(self) -> type[EmailForm]:
        return EmailForm

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        """A mistyped address is no trap: the form can be filled in anew."""


class Code(ConfirmLoginCodeView):
    """The code of the mail; its link fills it in, a click sends it, so that no scanner can."""

    template_name = "account/code.html"

    def get_form_class(self) -> Any:
        base = super().get_form_class()
        return base if self._action == "resend" else CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Opened where nobody asked for it, the link says where it works."""
        answer = super().dispatch(request, *args, **kwargs)
        if getattr(self, "_process", None) or "code" not in request.GET:
            return answer
        return render(request, "account/code_elsewhere.html", status=409)

    def get_initial(self) -> dict[str, Any]:
        return {"code": self.request.GET.get("code", "")[:20]}


class ByPassword(LoginView):
    template_name = "account/password.html"

    def get_form_class(self) -> type[PasswordForm]:
        return PasswordForm

    def get_initial(self) -> dict[str, Any]:
        return {"login": self.request.session.get(KNOWN, "")}

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        """The password is a way in even while a code is on its way."""


class SetPassword(PasswordSetView):
    template_name = "account/password_new.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A first password is another way in: it asks a fresh sign-in."""
        if request.user.is_authenticated and not is_fresh(request):
            return render(request, "account/again.html", {"next": request.path})
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[NewPasswordForm]:
        return NewPasswordForm

    def get_default_success_url(self) -> str:
        return reverse("companies")


class ChangePassword(PasswordChangeView):
    template_name = "account/password_new.html"

    def get_form_class(self) -> type[OtherPasswordForm]:
        return OtherPasswordForm

    def get_default_success_url(self) -> str:
        return reverse("companies")


class SignOut(LogoutView):
    """By a form only; the browser forgets what it kept."""

    http_method_names = ["post"]

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        forget_visit(response)
        return response


@require_POST
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """The old sign-in is over; a new one of the same person leads back, by code or password."""
    email = getattr(request.user, "email", "")
    logout(request)
    back = safe_path(request.POST.get("next"), "")
    if request.POST.get("way") == "password":
        request.session[KNOWN] = email
        return HttpResponseRedirect(with_query(reverse("account_password"), next=back))
    form = EmailForm({"email": email})
    if not form.is_valid():
        return HttpResponseRedirect(with_query(reverse("account_login"), next=back))
    LoginCodeVerificationProcess.initiate(request=request, user=form._user, email=email)
    return HttpResponseRedirect(with_query(reverse("account_confirm_login_code"), next=back))


def signed_in_at(request: HttpRequest) -> float:
    """When the person last proved who he or she is, epoch seconds; 0 when unknown."""
    records = get_authentication_records(request, request.user)
    return max((float(record["at"]) for record in records), default=0.0)


FRESH_SECONDS = 600 - SECONDS


def is_fresh(request: Any) -> bool:
    """Whether the person signed in within the last ten minutes, less the way to a company."""
    age: float = request.now.timestamp() - signed_in_at(request)
    return age <= FRESH_SECONDS


@require_GET
def companies(request: Any) -> HttpResponse:
    """The companies of the person who is signed in; the only one opens at once."""
    mine, asking = companies_of_user(request.user.pk), invitations_of_user(request.user.pk)
    if len(mine) == 1 and not asking and request.GET.get("all") is None:
        return HttpResponseRedirect(company_url(mine[0].host, "/session/handover/"))
    rows = [{"name": one.name, "host": one.host, "id": one.id} for one in mine]
    return render(request, "tenants/companies.html", {"companies": rows, "invitations": asking})


@require_http_methods(["GET", "POST"])
def company_enter(request: Any, company_id: UUID) -> HttpResponse:
    """The visitor carries a ticket to the company's host, after a fresh sign-in if one is asked.

    Who is invited is asked first, and joins by answering.
    """
    if request.method == "POST":
        accept_membership(user_id=request.user.pk, organization_id=company_id, now=request.now)
        return HttpResponseRedirect(request.get_full_path())
    company = next((c for c in companies_of_user(request.user.pk) if c.id == company_id), None)
    if company is None:
        return _asked_to_join(request, company_id)
    user_id = request.user.pk
    issue = partial(issue_code, user_id=user_id, organization_id=company_id, now=request.now)
    return _enter(request, company.host, issue)


def _asked_to_join(request: Any, company_id: UUID) -> HttpResponse:
    asking = invitations_of_user(request.user.pk)
    company = next((one for one in asking if one.id == company_id), None)
    if company is None:
        raise NotFound("company_not_found")
    context = {"company": company, "path": request.get_full_path()}
    return render(request, "tenants/invitation.html", context)


@require_GET
def operator_enter(request: Any) -> HttpResponse:
    """An operator carries a ticket to the console's host; the route lets nobody else in."""
    issue = partial(issue_operator_code, user_id=request.user.pk)
    return _enter(request, settings.OPERATOR_HOST, issue)


def _enter(request: Any, host: str, issue: Callable[..., str]) -> HttpResponse:
    """The way to that host with a code of `issue`, after a fresh sign-in if one is asked."""
    next_path, browser = safe_path(request.GET.get("next")), request.GET.get("browser", "")
    if request.GET.get("fresh") == "1" and not is_fresh(request):
        return render(request, "account/again.html", {"next": request.get_full_path()})
    if not browser:
        return HttpResponseRedirect(company_url(host, "/session/handover/", next=next_path))
    ticket = _ticket(request, issue(next_path=next_path), browser=browser[:64])
    return HttpResponseRedirect(company_url(host, "/session/handover/", ticket=ticket))


def _ticket(request: Any, code: str, *, browser: str) -> str:
    """The signed text that carries this sign-in to one browser on another host."""
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    chosen = language if language in dict(settings.LANGUAGES) else ""
    ticket = Ticket(code=code, authenticated_at=signed_in_at(request), language=chosen)
    session = request.session.session_key or ""
    return write_ticket(ticket=ticket, browser=browser, public_session=session)
