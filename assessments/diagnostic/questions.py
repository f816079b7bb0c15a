from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.again.selectors import asked_of
from assessments.answers.forms import raw_answer
from assessments.answers.selectors import question, refusal
from assessments.diagnostic.onward import onward_url, rest_url
from assessments.diagnostic.services import require_seat, save_answer
from assessments.diagnostic.words import may
from assessments.error_texts import answer_error
from assessments.questionnaire.rules.answers import visible_items
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.voices.selectors.voices import Seat, seat_of
from tenants.errors import Invalid, NotFound, Refused


@require_http_methods(["GET", "POST"])
def assessment_question(request: Any, assessment_id: UUID, item: str) -> HttpResponse:
    """One question with the reader's own answer, or that answer and then the next question."""
    seat = seat_of(assessment_id, member_id=request.member.id)
    require_seat(request.act, seat=seat)
    code = refusal(seat.assessment, now=request.now)
    if code is not None:
        raise Refused(code)
    if item not in _shown(seat.questionnaire, seat):
        raise NotFound("not_asked", item=item)
    if request.method == "POST":
        return _answer(request, seat, item)
    return _page(request, seat, item)


def _answer(request: Any, seat: Seat, item_id: str) -> HttpResponse:
    raw = raw_answer(seat.questionnaire.item(item_id), request.POST)
    if raw is None:
        return _page(request, seat, item_id, error="nothing_answered")
    try:
        after = save_answer(request.act, assessment_id=seat.assessment.id, item_id=item_id, raw=raw)
    except Invalid as wrong:
        return _page(request, seat, item_id, error=wrong.fields.get(item_id, [""])[0])
    may_carry = may(request, "assessment.answer")
    return redirect(onward_url(after, after=item_id, may_carry=may_carry))


def _page(request: Any, seat: Seat, item_id: str, *, error: str = "") -> HttpResponse:
    one, asked = seat.assessment, asked_of(seat)
    shown = question(
        # One of the rest, which is not asked one by one, stands among all.
        questionnaire=asked if item_id in _shown(asked, seat) else seat.questionnaire,
        answers=seat.answers,
        item_id=item_id,
        language=request.LANGUAGE_CODE,
        attempt=tuple(request.POST.getlist("answer")),
    )
    may_carry = may(request, "assessment.answer")
    context = {
        "question": shown,
        "error": answer_error(error, most=shown.most) if error else "",
        "later_url": reverse("assessment"),
        "previous_url": _address(one.id, shown.previous_id),
        "skip_url": _address(one.id, shown.skip_id) or rest_url(seat, may_carry=may_carry),
    }
    status = 422 if error else 200
    return render(request, "assessments/answers/page.html", context, status=status)


def _shown(questionnaire: Questionnaire, seat: Seat) -> frozenset[str]:
    return frozenset(item.id for item in visible_items(questionnaire, seat.answers))


def _address(assessment_id: UUID, item_id: str | None) -> str:
    return reverse("assessment_question", args=[assessment_id, item_id]) if item_id else ""
