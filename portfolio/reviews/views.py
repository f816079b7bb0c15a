from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.papers.views import paper_file
from portfolio.decisions.forms import DecisionForm
from portfolio.decisions.selectors import authority_of
from portfolio.decisions.services.decisions import decide
from portfolio.decisions.services.recording import Decided
from portfolio.life.choices import Verdict
from portfolio.life.forms import show_refusal
from portfolio.life.views import form_view, mine_of
from portfolio.life.words import done_text
from portfolio.reviews.forms import (
    ASKS_MORE,
    CaptainAnswerForm,
    CloseForm,
    ConfirmForm,
    QuestionForm,
    RoomForm,
    VerdictForm,
)
from portfolio.reviews.rules import PROPOSED, WATCHED
from portfolio.reviews.selectors.minutes import minutes_page
from portfolio.reviews.selectors.pages import (
    ReviewStep,
    ReviewSteps,
    choices_for,
    review_steps,
    reviews_page,
    step_of,
)
from portfolio.reviews.selectors.plan import review_plan
from portfolio.reviews.selectors.proposals import confirm_page
from portfolio.reviews.services import reviews as services
from portfolio.reviews.services.mails import minutes_file, minutes_sheet
from portfolio.reviews.services.proposals import (
    confirm_all,
    confirm_verdict,
    hand_over,
    propose_verdict,
)
from tenants.errors import Invalid, Refused


@require_http_methods(["GET", "POST"])
def review(request: Any) -> HttpResponse:
    """The reviews; a POST opens the next one before its day."""
    if request.method == "POST":
        opened = services.open_review(request.act)
        return redirect("review_detail", opened.id)
    authority = authority_of(actor=request.actor, today=request.today)
    may_open = authority.denial(permission="review.open") is None
    context = {"page": reviews_page(), "may_open": may_open}
    return render(request, "portfolio/reviews/list.html", context)


@require_safe
def review_detail(request: Any, review_id: UUID) -> HttpResponse:
    """While it is open, what changed; afterwards its minutes."""
    found = _review(request, review_id)
    if found.is_open:
        return _prepare(request, found)
    page = minutes_page(review_id)
    context = {"review": found, "page": page, "minutes": page.minutes}
    return render(request, "portfolio/reviews/minutes.html", context)


def _prepare(request: Any, found: ReviewSteps) -> HttpResponse:
    """The plan of the fifteen minutes, and what changed."""
    owed = [one for one in mine_of(request).duties if one.kind in WATCHED]
    plan = review_plan(review_id=found.page.line.id, today=request.today)
    context = {"review": found, "plan": plan, "watched": owed}
    return render(request, "portfolio/reviews/prepare.html", context)


@require_safe
def review_minutes(request: Any, review_id: UUID) -> HttpResponse:
    """The minutes as a file."""
    page = minutes_page(review_id)
    sheet = minutes_sheet(page, company=request.company.name)
    return paper_file(request, sheet, name=minutes_file(page))


@require_http_methods(["GET", "POST"])
def review_close(request: Any, review_id: UUID) -> HttpResponse:
    """The decisions read back, then the review is closed."""
    found = _review(request, review_id)
    form = CloseForm(request.POST or None, initial={"expected_version": found.page.line.version})
    return form_view(
        request,
        "portfolio/reviews/close.html",
        form,
        context=lambda: {"review": found},
        save=lambda: services.close_review(request.act, review_id=review_id, **form.cleaned_data),
        done=lambda _closed: (
            _("The review is closed. Its minutes are here."),
            reverse("review_detail", args=[review_id]),
        ),
    )


def _review(request: Any, review_id: UUID) -> ReviewSteps:
    return review_steps(review_id=review_id, today=request.today, actor=request.actor)


@require_http_methods(["GET", "POST"])
def review_item(request: Any, review_id: UUID, initiative_id: UUID) -> HttpResponse:
    """One initiative: the facts, then one verdict."""
    found = _review(request, review_id)
    step = step_of(review=found, initiative_id=initiative_id)
    chosen = VerdictForm(
        request.POST or ({"verdict": request.GET["verdict"]} if "verdict" in request.GET else None),
        verdicts=step.own or PROPOSED,
    )
    if request.method == "POST":
        return _decide(request, found, step, chosen)
    more = _more(request, step, chosen.verdict()) if chosen.is_bound and chosen.is_valid() else None
    return _step_page(request, found, step, chosen, more)


@require_POST
def review_propose(request: Any, review_id: UUID, initiative_id: UUID) -> HttpResponse:
    """What the room decided waits for an executive."""
    found = _review(request, review_id)
    step = step_of(review=found, initiative_id=initiative_id)
    form = RoomForm(request.POST, verdicts=step.beyond)
    try:
        if form.is_valid():
            propose_verdict(request.act, item_id=step.line.id, **form.said())
            messages.success(request, _("Proposed. Nothing is decided until it is confirmed."))
            return _next(found, step, among=found.unsaid)
    except (Refused, Invalid) as error:
        show_refusal(form, error, initiative_id=initiative_id)
    return _step_page(request, found, step, VerdictForm(verdicts=step.own), None, 422, propose=form)


@require_POST
def review_handover(request: Any, review_id: UUID) -> HttpResponse:
    """The executives are asked to confirm what was proposed."""
    hand_over(request.act, review_id=review_id)
    messages.success(request, _("The executives are asked to confirm, by mail and on their page."))
    return redirect("review_close", review_id)


