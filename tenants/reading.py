"""Numbers and days as people type them: what `display` prints, in either language, is read."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LONGEST = 60
MINUSES = "\u2212\u2010\u2011\u2012\u2013\u2014\uff0d"
APOSTROPHES = "\u2019\u02bc\u00b4`"
EURO = frozenset({"€", "eur", "euro", "euros"})
MULTIPLES = {"k": 3, "m": 6}
_NUMBER = re.compile(r"(?P<sign>[+-]?)\s*(?P<body>\d(?:[\d .,']*\d)?|[.,]\d+)")
_MONTHS = (
    ("janvier", "janv", "january", "jan"),
    ("fevrier", "fevr", "fev", "february", "feb"),
    ("mars", "march", "mar"),
    ("avril", "avr", "april", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "juil", "july", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "sept", "september", "sep"),
    ("octobre", "oct", "october"),
    ("novembre", "nov", "november"),
    ("decembre", "dec", "december"),
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
WEEKDAYS = frozenset(
    (
        *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    )
)


class Unread(ValueError):
    """The text is no number, or no day."""


class Ambiguous(Unread):
    """The text has two readings, both given as numbers."""

    def __init__(self, *readings: Decimal) -> None:
        super().__init__(" / ".join(str(one) for one in readings))
        self.readings = readings


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number and the unit that was typed around it, as typed; empty without one."""

    value: Decimal
    unit: str = ""


def read_number(text: str, *, is_french: bool | None, places: int = 3) -> Decimal:
    """The number alone; raises Unread where a unit stands with it, see `read_quantity`."""
    found = read_quantity(text, is_french=is_french, places=places)
    if found.unit:
        raise Unread(text)
    return found.value


def read_quantity(text: str, *, is_french: bool | None, places: int = 3) -> Quantity:
    """The number that a person typed, and its unit: `12 000`, `1 234,5`, `−3,2`, `€ 900`, `3,4 j`.

    Thousands are grouped by spaces, apostrophes, or the mark that is not the decimal one. What the
    language itself would print is read so; a lone mark before three digits that the language would
    not print is asked back, unless `places` leaves one reading. Without a language (`is_french`
    None) what the two read differently is asked back. Raises Unread, Ambiguous.
    """
    plain = _plain(text)
    if is_french is None:
        return _in_both(plain, places)
    before, sign, body, after = _split(plain)
    units = [one for one in (before, after) if one]
    if len(units) > 1 and not (before in EURO and after in MULTIPLES):
        raise Unread(text)
    value = _value(body, is_french=is_french, places=places)
    unit = after or before
    multiple = _multiple(before, after)
    if multiple:
        value, unit = value.scaleb(multiple), "€"
    return Quantity(value=-value if sign == "-" else value, unit=unit)


def read_day(text: str) -> date:
    """The day that a person typed: `28 février 2027`, `1er mars 2027`, `28/02/2027`, `2027-02-28`.

    Day before month; names in either language, short or whole. Raises Unread.
    """
    words = _words(text)
    if words and words[0] in WEEKDAYS:
        words = words[1:]
    if len(words) != 3:
        raise Unread(text)
    first, middle, last = words
    if first in MONTHS:
        first, middle = middle, first
    if len(first) == 4 and middle.isdigit():
        first, last = last, first
    month = MONTHS.get(middle, int(middle) if middle.isdigit() else 0)
    number = re.fullmatch(r"(\d{1,2})(?:er|st|nd|rd|th)?", first)
    if number is None or not re.fullmatch(r"\d{2}|\d{4}", last):
        raise Unread(text)
    year = int(last) + (2000 if len(last) == 2 else 0)
    try:
        return date(year, month, int(number[1]))
    except ValueError:
        raise Unread(text) from None


def is_unit(typed: str, known: Iterable[str]) -> bool:
    """Whether the unit typed beside a figure is one of those, capitals and plurals aside."""
    return _bare(typed) in {_bare(one) for one in known}


def _bare(unit: str) -> str:
    plain = " ".join(unit.split()).casefold().rstrip(".")
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") else plain


def _plain(text: str) -> str:
    """The text with one kind of space, minus and apostrophe."""
    if len(text) > LONGEST:
        raise Unread(text[:LONGEST])
    for many, one in ((MINUSES, "-"), (APOSTROPHES, "'")):
        text = text.translate({ord(each): one for each in many})
    visible = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return " ".join(visible.split())


def _split(plain: str) -> tuple[str, str, str, str]:
    """What stands before the number, its sign, its digits and what stands after."""
    found = _NUMBER.search(plain)
    if found is None or not found["body"].isascii():
        raise Unread(plain)
    before, after = plain[: found.start()].strip(), plain[found.end() :].strip()
    sign = found["sign"]
    if before[:1] in ("+", "-") and before and not sign:
        sign, before = before[0], before[1:].strip()
    before, lowered = before.casefold(), after.casefold()
    if (before and before not in EURO) or _NUMBER.match(after):
        raise Unread(plain)
    return before, sign, found["body"], lowered if lowered in EURO or before else after


def _multiple(before: str, after: str) -> int:
    """The power of ten of `58,1 k€` and `€58.1k`, zero for none."""
    lowered = after.casefold().replace(" ", "")
    if before in EURO and lowered in MULTIPLES:
        return MULTIPLES[lowered]
    if lowered[:1] in MULTIPLES and lowered[1:] in EURO:
        return MULTIPLES[lowered[0]]
    return 0


def _value(body: str, *, is_french: bool, places: int) -> Decimal:
    decimal = "," if is_french else "."
    marks = [one for one in body if one in ".,"]
    if not marks:
        return _grouped(body)
    last = marks[-1]
    head, tail = body.rsplit(last, 1)
    if not tail.isdigit():
        raise Unread(body)
    if len(marks) > 1:
        if last not in marks[:-1]:
            return Decimal(f"{_grouped(head)}.{tail}")
        if len(set(marks)) > 1:
            raise Unread(body)
        return _grouped(body)
    fraction = Decimal(f"{_grouped(head) if head else 0}.{tail}")
    could_group = len(tail) == 3 and re.fullmatch(r"[1-9]\d{0,2}", head) is not None
    if not could_group:
        return fraction
    whole = Decimal(head + tail)
    if last != decimal and (not is_french or places < 3):
        return whole
    if last == decimal and places >= 3 and not tail.endswith("0"):
        return fraction
    raise Ambiguous(whole, fraction)


def _grouped(text: str) -> Decimal:
    """A whole number, its thousands grouped by one mark or not at all."""
    if text.isdigit():
        return Decimal(text)
    marks = {one for one in text if not one.isdigit()}
    if len(marks) != 1:
        raise Unread(text)
    first, *rest = text.split(marks.pop())
    if not 1 <= len(first) <= 3 or any(len(one) != 3 for one in rest):
        raise Unread(text)
    return Decimal("".join((first, *rest)))


def _in_both(plain: str, places: int) -> Quantity:
    """The reading that both languages share."""
    french = read_quantity(plain, is_french=True, places=places)
    english = read_quantity(plain, is_french=False, places=places)
    if french.value != english.value:
        raise Ambiguous(max(french.value, english.value), min(french.value, english.value))
    return french


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", _plain(text).casefold())
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    return [one for one in re.split(r"[\s./,-]+", bare) if one]
