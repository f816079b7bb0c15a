from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.again.selectors import asked_of
from assessments.answers.player import Answering, check, play
from assessments.answers.selectors import refusal
from assessments.diagnostic.onward import completed, ended, onward_url, rest_url
from assessments.diagnostic.services import require_seat, save_answer
from assessments.questionnaire.rules.answers import visible_items
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.voices.selectors.voices import RespondentSeat, seat_of
from governance.access.views import may
from tenants.errors import Refused


def own_answering(seat: RespondentSeat, *, request: Any) -> Answering:
    """A member's own answers to the company's assessment."""
    one, may_carry = seat.assessment, may(request, "assessment.answer")

    def save(item_id: str, raw: object) -> Answering:
        after = save_answer(request.act, assessment_id=one.id, item_id=item_id, raw=raw)
        return own_answering(after, request=request)

    def among(item_id: str) -> Questionnaire:
        """One of the rest, which is not asked one by one, stands among all."""
        asked = asked_of(seat)
        shown = {item.id for item in visible_items(asked, seat.answers)}
        return asked if item_id in shown else seat.questionnaire

    return Answering(
        questionnaire=seat.questionnaire,
        answers=seat.answers,
        counted=seat.firm,
        save=save,
        address=lambda item_id: reverse("assessment_question", args=[one.id, item_id]),
        later=reverse("assessment"),
        end=rest_url(seat, may_carry=may_carry),
        among=among,
        onward=lambda item_id: onward_url(seat, after=item_id, may_carry=may_carry),
    )


@require_http_methods(["GET", "POST"])
def assessment_question(request: Any, assessment_id: UUID, item: str) -> HttpResponse:
    """One question with the reader's own answer, or that answer and then the next question."""
    seat = seat_of(assessment_id, member_id=request.member.id)
    require_seat(request.act, seat=seat)
    code = refusal(seat.assessment, now=request.now)
    if code is not None:
        raise Refused(code)
    return play(request, own_answering(seat, request=request), item)


@require_http_methods(["GET", "POST"])
def assessment_check(request: Any, assessment_id: UUID) -> HttpResponse:
    """Answers that do not go together, once more; POST corrects or keeps, then finishes."""
    seat = seat_of(assessment_id, member_id=request.member.id)
    if (onward := ended(seat.assessment, now=request.now)) is not None:
        return onward
    return check(request, own_answering(seat, request=request)) or completed(request, assessment_id)
