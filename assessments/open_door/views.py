"""The diagnostic on the public site: no account, no cookie; the private link is all there is.

The token in the address is what a cookie would otherwise be, and no other site knows it: that is
why these forms need no second proof of where they come from.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from assessments.answers.forms import raw_answer
from assessments.answers.selectors import next_after, overview, question
from assessments.answers.summaries import summary_lines
from assessments.comparison.rules import Taken
from assessments.contradictions.selectors import contradictory
from assessments.diagnostic.selectors import open_duration, takes_minutes
from assessments.diagnostic.words import WORDS, headline
from assessments.error_texts import answer_error
from assessments.open_door.forms import KeepForm, SendLinkForm
from assessments.open_door.services import (
    KIND,
    Drafted,
    complete_draft,
    drafted,
    save_draft_answer,
    start_draft,
)
from assessments.papers.selectors import Report, drafted_report
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Answers, next_unanswered, visible_items
from assessments.questionnaire.rules.questionnaire import Item, Questionnaire
from tenants.addresses import public_url
from tenants.errors import Invalid, NotFound, Refused

Page = Callable[..., HttpResponse]


def unlisted(view: Page) -> Page:
    """No search engine keeps what stands behind a private link."""

    @wraps(view)
    def private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return private


@require_GET
def open_diagnostic(request: Any) -> HttpResponse:
    """What the diagnostic is, how long it takes, and the way to its first question."""
    takes = takes_minutes(
        today=timezone.localdate(request.now),
        language=request.LANGUAGE_CODE,
        real=open_duration(kind=KIND, now=request.now),
    )
    return render(request, "assessments/open_door/start.html", {"takes": takes})


@csrf_exempt
@require_http_methods(["GET", "POST"])
def open_first(request: Any) -> HttpResponse:
    """The first question; its answer makes the draft and leads to the private link."""
    today = timezone.localdate(request.now)
    questionnaire = catalogue.current_questionnaire(today=today)
    first = visible_items(questionnaire, {})[0]
    if request.method == "GET":
        return _page(request, questionnaire, {}, first.id)
    if not consume(request, action="draft"):
        return render(request, "errors/429.html", status=429)
    return _begin(request, questionnaire, first, today)


@require_GET
@unlisted
def open_draft(request: Any, token: str) -> HttpResponse:
    """On to the next question, the summary or the result."""
    one = drafted(token=token, now=request.now)
    if one.completed_at is not None:
        return redirect("open_result", token)
    item = next_unanswered(one.questionnaire, one.answers)
    if item is None:
        return redirect("open_summary", token)
    return redirect("open_question", token, item.id)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@unlisted
def open_question(request: Any, token: str, item: str) -> HttpResponse:
    """One question, or its answer and then the next one."""
    one = drafted(token=token, now=request.now)
    if one.completed_at is not None:
        raise Refused("assessment_completed")
    if item not in {shown.id for shown in visible_items(one.questionnaire, one.answers)}:
        raise NotFound("not_asked", item=item)
    if request.method == "POST":
        return _answer(request, token, one, item)
    return _page(request, one.questionnaire, one.answers, item, token=token)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@unlisted
def open_summary(request: Any, token: str) -> HttpResponse:
    """Every answer before it counts; POST finishes."""
    one = drafted(token=token, now=request.now)
    if one.completed_at is not None:
        return redirect("open_result", token)
    if request.method == "POST" and contradictory(one.questionnaire, one.answers):
        return redirect("open_check", token)
    if request.method == "POST":
        complete_draft(token=token, now=request.now)
        return redirect("open_result", token)
    return render(request, "assessments/answers/summary.html", _summary(request, token, one))


@require_GET
@unlisted
def open_later(request: Any, token: str) -> HttpResponse:
    """The private link, to be copied, and until when it opens."""
    context = link_context(token, drafted(token=token, now=request.now))
    return render(request, "assessments/open_door/later.html", context)


@require_GET
@unlisted
def open_result(request: Any, token: str) -> HttpResponse:
    """The whole result, then the ways to keep it."""
    one = drafted(token=token, now=request.now)
    if one.completed_at is None:
        return redirect("open_draft", token)
    return render(request, "assessments/open_door/result.html", _result(request, token, one))


def link_context(token: str, one: Drafted) -> dict[str, Any]:
    """The private link of a draft in words."""
    return {
        "token": token,
        "drafted": one,
        "link": public_url(reverse("open_draft", args=[token])),
        "keep_form": KeepForm(),
        "send_form": SendLinkForm(auto_id="send_%s"),
    }


def _summary(request: Any, token: str, one: Drafted) -> dict[str, Any]:
    lines = overview(
        questionnaire=one.questionnaire, answers=one.answers, language=request.LANGUAGE_CODE
    )
    return {
        **summary_lines(lines, lambda item: _address(token, item)),
        "later_url": reverse("open_later", args=[token]),
        "flow_base": "base_public.html",
    }


def _result(request: Any, token: str, one: Drafted) -> dict[str, Any]:
    report = drafted_page(one, language=request.LANGUAGE_CODE)
    known = {"report": report, "headline": headline(report.taken), "words": WORDS}
    return {**link_context(token, one), **known}


def drafted_page(one: Drafted, *, language: str) -> Report:
    """The report of a completed draft in that language."""
    if one.result is None or one.advice is None:
        raise TypeError("a completed draft has its result")
    taken = Taken(one.questionnaire, one.answers, one.result)
    return drafted_report(taken, one.advice, language=language)


def _begin(request: Any, questionnaire: Questionnaire, first: Item, today: date) -> HttpResponse:
    raw = raw_answer(first, request.POST)
    if raw is None:
        return _page(request, questionnaire, {}, first.id, error="nothing_answered")
    try:
        token = start_draft(
            item_id=first.id,
            raw=raw,
            language=request.LANGUAGE_CODE,
            today=today,
            now=request.now,
        )
    except Invalid as wrong:
        code = wrong.fields.get(first.id, [""])[0]
        return _page(request, questionnaire, {}, first.id, error=code)
    return redirect(_onward(token, drafted(token=token, now=request.now), first.id))


def _answer(request: Any, token: str, one: Drafted, item_id: str) -> HttpResponse:
    known = (one.questionnaire, one.answers, item_id)
    raw = raw_answer(one.questionnaire.item(item_id), request.POST)
    if raw is None:
        return _page(request, *known, token=token, error="nothing_answered")
    try:
        after = save_draft_answer(token=token, item_id=item_id, raw=raw, now=request.now)
    except Invalid as wrong:
        return _page(request, *known, token=token, error=wrong.fields.get(item_id, [""])[0])
    return redirect(_onward(token, after, item_id))


def _onward(token: str, one: Drafted, item_id: str) -> str:
    following = next_after(one.questionnaire, one.answers, item_id=item_id)
    return _address(token, following) or reverse("open_summary", args=[token])


def _page(
    request: Any,
    questionnaire: Questionnaire,
    answers: Answers,
    item_id: str,
    *,
    token: str = "",
    error: str = "",
) -> HttpResponse:
    shown = question(
        questionnaire=questionnaire,
        answers=answers,
        item_id=item_id,
        language=request.LANGUAGE_CODE,
        attempt=tuple(request.POST.getlist("answer")),
    )
    context = {
        "question": shown,
        "error": answer_error(error, most=shown.most) if error else "",
        "flow_base": "base_public.html",
        "later_url": reverse("open_later", args=[token]) if token else "",
        "previous_url": _address(token, shown.previous_id),
        "skip_url": _skip(token, shown.skip_id),
    }
    status = 422 if error else 200
    return render(request, "assessments/answers/page.html", context, status=status)


def _skip(token: str, item_id: str | None) -> str:
    if not token:
        return ""
    return _address(token, item_id) or reverse("open_summary", args=[token])


def _address(token: str, item_id: str | None) -> str:
    return reverse("open_question", args=[token, item_id]) if token and item_id else ""
