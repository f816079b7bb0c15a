"""Numbers, sums, dates and names as a reader of the active language expects them."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache, wraps
from math import ceil
from typing import TypeVar

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tenants.reading import EURO, is_unit

register = template.Library()
Number = int | float | Decimal
NO_BREAK = "\u00a0"
NARROW = "\u202f"
MINUS = "\u2212"
MISSING = "–"
FRENCH_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)


Told = TypeVar("Told", bound=Hashable)


def once_a_language(say: Callable[[Told], str]) -> Callable[[Told], str]:
    """The same, for words that hang on what is told and on the language alone."""

    @lru_cache(maxsize=4096)
    def said(language: str | None, told: Told) -> str:
        return say(told)

    @wraps(say)
    def found(told: Told) -> str:
        return said(get_language(), told)

    return found


def _french() -> bool:
    return (get_language() or "fr").startswith("fr")


def _grouped(value: Number, decimals: int, *, trimmed: bool = False) -> str:
    """A number with grouped thousands and so many decimals, trailing zeros off when trimmed."""
    step = Decimal(1).scaleb(-decimals)
    exact = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,.{decimals}f}"
    if trimmed and "." in text:
        text = text.rstrip("0").rstrip(".")
    if _french():
        text = text.replace(",", NARROW).replace(".", ",")
    return f"{MINUS}{text}" if exact < 0 else text


def written(value: Number, places: int) -> str:
    """A number as it stands in a field: grouped, with all its decimals up to so many."""
    return _grouped(value, places, trimmed=True)


def _decimals(value: Number) -> int:
    size = abs(float(value))
    if size >= 100:
        return 0 if size >= 1000 else 1
    return 4 if 0 < size < 0.1 else 2


@register.filter
def number(value: Number | None, decimals: int | None = None) -> str:
    """A number: “46 200”, “4,6”; as many decimals as its size deserves unless told."""
    if value is None:
        return MISSING
    if decimals is None:
        return _grouped(value, _decimals(value), trimmed=True)
    return _grouped(value, decimals)


@register.filter
def signed(value: Number | None, unit: str = "") -> str:
    """A change with its sign: “+22 h”, “−0,5 point”."""
    return MISSING if value is None else _signed(value, unit, 0)


def _signed(value: Number, unit: str, more: int) -> str:
    text = _quantity(value, unit, more)
    return f"+{text}" if value > 0 else text


def changes(*values: Number | None, unit: str = "") -> list[str]:
    """Changes side by side, with their signs: “−0,11 %” and “−0,12 %”."""
    return apart(lambda value, more: _signed(value, unit, more), *values)


@register.filter
def quantity(value: Number | None, unit: str = "") -> str:
    """A number with its unit: “4,6 j”, “1,9 %”, “€1,200”; euros go through money."""
    return MISSING if value is None else _quantity(value, unit, 0)


def _quantity(value: Number, unit: str, more: int) -> str:
    unit = unit_sign((unit or "").strip())
    if unit in ("€", "EUR"):
        return money(value)
    figure = _grouped(value, _decimals(value) + more, trimmed=True)
    if unit == "%":
        return figure + (f"{NARROW}%" if _french() else "%")
    return f"{figure}{NO_BREAK}{unit}" if unit else figure


@register.filter
def percent(share: Number | None) -> str:
    """A share (1 is the whole) in whole percent: “77 %”, “77%”."""
    return MISSING if share is None else _share(share, 0)


def _share(share: Number, more: int) -> str:
    return _grouped(Decimal(str(share)) * 100, more) + (f"{NARROW}%" if _french() else "%")


def _euros(text: str) -> str:
    if _french():
        return f"{text}{NO_BREAK}€"
    return f"{MINUS}€{text[1:]}" if text.startswith(MINUS) else f"€{text}"


@register.filter
def money(value: Number | None) -> str:
    """A sum in euros: “46 200 €”, “€46,200”; cents only where there are some."""
    if value is None:
        return MISSING
    whole = Decimal(str(value)).quantize(Decimal("0.01")) == Decimal(str(value)).to_integral_value()
    return _euros(_grouped(value, 0 if whole else 2))


def _shortened(value: Number, more: int = 0) -> tuple[str, str]:
    """A sum's figure and its multiple: (“58,1”, “k”); nothing is shortened under 1,000."""
    size, exact = abs(float(value)), Decimal(str(value))
    if size >= 999_500:
        return _grouped(exact / 1_000_000, 1 + more, trimmed=True), "M"
    if size >= 999.5:
        decimals = (1 if size < 99_950 else 0) + more
        return _grouped(exact / 1000, decimals, trimmed=True), "k"
    return _grouped(value, min(more, 2)), ""


@register.filter
def money_short(value: Number | None) -> str:
    """A sum at a glance: “58,1 k€”, “€58.1k”, “850 €”."""
    return MISSING if value is None else _short_sum(value, 0)


def _short_sum(value: Number, more: int) -> str:
    figure, multiple = _shortened(value, more)
    return f"{figure}{NO_BREAK}{multiple}€" if _french() else f"{_euros(figure)}{multiple}"


MOST_DECIMALS = 6


def apart(write: Callable[[Number, int], str], *values: Number | None) -> list[str]:
    """The values as they stand side by side: two that differ never read the same.

    `write` writes one value with so many more decimals than it usually has: the fewest that tell
    the values apart, the same for all, six at most.
    """
    more = _more_decimals(write, {value for value in values if value is not None})
    return [MISSING if value is None else write(value, more) for value in values]


