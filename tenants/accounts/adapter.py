"""How the sign-in library behaves in this house."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from tenants.addresses import public_url, safe_path, with_query
from tenants.mail.services import post
from tenants.visitors import counted_as, remember_browser


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up by itself, no redirect to another host, no toast that a page already says."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        return bool(url) and safe_path(url, "") == url

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the page itself says it."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password counts against whoever typed it, not against whose it is."""
        who = counted_as(request, email=credentials.get("email", ""))
        super().pre_authenticate(request, email=who)

    def post_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse:
        """The way in, by a browser that is known from now on."""
        response = super().post_login(request, user, **how)
        remember_browser(response, request, email=user.email)
        return response

    def send_notification_mail(self, template_prefix: str, user: Any, *_: Any, **__: Any) -> None:
        """A new password is told to its owner, who may not be the one who chose it."""
        self.send_mail("account/email/new_password", user.email, {"at": timezone.now()})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The mail is on its way; its links name the public host, whatever the request named."""
        path = reverse("account_confirm_login_code")
        next_path = self.request.GET.get("next") or self.request.POST.get("next", "")
        link = with_query(path, code=context.get("code", ""), next=safe_path(next_path, ""))
        own = {
            "link": public_url(link),
            "founding_link": public_url(reverse("account_signup")),
            "login_link": public_url(reverse("account_login")),
            "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
        }
        told = {"request": self.request, "email": email, **context, **own}
        message = self.render_mail(template_prefix, email, told)
        post(
            to=email,
            subject=message.subject,
            body=str(message.body),
            now=getattr(self.request, "now", None) or timezone.now(),
            lasts=timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
        )
