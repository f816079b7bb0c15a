"""Where something that an idea is like stands, in a sentence."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portfolio.life.choices import State
from portfolio.likeness.selectors import SimilarLine
from tenants import display

register = template.Library()
STANDS: Mapping[State, Promise] = {
    State.PROPOSED: _("Waits for an answer since %(day)s."),
    State.BACKLOG: _("Waits in the ideas pool since %(day)s."),
    State.ACTIVE: _("Under way since %(day)s."),
    State.PAUSED: _("Paused since %(day)s."),
    State.COMPLETED: _("Finished on %(day)s."),
    State.STOPPED: _("Already tried, stopped on %(day)s."),
    State.REJECTED: _("Rejected on %(day)s."),
    State.ARCHIVED: _("Archived on %(day)s."),
}
GIVES_A_REASON = frozenset({State.STOPPED, State.REJECTED, State.PAUSED})


@register.filter
def similar_text(line: SimilarLine) -> str:
    """Where it stands, who carries it, why, and what was learned."""
    said = [str(STANDS[line.state]) % {"day": display.date_long(line.since)}]
    if line.captain and line.state in (State.ACTIVE, State.PAUSED):
        said.append(gettext("%(name)s carries it.") % {"name": line.captain})
    if line.reason and line.state in GIVES_A_REASON:
        said.append(gettext("Because: %(reason)s") % {"reason": _ended(line.reason)})
    if line.kept:
        said.append(gettext("Stays: %(kept)s") % {"kept": _ended(line.kept)})
    if line.lesson:
        said.append(gettext("Lesson: %(lesson)s") % {"lesson": _ended(line.lesson)})
    return " ".join(said)


def _ended(text: str) -> str:
    """The sentence with its full stop."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
