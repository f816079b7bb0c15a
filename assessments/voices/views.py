"""Somebody answers by a link: no account, no cookie; one's own link is all there is.

The token in the address is what a cookie would otherwise be, and no other site knows it: that is
why these forms need no second proof of where they come from. No cookie remembers who answered, so
that the next person at the same screen finds nothing.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.answers.models import Assessment
from assessments.answers.player import Answering, play, summary
from assessments.answers.selectors import get_assessment, refusal
from assessments.diagnostic.words import WORDS
from assessments.error_texts import TEXTS
from assessments.open_door.views import unlisted
from assessments.questionnaire.rules.answers import next_unanswered, progress
from assessments.voices.forms import InvitationForm
from assessments.voices.selectors.invitations import (
    VoiceSeat,
    invited_people,
    open_invitation,
    voice_seat,
)
from assessments.voices.services import (
    close_invitation,
    enter_by_invitation,
    finish_voice,
    invite_by_email,
    invite_by_link,
    save_voice_answer,
)
from governance.access.forms import add_errors
from tenants.addresses import company_url
from tenants.errors import Invalid, Refused, Unavailable


def voice_answering(token: str, seat: VoiceSeat, *, now: datetime) -> Answering:
    """The answers of who came by a link."""

    def save(item_id: str, raw: object) -> Answering:
        after = save_voice_answer(token=token, item_id=item_id, raw=raw, now=now)
        return voice_answering(token, after, now=now)

    return Answering(
        questionnaire=seat.questionnaire,
        answers=seat.answers,
        save=save,
        address=lambda item_id: reverse("voice_question", args=[token, item_id]),
        later=reverse("voice_later", args=[token]),
        end=reverse("voice_end", args=[token]),
        frame={"token": token, "is_voice": True, "role": seat.respondent.role},
        template="assessments/voices/question.html",
    )


@csrf_exempt
@require_http_methods(["GET", "POST"])
@unlisted
def voice(request: Any, token: str) -> HttpResponse:
    """What is asked, and what becomes of the answers; POST begins. One's own link goes on."""
    door = open_invitation(token=token, now=request.now)
    if door is None:
        return _next(token, voice_seat(token=token, now=request.now))
    if request.method == "GET":
        return render(request, "assessments/voices/welcome.html", {"invitation": door})
    if not consume(request, action="voice"):
        return render(request, "errors/429.html", status=429)
    return redirect("voice", enter_by_invitation(token=token, now=request.now))


@csrf_exempt
@require_http_methods(["GET", "POST"])
@unlisted
def voice_question(request: Any, token: str, item: str) -> HttpResponse:
    """One question, or its answer and then the next one."""
    seat = voice_seat(token=token, now=request.now)
    return play(request, voice_answering(token, seat, now=request.now), item)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@unlisted
def voice_end(request: Any, token: str) -> HttpResponse:
    """One's own answers, once more; POST says that they are all."""
    if request.method == "POST":
        finish_voice(token=token, now=request.now)
        return redirect("voice_end", token)
    seat = voice_seat(token=token, now=request.now)
    lines = summary(request, voice_answering(token, seat, now=request.now), seat.answers)
    context = {**lines, "respondent": seat.respondent}
    return render(request, "assessments/voices/end.html", context)


@require_GET
@unlisted
def voice_later(request: Any, token: str) -> HttpResponse:
    """One's own link, to be copied, and until when it opens."""
    seat = voice_seat(token=token, now=request.now)
    context = {
        "token": token,
        "later_url": reverse("voice_later", args=[token]),
        "is_voice": True,
        "link": company_url(request.company.host, reverse("voice", args=[token])),
        "progress": progress(seat.questionnaire, seat.answers, language=request.LANGUAGE_CODE),
        "respondent": seat.respondent,
    }
    return render(request, "assessments/voices/later.html", context)


def _next(token: str, seat: VoiceSeat) -> HttpResponse:
    item = next_unanswered(seat.questionnaire, seat.answers)
    if item is None:
        return redirect("voice_end", token)
    return redirect("voice_question", token, item.id)


ON_THE_FORM = frozenset({"already_invited", "too_many_invitations"})


@require_http_methods(["GET", "POST"])
def assessment_voices(request: Any, assessment_id: UUID) -> HttpResponse:
    """Who was asked to answer as well, and the form that asks somebody more."""
    one = get_assessment(assessment_id)
    code = refusal(one, now=request.now)
    if code is not None:
        raise Refused(code)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _invite(request, one, form):
        return redirect("assessment_voices", one.id)
    return _page(request, one, form)


@require_POST
def assessment_voice_close(request: Any, assessment_id: UUID, invitation_id: UUID) -> HttpResponse:
    """The link opens nothing any more."""
    close_invitation(request.act, invitation_id=invitation_id)
    messages.success(request, _("The link is closed. Who has begun may go on."))
    return redirect("assessment_voices", assessment_id)


def _invite(request: Any, one: Assessment, form: InvitationForm) -> bool:
    role, email = form.cleaned_data["role"], form.cleaned_data["email"]
    try:
        if email:
            invite_by_email(request.act, assessment_id=one.id, role=role, email=email)
            messages.success(request, _("%s is invited.") % email)
        else:
            invite_by_link(request.act, assessment_id=one.id, role=role)
            messages.success(request, _("The link is ready: copy it and pass it on."))
    except Invalid as error:
        add_errors(form, error)
    except (Refused, Unavailable) as error:
        if error.code not in ON_THE_FORM:
            raise
        form.add_error("email", str(TEXTS[error.code]) % error.facts)
    return not form.errors


def _page(request: Any, one: Assessment, form: InvitationForm) -> HttpResponse:
    people = invited_people(one, now=request.now)
    links = {
        asked.token: company_url(request.company.host, reverse("voice", args=[asked.token]))
        for asked in people.asked
        if asked.token
    }
    context = {"assessment": one, "form": form, "invited": people, "links": links, "words": WORDS}
    status = 422 if form.errors else 200
    return render(request, "assessments/voices/page.html", context, status=status)
