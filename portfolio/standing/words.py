"""What awaits somebody, in words and as an address."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from assessments.roadmap.words import action_title
from portfolio.standing.selectors.attention import Awaiting

register = template.Library()


@register.filter
def awaited_text(item: Awaiting) -> str:
    """What awaits: a title, “Mandate of Sophie Lambert”, “2 proposals to sort”."""
    match item.kind:
        case "mandate":
            return gettext("Mandate of %(name)s") % {"name": item.title}
        case "action":
            return action_title(item.action_id)
        case "proposals":
            text = ngettext("%(count)s proposal to sort", "%(count)s proposals to sort", item.count)
            return text % {"count": item.count}
        case "assessment":
            return gettext("A new assessment")
    return item.title


@register.filter
def awaited_url(item: Awaiting) -> str:
    """Where it is taken."""
    match item.kind:
        case "review":
            return reverse("review_item", args=[item.review_id, item.id])
        case "trial":
            return reverse("trial_end", args=[item.id])
        case "mandate":
            return reverse("mandate", args=[item.id])
        case "action":
            return reverse("roadmap_action", args=[item.action_id])
        case "initiative":
            return reverse("initiative_decide", args=[item.id])
        case "assessment":
            return reverse("assessment")
    return reverse("portfolio")
