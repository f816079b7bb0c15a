from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.error_texts import answer_error
from assessments.forms.answers import raw_answer
from assessments.models import Assessment
from assessments.rules.answers import Answers
from assessments.rules.branching import visible_items
from assessments.selectors import catalogue
from assessments.selectors.assessments import refusal
from assessments.selectors.questions import next_after, question
from assessments.selectors.voices import seat_of
from assessments.services.assessments import require_seat, save_answer
from assessments.views.onward import onward_url
from assessments.views.words import may
from governance.views.access import member_required
from tenants.errors import Invalid, NotFound, Refused


@require_http_methods(["GET", "POST"])
@member_required
def assessment_question(request: Any, assessment_id: UUID, item: str) -> HttpResponse:
    """One question with the reader's own answer, or that answer and then the next question."""
    seat = seat_of(assessment_id, member_id=request.member.id)
    require_seat(actor=request.actor, seat=seat, today=request.today)
    one, answers = seat.assessment, seat.answers
    code = refusal(one, now=request.now)
    if code is not None:
        raise Refused(code)
    questionnaire = catalogue.questionnaire(one.questionnaire_version)
    if item not in {shown.id for shown in visible_items(questionnaire, answers)}:
        raise NotFound("not_asked", item=item)
    if request.method == "POST":
        return _answer(request, one, answers, item)
    return _page(request, one, answers, item)


def _answer(request: Any, one: Assessment, answers: Answers, item_id: str) -> HttpResponse:
    item = catalogue.questionnaire(one.questionnaire_version).item(item_id)
    raw = raw_answer(item, request.POST)
    if raw is None:
        return _page(request, one, answers, item_id, error="nothing_answered")
    try:
        save_answer(
            actor=request.actor,
            assessment_id=one.id,
            item_id=item_id,
            raw=raw,
            today=request.today,
            now=request.now,
        )
    except Invalid as wrong:
        return _page(request, one, answers, item_id, error=wrong.fields.get(item_id, [""])[0])
    return _onward(request, one.id, item_id)


def _onward(request: Any, assessment_id: UUID, item_id: str) -> HttpResponse:
    seat = seat_of(assessment_id, member_id=request.member.id)
    one = seat.assessment
    if one.plan:
        may_carry = may(request, "assessment.answer")
        return redirect(onward_url(one, seat.answers, may_carry=may_carry))
    questionnaire = catalogue.questionnaire(one.questionnaire_version)
    following = next_after(questionnaire, seat.answers, item_id=item_id)
    if following is None:
        return redirect("assessment_summary", assessment_id)
    return redirect("assessment_question", assessment_id, following)


def _page(
    request: Any, one: Assessment, answers: Answers, item_id: str, *, error: str = ""
) -> HttpResponse:
    shown = question(
        questionnaire=catalogue.questionnaire(one.questionnaire_version),
        answers=answers,
        item_id=item_id,
        language=request.LANGUAGE_CODE,
        attempt=tuple(request.POST.getlist("answer")),
    )
    context = {
        "question": shown,
        "error": answer_error(error, most=shown.most) if error else "",
        "later_url": reverse("assessment"),
        "previous_url": _address(one.id, shown.previous_id),
        "skip_url": _skip(one, answers, item_id, shown.skip_id),
    }
    status = 422 if error else 200
    return render(request, "assessments/question/page.html", context, status=status)


def _address(assessment_id: UUID, item_id: str | None) -> str:
    return reverse("assessment_question", args=[assessment_id, item_id]) if item_id else ""


def _skip(one: Assessment, answers: Answers, item_id: str, following: str | None) -> str:
    if one.plan:
        return onward_url(one, answers, after=item_id)
    return _address(one.id, following) or reverse("assessment_summary", args=[one.id])
