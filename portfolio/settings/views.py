from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from governance.access.views import require_step_up
from portfolio.cap import services as cap
from portfolio.estimates.choices import CompanySize
from portfolio.life.forms import show_refusal
from portfolio.life.words import explained
from portfolio.money.services.year import set_year
from portfolio.rhythm import services as review_settings
from portfolio.rhythm.choices import ReviewCadence
from portfolio.settings.forms import FORMS, RHYTHMS, SIZES, sent_form, settings_forms
from portfolio.settings.selectors import settings_page
from portfolio.triage.services import set_company_size
from tenants.errors import Invalid, Refused


@require_http_methods(["GET", "POST"])
def settings_portfolio(request: Any) -> HttpResponse:
    """Cap, exception, rhythm, silence and capacity; each form changes its own part."""
    part = request.POST.get("form", "")
    if request.method == "GET" or part not in FORMS:
        return _page(request, {})
    form = sent_form(part, request.POST)
    refused = _save(request, part, form) if form.is_valid() else None
    if form.errors:
        facts = {} if refused is None else refused.facts
        return _page(request, {part: form}, to_end=facts.get("initiatives", ()))
    messages.success(request, str(SAVED[part]))
    return redirect("settings_portfolio")


def _page(request: Any, sent: Mapping[str, forms.Form], to_end: Any = ()) -> HttpResponse:
    page = settings_page(actor=request.actor, today=request.today)
    context = {
        "page": page,
        "forms": {**settings_forms(page.portfolio, year_amount=page.year_amount), **sent},
        "refused": next(iter(sent.values()), None),
        "to_end": to_end,
        "tab": "portfolio",
        "rhythm_word": dict(RHYTHMS)[page.portfolio.next_rhythm],
        "size_word": dict(SIZES)[page.portfolio.company_size],
    }
    return render(request, "portfolio/settings/page.html", context, status=422 if sent else 200)


def _save(request: Any, part: str, form: forms.Form) -> Refused | Invalid | None:
    """What stood in the way, shown beside its field; None when it is saved."""
    try:
        SAVES[part](request, form.cleaned_data)
    except (Refused, Invalid) as error:
        if error.code == "cap_below_active":
            form.add_error("cap", explained(error.code, error.facts))
        else:
            show_refusal(form, error, initiative_id=None)
        return error
    return None


def _change_cap(request: Any, data: Mapping[str, Any]) -> None:
    require_step_up(request)
    cap.change_cap(request.act, **data)


def _change_pool_cap(request: Any, data: Mapping[str, Any]) -> None:
    cap.change_pool_cap(request.act, **{**data, "pool_cap": int(data["pool_cap"])})


def _grant_exception(request: Any, data: Mapping[str, Any]) -> None:
    cap.grant_exception(request.act, reason=data["reason"])


def _set_rhythm(request: Any, data: Mapping[str, Any]) -> None:
    cadence = ReviewCadence(data["rhythm"])
    review_settings.set_rhythm(request.act, cadence=cadence)


def _set_calendar(request: Any, data: Mapping[str, Any]) -> None:
    review_settings.set_calendar(request.act, **data)


def _switch_silence(request: Any, data: Mapping[str, Any]) -> None:
    review_settings.switch_silence(
        request.act, pauses=request.POST.get("pauses") == "yes", reason=data["reason"]
    )


def _set_capacity(request: Any, data: Mapping[str, Any]) -> None:
    set_company_size(
        request.act,
        company_size=CompanySize(data["company_size"]) if data["company_size"] else None,
        days_per_month=data["days_per_month"],
        day_price=data["day_price"],
        closed_months=data["closed_months"],
    )


def _set_year(request: Any, data: Mapping[str, Any]) -> None:
    set_year(request.act, month=data["fiscal_month"], amount=data["year_amount"])


SAVES: Mapping[str, Callable[[Any, Mapping[str, Any]], None]] = {
    "cap": _change_cap,
    "pool": _change_pool_cap,
    "exception": _grant_exception,
    "rhythm": _set_rhythm,
    "calendar": _set_calendar,
    "silence": _switch_silence,
    "capacity": _set_capacity,
    "year": _set_year,
}
SAVED: Mapping[str, Promise] = {
    "cap": _("The cap is changed. It stands in the log."),
    "pool": _("The cap of the pool is changed. It stands in the log."),
    "exception": _("The exception is granted for 30 days. It stands in the log."),
    "rhythm": _("The rhythm is saved. It holds from the next period."),
    "calendar": _("Saved. It holds from now on; what has happened stays as it is."),
    "silence": _("Your choice is saved. It stands in the log."),
    "capacity": _("Saved."),
    "year": _("The year is saved."),
}
