"""Answers that do not go together are asked once more, wherever they are kept; nothing blocks."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessments.contradictions.forms import corrected, kept
from assessments.contradictions.selectors import asked_again, contradictory
from assessments.diagnostic.onward import completed, ended
from assessments.diagnostic.services import save_answer
from assessments.open_door.services import complete_draft, drafted, save_draft_answer
from assessments.open_door.views import unlisted
from assessments.questionnaire.rules.answers import Answers
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.voices.selectors.voices import seat_of


@require_http_methods(["GET", "POST"])
def assessment_check(request: Any, assessment_id: UUID) -> HttpResponse:
    """Both questions of each pair with their answers; POST corrects or keeps, then finishes."""
    seat = seat_of(assessment_id, member_id=request.member.id)
    if (onward := ended(seat.assessment, now=request.now)) is not None:
        return onward
    if request.method == "GET":
        return _page(request, seat.questionnaire, seat.firm, reverse("assessment"))
    if _is_open(request, seat.questionnaire, seat.firm, _saver(request, assessment_id)):
        return redirect("assessment_check", assessment_id)
    return completed(request, assessment_id)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@unlisted
def open_check(request: Any, token: str) -> HttpResponse:
    """The same for a diagnostic without an account."""
    one = drafted(token=token, now=request.now)
    if one.completed_at is not None:
        return redirect("open_result", token)
    if request.method == "GET":
        later_url = reverse("open_later", args=[token])
        return _page(request, one.questionnaire, one.answers, later_url, is_public=True)

    def save(item_id: str, raw: object) -> Answers:
        return save_draft_answer(token=token, item_id=item_id, raw=raw, now=request.now).answers

    if _is_open(request, one.questionnaire, one.answers, save):
        return redirect("open_check", token)
    complete_draft(token=token, now=request.now)
    return redirect("open_result", token)


def _saver(request: Any, assessment_id: UUID) -> Callable[[str, object], Answers]:
    """Saves one answer of the reader's own and returns the company's."""

    def save(item_id: str, raw: object) -> Answers:
        return save_answer(request.act, assessment_id=assessment_id, item_id=item_id, raw=raw).firm

    return save


def _is_open(
    request: Any,
    questionnaire: Questionnaire,
    answers: Answers,
    save: Callable[[str, object], Answers],
) -> bool:
    """What was corrected is saved; whether a pair is left that the person has not seen."""
    asked = asked_again(
        questionnaire=questionnaire, answers=answers, language=request.LANGUAGE_CODE
    )
    changed: Mapping[str, object] = corrected(asked, request.POST)
    for item_id, raw in changed.items():
        answers = save(item_id, raw)
    left = {pair.id for pair in contradictory(questionnaire, answers)}
    return not left <= kept(request.POST)


def _page(
    request: Any,
    questionnaire: Questionnaire,
    answers: Answers,
    later_url: str,
    *,
    is_public: bool = False,
) -> HttpResponse:
    asked = asked_again(
        questionnaire=questionnaire, answers=answers, language=request.LANGUAGE_CODE
    )
    context = {
        "asked": asked,
        "later_url": later_url,
        **({"flow_base": "base_public.html"} if is_public else {}),
    }
    return render(request, "assessments/contradictions/page.html", context)
