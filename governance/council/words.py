"""Where a consultation of the works council stands, in one dated sentence."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.council.choices import Opinion
from governance.council.rules import Consulted, CouncilState
from tenants.display import date_long

register = template.Library()

SENTENCES: Mapping[CouncilState, Promise] = {
    CouncilState.AWAITED: _(
        "Asked on %(asked)s. Without an answer by %(last)s, the opinion counts as given, and"
        " negative."
    ),
    CouncilState.SILENT: _(
        "Asked on %(asked)s. No answer by %(last)s: the opinion counts as given, and negative."
    ),
    CouncilState.GIVEN: _("Asked on %(asked)s. Opinion given on %(given)s: %(opinion)s."),
}


@register.filter
def council_answer(one: Consulted) -> str:
    """What the works council answered and when, or by when its silence counts."""
    label = str(Opinion(one.opinion).label)
    return str(SENTENCES[one.answer]) % {
        "asked": date_long(one.asked_on),
        "last": date_long(one.silent_on),
        "given": date_long(one.opinion_on) if one.opinion_on else "",
        "opinion": label[:1].lower() + label[1:],
    }
