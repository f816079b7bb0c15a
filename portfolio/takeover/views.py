from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from governance.members.selectors import present_members
from portfolio.cap.selectors import portfolio_policy
from portfolio.decisions.selectors import authority_of
from portfolio.initiatives.models import Initiative
from portfolio.life.views import form_view, home_of
from portfolio.takeover.forms import ChoiceForm, ProjectsForm
from portfolio.takeover.selectors import running_projects
from portfolio.takeover.services import name_projects, take_over


@require_http_methods(["GET", "POST"])
def takeover(request: Any) -> HttpResponse:
    """What runs already, in three fields each; below, the first trade-off."""
    rows = running_projects()
    form = ProjectsForm(request.POST or None, rows=rows, members=present_members())
    return form_view(
        request,
        "portfolio/takeover/page.html",
        form,
        context=lambda: _context(request, choice=ChoiceForm(rows=rows, free=_free(request))),
        save=lambda: name_projects(request.act, named=form.named()),
        done=lambda named: (_named(len(named)), f"{reverse('takeover')}#choose"),
    )


@require_http_methods(["GET", "POST"])
def takeover_choice(request: Any) -> HttpResponse:
    """Which are the priorities, and what becomes of the others."""
    rows = running_projects()
    choice = ChoiceForm(request.POST or None, rows=rows, free=_free(request))
    return form_view(
        request,
        "portfolio/takeover/page.html",
        choice,
        context=lambda: {
            **_context(request, choice=choice),
            "form": ProjectsForm(rows=rows, members=present_members()),
        },
        save=lambda: take_over(request.act, picks=[one.pick() for one in choice.picks]),
        done=_taken_over,
    )


def _context(request: Any, *, choice: ChoiceForm) -> dict[str, Any]:
    authority = authority_of(actor=request.actor, today=request.today)
    return {
        "choice": choice,
        "free": choice.free,
        "denial": authority.denial(permission="initiative.adopt"),
    }


def _free(request: Any) -> int:
    policy = portfolio_policy(today=request.today)
    return max(0, policy.slots - policy.active_count)


def _named(count: int) -> str:
    return ngettext(
        "%(count)s project is on the list.", "%(count)s projects are on the list.", count
    ) % {"count": count}


def _taken_over(priorities: list[Initiative]) -> tuple[str, str]:
    """The first priority is where one promises a figure and a date."""
    text = _("Everything has its place. What is missing stands on each priority, with its date.")
    return text, home_of(priorities[0].id) if priorities else reverse("portfolio")
