from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.questionnaire.selectors import current_questionnaire
from assessments.skills.choices import PlanWay
from assessments.skills.models import SkillPlan
from assessments.skills.selectors import get_plan, person_line, skill_names
from assessments.skills.services import (
    change_plan,
    complete_plan,
    drop_plan,
    plan_skill,
    record_literacy,
    set_levels,
)
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.members.selectors import get_member, present_members
from portfolio.life.views import form_view
from portfolio.literacy.selectors import uses_in_place
from portfolio.skills.forms import LevelsForm, MeasureForm, PlanDoneForm, PlanForm
from portfolio.skills.selectors import skills_page
from portfolio.skills.words import WHYS


@require_GET
def skills(request: Any) -> HttpResponse:
    """Who can do what, what is missing, and what is done about it."""
    page = skills_page(actor=request.actor, today=request.today, language=request.LANGUAGE_CODE)
    return render(request, "portfolio/skills/page.html", {"page": page, "whys": WHYS})


@require_http_methods(["GET", "POST"])
def skill_person(request: Any, member_id: UUID) -> HttpResponse:
    """One member's line, corrected by oneself or by who edits skills."""
    line = person_line(get_member(member_id), today=request.today)
    own = SubjectFacts(named_ids=frozenset({member_id}))
    require(request.act, permission="skills.edit", subject=own)
    initial = {**line.levels, "expected_version": line.version}
    form = LevelsForm(request.POST or None, names=_names(request), initial=initial)
    return form_view(
        request,
        "portfolio/skills/person.html",
        form,
        context=lambda: {"person": line.member},
        save=lambda: set_levels(request.act, member_id=member_id, **form.described()),
        done=_to_page(_("The map is up to date.")),
    )


@require_http_methods(["GET", "POST"])
def skill_plan_new(request: Any) -> HttpResponse:
    """A plan for a skill; the address may name it, and the way that is proposed."""
    initial = {name: request.GET.get(name) for name in ("skill", "way")}
    people, names = present_members(), _names(request)
    form = PlanForm(request.POST or None, members=people, names=names, initial=initial)
    return form_view(
        request,
        "portfolio/skills/plan.html",
        form,
        save=lambda: plan_skill(
            request.act, skill=form.cleaned_data["skill"], given=form.planned()
        ),
        done=_to_page(_("The plan is made.")),
    )


@require_http_methods(["GET", "POST"])
def skill_plan(request: Any, skill_plan_id: UUID) -> HttpResponse:
    """The plan, changed or given up."""
    plan = get_plan(skill_plan_id)
    form = PlanForm(request.POST or None, members=present_members(), initial=_planned(plan))
    return form_view(
        request,
        "portfolio/skills/plan.html",
        form,
        context=lambda: {"name": _names(request).get(plan.skill, plan.skill), "plan": plan},
        save=lambda: change_plan(request.act, plan_id=plan.id, given=form.planned(), **_seen(form)),
        done=_to_page(_("The plan is changed.")),
    )


@require_http_methods(["GET", "POST"])
def skill_plan_done(request: Any, skill_plan_id: UUID) -> HttpResponse:
    """What was done; a training counts for literacy in the same step."""
    plan = get_plan(skill_plan_id)
    trains = plan.way == PlanWay.TRAIN
    form = _done_form(request, plan)
    return form_view(
        request,
        "portfolio/skills/done.html",
        form,
        context=lambda: {"name": _names(request).get(plan.skill, plan.skill), "plan": plan},
        save=lambda: complete_plan(request.act, plan_id=plan.id, done=form.done(), **_seen(form)),
        done=_to_page(_("Done. The training counts for AI literacy.") if trains else _("Done.")),
    )


@require_POST
def skill_plan_drop(request: Any, skill_plan_id: UUID) -> HttpResponse:
    """The plan is given up."""
    drop_plan(request.act, plan_id=skill_plan_id)
    messages.success(request, _("The plan is given up."))
    return redirect("skills")


@require_http_methods(["GET", "POST"])
def literacy_new(request: Any) -> HttpResponse:
    """Something done so that people use AI knowingly."""
    form = MeasureForm(
        request.POST or None,
        members=present_members(),
        uses=uses_in_place(),
        initial={"held_on": request.today},
    )
    return form_view(
        request,
        "portfolio/skills/measure.html",
        form,
        save=lambda: record_literacy(request.act, given=form.measured()),
        done=lambda _row: (_("The measure is recorded."), reverse("literacy")),
    )


def _names(request: Any) -> dict[str, str]:
    questionnaire = current_questionnaire(today=request.today)
    return skill_names(questionnaire=questionnaire, language=request.LANGUAGE_CODE)


def _planned(plan: SkillPlan) -> dict[str, Any]:
    return {
        "way": plan.way,
        "owner": str(plan.owner_id),
        "by_on": plan.by_on,
        "note": plan.note,
        "expected_version": plan.version,
    }


def _done_form(request: Any, plan: SkillPlan) -> PlanDoneForm:
    return PlanDoneForm(
        request.POST or None,
        members=present_members(),
        trains=plan.way == PlanWay.TRAIN,
        initial={"done_on": request.today, "expected_version": plan.version},
    )


def _seen(form: forms.Form) -> dict[str, Any]:
    return {"expected_version": form.cleaned_data["expected_version"]}


def _to_page(text: str) -> Callable[[Any], tuple[str, str]]:
    return lambda _saved: (text, reverse("skills"))
