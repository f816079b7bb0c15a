"""Sign-in on the public host: by a mailed code with its link, or by password."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.views import (
    ConfirmLoginCodeView,
    LoginView,
    LogoutView,
    PasswordChangeView,
    PasswordSetView,
    RequestLoginCodeView,
)
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tenants.addresses import safe_path, with_query
from tenants.forms.sign_in import (
    CodeForm,
    EmailForm,
    NewPasswordForm,
    OtherPasswordForm,
    PasswordForm,
)

CLEAR_SITE_DATA = '"cache", "cookies", "storage"'


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

    def get_initial(self) -> dict[str, Any]:
        return {"code": self.request.GET.get("code", "")[:20]}


class ByPassword(LoginView):
    template_name = "account/password.html"

    def get_form_class(self) -> type[PasswordForm]:
        return PasswordForm

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        """The password is a way in even while a code is on its way."""


class SetPassword(PasswordSetView):
    template_name = "account/password_new.html"

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
        response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
        return response


@require_POST
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """The old sign-in is over; a new one leads back."""
    logout(request)
    back = safe_path(request.POST.get("next"), "")
    return HttpResponseRedirect(with_query(reverse("account_login"), next=back))


def signed_in_at(request: HttpRequest) -> float:
    """When the person last proved who he or she is, epoch seconds; 0 when unknown."""
    records = get_authentication_records(request, request.user)
    return max((float(record["at"]) for record in records), default=0.0)
