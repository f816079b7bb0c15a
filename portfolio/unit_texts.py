"""Units in words: the catalogue's codes as a reader says them; a unit somebody typed stays."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# After a figure.
SIGNS: Mapping[str, str | Promise] = {
    "EUR": "€",
    "EUR/ha": "€/ha",
    "d": pgettext_lazy("unit of days", "d"),
    "n": "",
    "n/h": pgettext_lazy("unit", "an hour"),
    "x/y": pgettext_lazy("unit", "a year"),
    "/5": pgettext_lazy("unit", "out of 5"),
}
# Alone, beside the name of a KPI or of a field.
WORDS: Mapping[str, str | Promise] = {
    "EUR": _("euros"),
    "EUR/ha": _("euros per hectare"),
    "d": pgettext_lazy("unit", "days"),
    "h": pgettext_lazy("unit", "hours"),
    "min": pgettext_lazy("unit", "minutes"),
    "km": _("kilometres"),
    "ppm": _("parts per million"),
    "n": pgettext_lazy("unit", "cases"),
    "n/h": pgettext_lazy("unit", "an hour"),
    "x/y": _("times a year"),
    "/5": pgettext_lazy("unit", "out of 5"),
}


def unit_sign(unit: str) -> str:
    """The unit as it follows a figure; empty for what is simply counted."""
    return str(SIGNS.get(unit, unit))


def unit_word(unit: str) -> str:
    """The unit as one says it without a figure."""
    return str(WORDS.get(unit, unit))
