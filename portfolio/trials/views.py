from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.access.rules.authority import Grant
from governance.access.services import decide_authority
from governance.law.selectors import latest_triage
from governance.members.selectors import present_members
from portfolio.initiatives.selectors.pages import get_initiative
from portfolio.life.views import form_view, home_of
from portfolio.trials.choices import Rating
from portfolio.trials.forms import (
    RatingForm,
    SmallTrialEndForm,
    TrialEndForm,
    TrialForm,
    UsersForm,
)
from portfolio.trials.models import Trial
from portfolio.trials.rules import SMALL_CLASSES
from portfolio.trials.selectors import get_trial
from portfolio.trials.services import ask_users, end_trial, own_rating, rate_trial, start_trial


@require_http_methods(["GET", "POST"])
def initiative_trial(request: Any, initiative_id: UUID) -> HttpResponse:
    """A small try that takes no slot."""
    row = get_initiative(initiative_id)
    form = TrialForm(request.POST or None)
    return form_view(
        request,
        "portfolio/trials/page.html",
        form,
        context=lambda: {"row": row},
        save=lambda: start_trial(request.act, initiative_id=row.id, **form.cleaned_data),
        done=lambda _trial: (_("The trial runs for thirty days."), home_of(row.id)),
        initiative_id=row.id,
    )


@require_http_methods(["GET", "POST"])
def trial_end(request: Any, trial_id: UUID) -> HttpResponse:
    """What the trial has answered."""
    trial = get_trial(trial_id)
    form = _end_form(request, trial)
    return form_view(
        request,
        "portfolio/trials/end.html",
        form,
        context=lambda: {"row": trial.initiative, "trial": trial},
        save=lambda: end_trial(request.act, trial_id=trial.id, **form.ended()),
        done=lambda _trial: (_("The answer stands with the idea."), home_of(trial.initiative_id)),
        initiative_id=trial.initiative_id,
    )


@require_http_methods(["GET", "POST"])
def trial_users(request: Any, trial_id: UUID) -> HttpResponse:
    """Who tries it, and is asked what they think of it."""
    trial = get_trial(trial_id)
    form = UsersForm(request.POST or None, people=present_members(), trial=trial)
    return form_view(
        request,
        "portfolio/trials/users.html",
        form,
        context=lambda: {"row": trial.initiative, "trial": trial},
        save=lambda: ask_users(request.act, trial_id=trial.id, member_ids=form.ids()),
        done=lambda _trial: (_("They find it in their list."), home_of(trial.initiative_id)),
        initiative_id=trial.initiative_id,
    )


@require_http_methods(["GET", "POST"])
def trial_rating(request: Any, trial_id: UUID) -> HttpResponse:
    """What somebody who tries it thinks of it: one tap."""
    trial = get_trial(trial_id)
    own = own_rating(request.act, trial=trial)
    form = RatingForm(request.POST or None, initial={"rating": own.rating})
    return form_view(
        request,
        "portfolio/trials/rating.html",
        form,
        context=lambda: {"row": trial.initiative, "trial": trial},
        save=lambda: rate_trial(
            request.act, trial_id=trial.id, rating=Rating(form.cleaned_data["rating"])
        ),
        done=lambda _trial: (_("Thank you, it is noted."), home_of(trial.initiative_id)),
        initiative_id=trial.initiative_id,
    )


def _end_form(request: Any, trial: Trial) -> TrialEndForm:
    """With the way straight to the register, for who keeps it and what the law lets be small."""
    keeps = decide_authority(request.act, permission="register.edit")
    triage = latest_triage([trial.initiative_id], as_of=request.today).get(trial.initiative_id)
    is_light = triage is not None and triage.triage_class in SMALL_CLASSES
    kind = SmallTrialEndForm if is_light and isinstance(keeps, Grant) else TrialEndForm
    return kind(request.POST or None)
