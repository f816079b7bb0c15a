from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portfolio.life.forms import cards

ANSWERS = (
    ("no", pgettext_lazy("answer", "No")),
    ("yes", pgettext_lazy("answer", "Yes")),
    ("unsure", pgettext_lazy("answer", "I do not know")),
)


def public_question() -> forms.ChoiceField:
    """For an idea of one's own: whether people meet the system or its content."""
    return cards(_("Do people talk with it, or is content it made published?"), ANSWERS)


def confirmed_class(answers: Mapping[str, str], *, catalogue: str) -> str:
    """The class that the taps confirm: the catalogue's, or the one that the answer tells."""
    if "public" not in answers:
        return catalogue
    return "minimal" if answers["public"] == "no" else "transparency"
