"""The diagnostic on the public site: no account, no cookie; the private link is all there is.

The token in the address is what a cookie would otherwise be, and no other site knows it: that is
why these forms need no second proof of where they come from.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from assessments.answers.player import Answering, check, play, summary
from assessments.comparison.rules import Taken
from assessments.contradictions.selectors import contradictory
from assessments.diagnostic.selectors import open_duration, takes_minutes
from assessments.diagnostic.words import WORDS, headline
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
from assessments.questionnaire.rules.questionnaire import Questionnaire
from tenants.addresses import public_url
from tenants.errors import Refused

Page = Callable[..., HttpResponse]


def unlisted(view: Page) -> Page:
    """No search engine keeps what stands behind a private link."""

    @wraps(view)
    def private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return private


def draft_answering(
    asked: Questionnaire, answers: Answers, *, request: Any, token: str = ""
) -> Answering:
    """The answers of who has no account; without a token before the first one is kept."""

    def save(item_id: str, raw: object) -> Answering:
        now = request.now
        if token:
            after = save_draft_answer(token=token, item_id=item_id, raw=raw, now=now)
            return draft_answering(asked, after.answers, request=request, token=token)
        language, today = request.LANGUAGE_CODE, timezone.localdate(now)
        made = start_draft(item_id=item_id, raw=raw, language=language, today=today, now=now)
        begun = drafted(token=made, now=now)
        return draft_answering(begun.questionnaire, begun.answers, request=request, token=made)

    return Answering(
        questionnaire=asked,
        answers=answers,
        save=save,
        address=lambda item: reverse("open_question", args=[token, item]) if token else "",
        later=reverse("open_later", args=[token]) if token else "",
        end=reverse("open_summary", args=[token]) if token else "",
        frame={"flow_base": "base_public.html"},
    )


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
    asked = catalogue.current_questionnaire(today=timezone.localdate(request.now))
    if request.method == "POST" and not consume(request, action="draft"):
        return render(request, "errors/429.html", status=429)
    return play(
        request, draft_answering(asked, {}, request=request), visible_items(asked, {})[0].id
    )


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
    return play(request, _answering(request, token, one), item)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@unlisted
def open_check(request: Any, token: str) -> HttpResponse:
    """Answers that do not go together, once more; POST corrects or keeps, then finishes."""
    one = drafted(token=token, now=request.now)
    if one.completed_at is not None:
        return redirect("open_result", token)
    again = check(request, _answering(request, token, one))
    if again is not None:
        return again
    complete_draft(token=token, now=request.now)
    return redirect("open_result", token)


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
    answering = _answering(request, token, one)
    context = summary(request, answering, one.answers)
    return render(request, "assessments/answers/summary.html", context)


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


def _answering(request: Any, token: str, one: Drafted) -> Answering:
    return draft_answering(one.questionnaire, one.answers, request=request, token=token)
