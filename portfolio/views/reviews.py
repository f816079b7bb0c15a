from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.views.access import member_required
from portfolio.forms.refusals import show_refusal
from portfolio.forms.reviews import CloseForm
from portfolio.selectors.pages_review import ReviewSteps, review_steps, reviews_page
from portfolio.selectors.permitted import authority_of
from portfolio.services import reviews as services
from tenants.errors import Invalid, Refused


@require_http_methods(["GET", "POST"])
@member_required
def review(request: Any) -> HttpResponse:
    """The reviews; a POST opens the next one before its day."""
    if request.method == "POST":
        opened = services.open_review(actor=request.actor, now=request.now, today=request.today)
        return redirect("review_detail", opened.id)
    authority = authority_of(actor=request.actor, today=request.today)
    may_open = authority.denial(permission="review.open") is None
    context = {"page": reviews_page(), "may_open": may_open}
    return render(request, "portfolio/reviews/list.html", context)


@require_safe
@member_required
def review_detail(request: Any, review_id: UUID) -> HttpResponse:
    """While it is open, what changed; afterwards its minutes."""
    found = _review(request, review_id)
    name = "prepare" if found.is_open else "minutes"
    return render(request, f"portfolio/reviews/{name}.html", {"review": found})


@require_http_methods(["GET", "POST"])
@member_required
def review_close(request: Any, review_id: UUID) -> HttpResponse:
    """The decisions read back, then the review is closed."""
    found = _review(request, review_id)
    form = CloseForm(request.POST or None, initial={"expected_version": found.page.line.version})
    if request.method == "POST" and form.is_valid() and _close(request, review_id, form):
        messages.success(request, _("The review is closed. Its minutes are here."))
        return redirect("review_detail", review_id)
    context = {"review": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "portfolio/reviews/close.html", context, status=status)


def _review(request: Any, review_id: UUID) -> ReviewSteps:
    return review_steps(review_id=review_id, today=request.today, actor=request.actor)


def _close(request: Any, review_id: UUID, form: CloseForm) -> bool:
    try:
        services.close_review(
            actor=request.actor,
            review_id=review_id,
            now=request.now,
            today=request.today,
            expected_version=form.cleaned_data["expected_version"],
        )
    except (Refused, Invalid) as error:
        show_refusal(form, error, initiative_id=None)
    return not form.errors
