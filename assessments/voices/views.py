"""Somebody answers by a link: no account, no cookie; one's own link is all there is.

The token in the address is what a cookie would otherwise be, and no other site knows it: that is
why these forms need no second proof of where they come from. No cookie remembers who answered, so
that the next person at the same screen finds nothing.
"""

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

from assessments.answers.forms import raw_answer
from assessments.answers.models import Assessment
from assessments.answers.selectors import get_assessment, next_after, overview, question, refusal
from assessments.answers.summaries import summary_lines
from assessments.diagnostic.words import WORDS
from assessments.error_texts import TEXTS, answer_error
from assessments.open_door.views import unlisted
from assessments.questionnaire.rules.answers import next_unanswered, progress, visible_items
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
from tenants.errors import Invalid, NotFound, Refused, Unavailable


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
    if item not in {shown.id for shown in visible_items(seat.questionnaire, seat.answers)}:
        raise NotFound("not_asked", item=item)
    if request.method == "POST":
        return _answer(request, token, seat, item)
    return _page(request, token, seat, item)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@unlisted
def voice_end(request: Any, token: str) -> HttpResponse:
    """One's own answers, once more; POST says that they are all."""
    if request.method == "POST":
        finish_voice(token=token, now=request.now)
        return redirect("voice_end", token)
    seat = voice_seat(token=token, now=request.now)
    lines = overview(
        questionnaire=seat.questionnaire, answers=seat.answers, language=request.LANGUAGE_CODE
    )
    context = {
        **summary_lines(lines, lambda item: _address(token, item)),
        **_frame(token),
        "respondent": seat.respondent,
    }
    return render(request, "assessments/voices/end.html", context)


@require_GET
@unlisted
def voice_later(request: Any, token: str) -> HttpResponse:
    """One's own link, to be copied, and until when it opens."""
    seat = voice_seat(token=token, now=request.now)
    context = {
        **_frame(token),
        "link": company_url(request.company.host, reverse("voice", args=[token])),
        "progress": progress(seat.questionnaire, seat.answers, language=request.LANGUAGE_CODE),
        "respondent": seat.respondent,
    }
    return render(request, "assessments/voices/later.html", context)


def _answer(request: Any, token: str, seat: VoiceSeat, item_id: str) -> HttpResponse:
    raw = raw_answer(seat.questionnaire.item(item_id), request.POST)
    if raw is None:
        return _page(request, token, seat, item_id, error="nothing_answered")
    try:
        after = save_voice_answer(token=token, item_id=item_id, raw=raw, now=request.now)
    except Invalid as wrong:
        return _page(request, token, seat, item_id, error=wrong.fields.get(item_id, [""])[0])
    following = next_after(after.questionnaire, after.answers, item_id=item_id)
    return redirect(_address(token, following) or reverse("voice_end", args=[token]))


def _next(token: str, seat: VoiceSeat) -> HttpResponse:
    item = next_unanswered(seat.questionnaire, seat.answers)
    if item is None:
        return redirect("voice_end", token)
    return redirect("voice_question", token, item.id)


def _page(
    request: Any, token: str, seat: VoiceSeat, item_id: str, *, error: str = ""
) -> HttpResponse:
    shown = question(
        questionnaire=seat.questionnaire,
        answers=seat.answers,
        item_id=item_id,
        language=request.LANGUAGE_CODE,
    )
    context = {
        **_frame(token),
        "question": shown,
        "role": seat.respondent.role,
        "error": answer_error(error, most=shown.most) if error else "",
        "previous_url": _address(token, shown.previous_id),
        "skip_url": _address(token, shown.skip_id) or reverse("voice_end", args=[token]),
    }
    return render(
        request, "assessments/voices/question.html", context, status=422 if error else 200
    )


def _frame(token: str) -> dict[str, Any]:
    return {"token": token, "later_url": reverse("voice_later", args=[token]), "is_voice": True}


def _address(token: str, item_id: str | None) -> str:
    return reverse("voice_question", args=[token, item_id]) if item_id else ""


ON_THE_FORM = frozenset({"already_invited", "mail_not_sent", "too_many_invitations"})


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
    return _invitations_page(request, one, form)


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


def _invitations_page(request: Any, one: Assessment, form: InvitationForm) -> HttpResponse:
    people = invited_people(one, now=request.now)
    links = {
        asked.token: company_url(request.company.host, reverse("voice", args=[asked.token]))
        for asked in people.asked
        if asked.token
    }
    context = {"assessment": one, "form": form, "invited": people, "links": links, "words": WORDS}
    status = 422 if form.errors else 200
    return render(request, "assessments/voices/page.html", context, status=status)