def _more_decimals(write: Callable[[Number, int], str], values: set[Number]) -> int:
    """How many more decimals tell the values apart; none where six do not."""
    for more in range(MOST_DECIMALS + 1):
        if len({write(value, more) for value in values}) == len(values):
            return more
    return 0


@register.simple_tag
def quantities(*values: Number | None, unit: str = "") -> list[str]:
    """Values of one unit side by side: “3,04 j” and “3,05 j”, “2,041 %” and “2,044 %”."""
    return apart(lambda value, more: _quantity(value, unit, more), *values)


@register.simple_tag
def sums(*values: Number | None) -> list[str]:
    """Sums side by side at a glance: “12 k€” and “12,04 k€”."""
    return apart(_short_sum, *values)


@register.simple_tag
def shares(*values: Number | None) -> list[str]:
    """Shares side by side: “48 %” and “82 %”, “48,2 %” and “47,9 %”."""
    return apart(_share, *values)


@register.simple_tag
def money_range(low: Number | None, high: Number | None) -> str:
    """A range of euros: “8 à 20 k€”, “€8k–20k”; one figure where they are the same."""
    if low is None or high is None or len(set(sums(low, high))) == 1:
        return money_short(high if low is None else low)
    more = _more_decimals(_short_sum, {low, high})
    (first, unit), (last, last_unit) = _shortened(low, more), _shortened(high, more)
    if not _french():
        return f"{_short_sum(low, more)}–{last}{last_unit}"
    start = first if unit == last_unit else _short_sum(low, more)
    return f"{start} à {_short_sum(high, more)}"


@register.simple_tag
def quantity_range(low: Number | None, high: Number | None, unit: str = "") -> str:
    """A range with its unit: “2 à 3,3 j”, “2–3.3 j”; one figure where they are the same."""
    if low is None or high is None:
        return quantity(high if low is None else low, unit)
    if unit in ("€", "EUR"):
        return money_range(low, high)
    (first, last), (bare, _same) = quantities(low, high, unit=unit), quantities(low, high)
    if first == last:
        return first
    return f"{bare}{' à ' if _french() else '–'}{last}"


@register.filter
def days(count: Number | None) -> str:
    """A number of days: “1 jour”, “1,5 jour”, “41 jours”; French has two from two on."""
    if count is None:
        return MISSING
    size = abs(Decimal(str(count)))
    several = int(size) if _french() else ceil(size)
    text = ngettext("%(count)s day", "%(count)s days", several) % {"count": number(count)}
    return text.replace(" ", NO_BREAK)


def _local(day: date | datetime) -> date:
    """The calendar day of a moment, in the active time zone."""
    if isinstance(day, datetime):
        return (timezone.localtime(day) if timezone.is_aware(day) else day).date()
    return day


def _day_of_month(day: date) -> str:
    return "1er" if _french() and day.day == 1 else str(day.day)


@register.filter
def date_short(day: date | datetime | None) -> str:
    """Day and month, and the year where it is not this one: “31 mars”, “1er septembre 2027”."""
    if day is None:
        return MISSING
    local = _local(day)
    return _day_and_month(local) if local.year == timezone.localdate().year else date_long(local)


def _day_and_month(local: date) -> str:
    return f"{_day_of_month(local)}{NO_BREAK}{date_format(local, 'F')}"


@register.filter
def date_long(day: date | datetime | None) -> str:
    """Day, month and year: “31 mars 2027”, “31 March 2027”."""
    if day is None:
        return MISSING
    local = _local(day)
    return f"{_day_and_month(local)} {local.year}"


@register.filter
def date_full(day: date | datetime | None) -> str:
    """With the day of the week: “mardi 24 novembre 2026”, “Tuesday 24 November 2026”."""
    return MISSING if day is None else f"{date_format(_local(day), 'l')} {date_long(day)}"


@register.filter
def date_month(day: date) -> str:
    """A month with its year: “février 2029”, “February 2029”."""
    return f"{date_format(day, 'F')} {day.year}"


@register.filter
def date_axis(day: date, kind: str) -> str:
    """A date as an axis shows it: kind is day, month, month_year or year."""
    if kind == "year":
        return str(day.year)
    month = FRENCH_MONTHS[day.month - 1] if _french() else date_format(day, "M")
    if kind == "day":
        return f"{day.day}{NO_BREAK}{month}"
    return f"{month}{NO_BREAK}{day.year % 100:02d}" if kind == "month_year" else month


@register.filter
def quoted(text: object) -> str:
    """A text in the language's quotation marks: “« Chiffrer »”."""
    return f"«{NO_BREAK}{text}{NO_BREAK}»" if _french() else f"“{text}”"


@register.filter
def initials(name: str | None) -> str:
    """One or two capitals for a name, a question mark without one."""
    words = [word for word in (name or "").replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    chosen = words if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in chosen).upper()


@register.filter
def named(name: str | None) -> str:
    """A member's name, or the words that say there is none."""
    return (name or "").strip() or gettext("Member without a name")


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


@register.filter
def unit_word(unit: str) -> str:
    """The unit as one says it without a figure."""
    return str(WORDS.get(unit, unit))


def unit_spellings(units: Iterable[str]) -> frozenset[str]:
    """How those units may be typed, in both languages; every unit we know where none is named."""
    asked = {unit for unit in units if unit}
    found = set(asked)
    for code in dict.fromkeys([*SIGNS, *WORDS, "%"]):
        spellings = {code, *(EURO if code == "EUR" else ())}
        for language, _name in settings.LANGUAGES:
            with override(language):
                spellings |= {unit_sign(code), unit_word(code)} - {""}
        if not asked or any(is_unit(one, spellings) for one in asked):
            found |= spellings
    return frozenset(found)
