"""How the sign-in library behaves in this house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from tenants.addresses import public_url, safe_path, with_query


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up by itself, no redirect to another host, no toast that a page already says."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        return bool(url) and safe_path(url, "") == url

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the page itself says it."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The mail is sent with addresses of the public host, whatever Host the request named."""
        path = reverse("account_confirm_login_code")
        next_path = self.request.GET.get("next") or self.request.POST.get("next", "")
        link = with_query(path, code=context.get("code", ""), next=safe_path(next_path, ""))
        own = {
            "link": public_url(link),
            "founding_link": public_url(reverse("account_signup")),
            "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
        }
        super().send_mail(template_prefix, email, {**context, **own})
