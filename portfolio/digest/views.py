"""Behind the link of the week's mail: numbers and ticks, and the end of these mails.

The token in the address is what a cookie would otherwise be, and no other site knows it: that is
why these forms need no second proof of where they come from. A reader of mails that opens links
changes nothing: what was typed is shown once more, and sent by a button.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessments.open_door.views import unlisted
from governance.access.forms import focus_first_error
from governance.members.models import Member
from portfolio.digest.forms import WeekForm, show_week_refusal
from portfolio.digest.selectors import link_of, mail_behind, owed_by
from portfolio.digest.services import enter_by_link, switch_by_link
from portfolio.measuring.rules import month_end
from portfolio.measuring.selectors import month_of
from portfolio.standing.services import read_true
from tenants.errors import Invalid, Refused


@csrf_exempt
@require_http_methods(["GET", "POST"])
@unlisted
def weekly_link(request: Any, token: str) -> HttpResponse:
    """What is to be typed and ticked: entered, shown once more, recorded once."""
    link = link_of(token, today=request.today)
    with translation.override(link.member.language):
        return _by_link(request, token, _form(request, link.member))


@csrf_exempt
@require_http_methods(["GET", "POST"])
@unlisted
def weekly_off(request: Any, token: str) -> HttpResponse:
    """The end of these mails, by a button or by the reader's program; and the way back."""
    person = mail_behind(token).member
    with translation.override(person.language):
        if request.method == "POST":
            wanted = request.POST.get("again") == "1"
            switch_by_link(token=token, wanted=wanted, now=request.now, today=request.today)
            person.weekly_mail = wanted
        asked = request.method == "GET"
        context = {"person": person, "asked": asked}
        return render(request, "portfolio/digest/off.html", context)


def _form(request: Any, person: Member) -> WeekForm:
    """The fields of what that person owes this week."""
    today = request.today
    owed = read_true(lambda: owed_by(person, today=today, now=request.now), today=today)
    ids, month = {one.id for one in owed.duties if one.by_link}, month_of(person.id)
    return WeekForm(
        request.POST or None,
        month=month.only(ids),
        owed=owed.duties,
        today=today,
    )


def _by_link(request: Any, token: str, form: WeekForm) -> HttpResponse:
    context = {"form": form, "due_by": month_end(request.today)}
    if not (form.is_bound and form.is_valid()):
        if form.is_bound:
            focus_first_error(form)
        status = 422 if form.is_bound else 200
        return render(request, "portfolio/digest/link.html", context, status=status)
    if "sure" not in request.POST:
        return render(request, "portfolio/digest/sure.html", context)
    try:
        count = enter_by_link(
            token=token,
            entries=form.entries(),
            steps=form.ticked(),
            ratings=form.rated(),
            now=request.now,
            today=request.today,
        )
    except (Invalid, Refused) as error:
        show_week_refusal(form, error)
        return render(request, "portfolio/digest/link.html", context, status=error.status)
    told = ngettext("%(count)s line is recorded.", "%(count)s lines are recorded.", count)
    return render(request, "portfolio/digest/thanks.html", {"text": told % {"count": count}})
