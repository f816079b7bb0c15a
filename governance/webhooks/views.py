from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access.forms import add_errors
from governance.webhooks.forms import WebhookForm
from governance.webhooks.selectors import get_webhook, newest_deliveries, webhook_lines
from governance.webhooks.services import addresses
from governance.webhooks.services.addresses import NewSecret
from tenants.errors import Invalid, Refused


@require_http_methods(["GET", "POST"])
@never_cache
def settings_webhooks(request: Any) -> HttpResponse:
    """The addresses outside; a new one's secret is shown in the answer that makes it, once."""
    form = WebhookForm(request.POST or None)
    created = _create(request, form) if request.method == "POST" and form.is_valid() else None
    context = {
        "form": WebhookForm() if created else form,
        "created": created,
        "lines": webhook_lines(),
        "tab": "webhooks",
    }
    status = 422 if form.errors else 200
    return render(request, "governance/webhooks/page.html", context, status=status)


def _create(request: Any, form: WebhookForm) -> NewSecret | None:
    data = form.cleaned_data
    try:
        return addresses.create_webhook(request.act, url=data["url"], events=data["events"])
    except (Invalid, Refused) as error:
        add_errors(form, error)
        return None


@require_GET
def webhook(request: Any, webhook_id: UUID) -> HttpResponse:
    """One address with what it was told."""
    return _shown(request, webhook_id)


def _shown(request: Any, webhook_id: UUID, created: NewSecret | None = None) -> HttpResponse:
    context = {
        "row": get_webhook(webhook_id),
        "created": created,
        "deliveries": newest_deliveries(webhook_id),
        "now": request.now,
        "tab": "webhooks",
    }
    return render(request, "governance/webhooks/webhook.html", context)


@require_POST
@never_cache
def webhook_rotate(request: Any, webhook_id: UUID) -> HttpResponse:
    """A new secret, shown in this very answer."""
    return _shown(request, webhook_id, addresses.rotate_secret(request.act, webhook_id=webhook_id))


def _done(service: Callable[..., Any], text: Promise, to: str) -> Callable[..., HttpResponse]:
    @require_POST
    def view(request: Any, webhook_id: UUID) -> HttpResponse:
        service(request.act, webhook_id=webhook_id)
        messages.success(request, str(text))
        return redirect(to) if to == "settings_webhooks" else redirect(to, webhook_id)

    return view


webhook_test = _done(addresses.try_webhook, _("A test leaves within a minute."), "webhook")
webhook_pause = _done(addresses.pause_webhook, _("The webhook is paused."), "webhook")
webhook_resume = _done(addresses.resume_webhook, _("The webhook is told again."), "webhook")
webhook_delete = _done(addresses.delete_webhook, _("The webhook is deleted."), "settings_webhooks")


@require_POST
def webhook_again(request: Any, webhook_id: UUID, delivery_id: UUID) -> HttpResponse:
    """That delivery leaves once more."""
    addresses.resend_delivery(request.act, delivery_id=delivery_id)
    messages.success(request, str(_("The delivery leaves again within a minute.")))
    return redirect("webhook", webhook_id)
