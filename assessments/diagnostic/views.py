from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.again.selectors import rest_lines
from assessments.again.services import put_off_proposal
from assessments.answers.player import summary
from assessments.answers.selectors import invited
from assessments.contradictions.selectors import contradictory
from assessments.diagnostic.onward import completed, ended, onward_url
from assessments.diagnostic.questions import own_answering
from assessments.diagnostic.selectors import (
    DiagnosticStanding,
    company_duration,
    standing,
    takes_minutes,
)
from assessments.diagnostic.services import carry_answers, require_seat, start_assessment
from assessments.diagnostic.words import WORDS, headline
from assessments.voices.selectors.invitations import invited_people
from assessments.voices.selectors.voices import RespondentSeat, seat_of
from governance.access.services import require
from governance.access.views import may


@require_GET
def assessment(request: Any) -> HttpResponse:
    """Where the company stands, and the way to a first, next or interrupted assessment."""
    where = standing(now=request.now, today=request.today, language=request.LANGUAGE_CODE)
    context = {
        "standing": where,
        "headline": headline(where.latest.taken) if where.latest else "",
        "takes": _takes(request) if where.open is None else None,
        "words": WORDS,
        **_others(request, where),
    }
    return render(request, "assessments/diagnostic/page.html", context)


def _takes(request: Any) -> object:
    real = company_duration()
    return takes_minutes(today=request.today, language=request.LANGUAGE_CODE, real=real)


def _others(request: Any, where: DiagnosticStanding) -> dict[str, object]:
    """Who may answer, who was asked, for those who may ask."""
    may_finish = may(request, "assessment.answer")
    may_invite = where.open is not None and may(request, "assessment.invite")
    return {
        "may_answer": may_finish or _is_invited(request, where),
        "may_finish": may_finish,
        "invited": invited_people(where.open, now=request.now)
        if where.open and may_invite
        else None,
    }


def _is_invited(request: Any, where: DiagnosticStanding) -> bool:
    return where.open is not None and may(request, "assessment.answer", subject=invited(where.open))


@require_POST
def assessment_start(request: Any) -> HttpResponse:
    """The one open assessment goes on, or a new one begins."""
    started = start_assessment(request.act)
    return redirect("assessment_detail", started.id)


@require_GET
def assessment_detail(request: Any, assessment_id: UUID) -> HttpResponse:
    """On to the reader's next question, the summary or the result."""
    seat = seat_of(assessment_id, member_id=request.member.id)
    onward = ended(seat.assessment, now=request.now)
    may_carry = may(request, "assessment.answer")
    return onward or redirect(onward_url(seat, may_carry=may_carry))


@require_POST
def assessment_later(request: Any) -> HttpResponse:
    """The proposed assessment comes back in a month."""
    put_off_proposal(request.act)
    messages.success(request, _("Put off by a month."))
    return redirect("assessment")


@require_http_methods(["GET", "POST"])
def assessment_rest(request: Any, assessment_id: UUID) -> HttpResponse:
    """What is not asked again, with the answers before; POST confirms it all."""
    seat = seat_of(assessment_id, member_id=request.member.id)
    if (onward := ended(seat.assessment, now=request.now)) is not None:
        return onward
    lines = rest_lines(seat, language=request.LANGUAGE_CODE)
    if not lines:
        return redirect(onward_url(seat, may_carry=False))
    if request.method == "POST":
        return _carry(request, assessment_id)
    context = {"assessment": seat.assessment, "lines": lines, "later_url": reverse("assessment")}
    return render(request, "assessments/again/rest.html", context)


def _carry(request: Any, assessment_id: UUID) -> HttpResponse:
    carry_answers(request.act, assessment_id=assessment_id)
    return redirect("assessment_summary", assessment_id)


@require_http_methods(["GET", "POST"])
def assessment_summary(request: Any, assessment_id: UUID) -> HttpResponse:
    """Every answer before it counts; POST finishes, or asks first what does not go together."""
    seat = seat_of(assessment_id, member_id=request.member.id)
    if (onward := ended(seat.assessment, now=request.now)) is not None:
        return onward
    require_seat(request.act, seat=seat)
    if request.method == "POST":
        return _finish(request, seat)
    return render(request, "assessments/answers/summary.html", _summary(request, seat))


def _finish(request: Any, seat: RespondentSeat) -> HttpResponse:
    """Who was only asked learns nothing of the company's answers from the way it goes."""
    require(request.act, permission="assessment.answer")
    if contradictory(seat.questionnaire, seat.firm):
        return redirect("assessment_check", seat.assessment.id)
    return completed(request, seat.assessment.id)


def _summary(request: Any, seat: RespondentSeat) -> dict[str, object]:
    """The company's answers for who may finish; one's own for who was only asked."""
    may_finish = may(request, "assessment.answer")
    answers = seat.firm if may_finish else seat.answers
    return {
        **summary(request, own_answering(seat, request=request), answers),
        "only_asked": not may_finish,
    }
