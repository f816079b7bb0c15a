"""What stages and places are called."""

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from portfolio.cap.selectors import company_calendar
from portfolio.start.rules import adoption_due
from portfolio.takeover.choices import ProjectPlace, ProjectStage

register = template.Library()

STAGES: Mapping[str, Promise] = {
    ProjectStage.BEGUN: pgettext_lazy("stage of a project", "At its beginning"),
    ProjectStage.UNDER_WAY: pgettext_lazy("stage of a project", "Under way"),
    ProjectStage.NEARLY_DONE: pgettext_lazy("stage of a project", "Nearly done"),
    ProjectStage.IN_USE: pgettext_lazy("stage of a project", "In use"),
    ProjectStage.BLOCKED: pgettext_lazy("stage of a project", "Blocked"),
}
PLACES: Mapping[str, Promise] = {
    ProjectPlace.PRIORITY: pgettext_lazy("place of a project", "Priority"),
    ProjectPlace.POOL: pgettext_lazy("place of a project", "Ideas pool"),
    ProjectPlace.IN_PLACE: pgettext_lazy("place of a project", "In place"),
    ProjectPlace.STOP: pgettext_lazy("place of a project", "Stop it"),
}


@register.filter
def stage_word(stage: str) -> str:
    """Where a project has got to."""
    return str(STAGES[stage])


@register.filter
def due_after(code: str, adopted_on: date) -> date:
    """When that line of *ready to start* is due of what was taken over that day."""
    return adoption_due(code=code, adopted_on=adopted_on, calendar=company_calendar())