@require_http_methods(["GET", "POST"])
def review_confirm(request: Any, review_id: UUID) -> HttpResponse:
    """What the room proposed, to be confirmed one by one or all at once."""
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    return form_view(
        request,
        "portfolio/reviews/confirm.html",
        form,
        context=lambda: {
            "page": confirm_page(review_id=review_id, today=request.today, actor=request.actor)
        },
        save=lambda: _confirm(request, review_id, form.cleaned_data["item"]),
        done=lambda decided: _confirmed(review_id, decided),
    )


def _confirm(request: Any, review_id: UUID, item_id: UUID | None) -> list[Decided]:
    if item_id is None:
        return confirm_all(request.act, review_id=review_id)
    return [confirm_verdict(request.act, item_id=item_id)]


def _confirmed(review_id: UUID, decided: list[Decided]) -> tuple[str, str]:
    told = ngettext("%(count)s decision is taken.", "%(count)s decisions are taken.", len(decided))
    return told % {"count": len(decided)}, reverse("review_confirm", args=[review_id])


@require_http_methods(["GET", "POST"])
def review_question(request: Any, review_id: UUID, initiative_id: UUID) -> HttpResponse:
    """A question to the captain, which suspends the clock."""
    step = step_of(review=_review(request, review_id), initiative_id=initiative_id)
    return _words_page(request, "question", review_id, step, QuestionForm(request.POST or None))


@require_http_methods(["GET", "POST"])
def review_answer(request: Any, review_id: UUID, initiative_id: UUID) -> HttpResponse:
    """The captain's answer, after which the clock runs again."""
    step = step_of(review=_review(request, review_id), initiative_id=initiative_id)
    return _words_page(request, "answer", review_id, step, CaptainAnswerForm(request.POST or None))


WORDS: Mapping[str, tuple[Callable[..., Any], Promise]] = {
    "question": (services.ask_question, gettext_lazy("The question is sent to the captain.")),
    "answer": (services.answer_question, gettext_lazy("The answer is sent.")),
}


def _words_page(
    request: Any, kind: str, review_id: UUID, step: ReviewStep, form: forms.Form
) -> HttpResponse:
    """What one person writes to another about one initiative of a review."""
    service, told = WORDS[kind]
    return form_view(
        request,
        "portfolio/reviews/words.html",
        form,
        context=lambda: {"kind": kind, "review_id": review_id, "step": step},
        save=lambda: service(request.act, item_id=step.line.id, **form.cleaned_data),
        done=lambda _item: (
            str(told),
            reverse("review_item", args=[review_id, step.line.card.id]),
        ),
    )


def _more(request: Any, step: ReviewStep, verdict: Verdict, *, sent: bool = False) -> DecisionForm:
    """What the verdict asks; what was typed before stays."""
    members, objectives = choices_for(initiative_id=step.line.card.id)
    return DecisionForm(
        request.POST if sent else None,
        verdict=verdict,
        members=members,
        objectives=objectives,
        today=request.today,
        initial={
            "expected_version": step.line.card.version,
            **_proposed(step, verdict),
            **_typed(request),
        },
    )


def _proposed(step: ReviewStep, verdict: Verdict) -> dict[str, Any]:
    """What the room said of that verdict."""
    row = step.line.proposed
    if row is None or row.verdict != verdict:
        return {}
    return {"reason": row.reason, "lesson": row.lesson, "restart_on": row.restart_on}


def _typed(request: Any) -> dict[str, str]:
    return {name: value for name, value in request.POST.items() if name == "reason"}


def _decide(
    request: Any, found: ReviewSteps, step: ReviewStep, chosen: VerdictForm
) -> HttpResponse:
    """The verdict is recorded, or the page asks for what it needs, the entry kept."""
    if not chosen.is_valid():
        return _step_page(request, found, step, chosen, None, status=422)
    verdict = chosen.verdict()
    if verdict in ASKS_MORE and request.POST.get("shown") != verdict:
        return _step_page(request, found, step, chosen, _more(request, step, verdict))
    form = _more(request, step, verdict, sent=True)
    if form.is_valid() and _record(request, step, verdict, form):
        messages.success(request, done_text(verdict, step.line.card.title))
        return _next(found, step)
    return _step_page(request, found, step, chosen, form, status=422)


def _record(request: Any, step: ReviewStep, verdict: Verdict, form: DecisionForm) -> bool:
    try:
        decide(
            request.act,
            initiative_id=step.line.card.id,
            verdict=verdict,
            review_item_id=step.line.id,
            **form.said(),
        )
    except (Refused, Invalid) as error:
        show_refusal(form, error, initiative_id=step.line.card.id)
    return not form.errors


def _next(
    found: ReviewSteps, step: ReviewStep, among: tuple[ReviewStep, ...] | None = None
) -> HttpResponse:
    """The next one still without a verdict, or the read-back."""
    review_id = found.page.line.id
    left = [one for one in found.left if one.line.id != step.line.id]
    if among is not None:
        left = [one for one in left if one in among]
    after = [one for one in left if one.line.position > step.line.position]
    following = next(iter([*after, *left]), None)
    if following is None:
        return redirect("review_close", review_id)
    return redirect("review_item", review_id, following.line.card.id)


def _step_page(
    request: Any,
    found: ReviewSteps,
    step: ReviewStep,
    chosen: VerdictForm,
    form: forms.Form | None,
    status: int = 200,
    propose: forms.Form | None = None,
) -> HttpResponse:
    given = propose or RoomForm(verdicts=step.beyond)
    context = {"review": found, "step": step, "chosen": chosen, "form": form, "propose": given}
    return render(request, "portfolio/reviews/item.html", context, status=status)
