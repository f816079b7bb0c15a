"""What stages and places are called."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from portfolio.takeover.choices import Place, Stage

register = template.Library()

STAGES: Mapping[str, Promise] = {
    Stage.BEGUN: pgettext_lazy("stage of a project", "At its beginning"),
    Stage.UNDER_WAY: pgettext_lazy("stage of a project", "Under way"),
    Stage.NEARLY_DONE: pgettext_lazy("stage of a project", "Nearly done"),
    Stage.IN_USE: pgettext_lazy("stage of a project", "In use"),
    Stage.BLOCKED: pgettext_lazy("stage of a project", "Blocked"),
}
PLACES: Mapping[str, Promise] = {
    Place.PRIORITY: pgettext_lazy("place of a project", "Priority"),
    Place.POOL: pgettext_lazy("place of a project", "Ideas pool"),
    Place.IN_PLACE: pgettext_lazy("place of a project", "In place"),
    Place.STOP: pgettext_lazy("place of a project", "Stop it"),
}


@register.filter
def stage_word(stage: str) -> str:
    """Where a project has got to."""
    return str(STAGES[stage])
