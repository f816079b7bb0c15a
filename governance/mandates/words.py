"""Where a mandate stands, in words."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from governance.mandates.rules import MandateState

register = template.Library()
STATES: Mapping[MandateState, tuple[str, str, Promise]] = {
    MandateState.RUNNING: ("ok", "done", pgettext_lazy("mandate", "Running")),
    MandateState.WAITING: ("warn", "unknown", pgettext_lazy("mandate", "To be accepted")),
    MandateState.UPCOMING: ("info", "review", pgettext_lazy("mandate", "Not started yet")),
    MandateState.EXPIRED: ("bad", "warning", pgettext_lazy("mandate", "Expired")),
    MandateState.VACANT: ("bad", "warning", pgettext_lazy("mandate", "Holder gone")),
    MandateState.DECLINED: ("mute", "no", pgettext_lazy("mandate", "Declined")),
    MandateState.REVOKED: ("mute", "stopped", pgettext_lazy("mandate", "Revoked")),
}


@register.inclusion_tag("components/_badge.html")
def mandate_badge(state: MandateState) -> dict[str, Any]:
    """Where a mandate stands: shape, colour and word."""
    tone, icon, word = STATES[state]
    return {"tone": tone, "icon": icon, "word": word}
