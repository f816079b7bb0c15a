"""What people type, made one: how it is kept, found and sorted."""

import re
import unicodedata

# Letters that decomposition leaves whole, as French and its neighbours spell them out.
SPELT_OUT = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ß": "ss",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "þ": "th",
        "ı": "i",
    }
)
LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Letters by their category, and yet nothing is seen of them.
BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
JOINERS = frozenset("\u200c\u200d")
KEPT_CONTROLS = frozenset("\t\n\0")
APART = re.compile(r"[^0-9a-z]+")


def cleaned(text: str) -> str:
    """The text as it is kept: composed (NFC), without invisible and control characters.

    Joiners stay between two characters beyond ASCII, where emoji and some scripts need them; the
    character zero stays, to be refused where it is read.
    """
    if text.isascii() and text.isprintable():
        return text
    whole = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text))
    return "".join(one for at, one in enumerate(whole) if _is_kept(one, whole, at))


def _is_kept(one: str, whole: str, at: int) -> bool:
    if one in JOINERS:
        around = whole[at - 1 : at] + whole[at + 1 : at + 2]
        return len(around) == 2 and not any(
            other.isascii() or other.isspace() or _is_unseen(other) for other in around
        )
    return not _is_unseen(one)


def _is_unseen(one: str) -> bool:
    if one in BLANK_LETTERS:
        return True
    return unicodedata.category(one) in {"Cc", "Cf"} and one not in KEPT_CONTROLS


def folded(text: str) -> str:
    """The text as it is searched and sorted: small letters and digits, one blank between words.

    Accents, ligatures, apostrophes and hyphens make no difference. Scripts without a Latin form
    stay as they are.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(SPELT_OUT)
    bare = "".join(one if one.isalnum() else " " for one in plain if not unicodedata.combining(one))
    return " ".join(bare.split())


# The same by the database, of an expression: an immutable one, fit for a generated column.
FOLDED = (
    "btrim(regexp_replace(regexp_replace("
    "replace(replace(replace(replace(translate(normalize(lower({}), NFKD),"
    " 'øđðłı', 'oddli'), 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), 'þ', 'th'),"
    r" '[\u0300-\u036f]+', '', 'g'), '[^[:alnum:]]+', ' ', 'g'))"
)
# Whether every word that was typed stands in a folded column, in whatever order.
FOUND = (
    "(SELECT bool_and(strpos({column}, word) > 0)"
    f" FROM regexp_split_to_table({FOLDED.format('{typed}')}, ' ') word)"
)


def ascii_label(text: str, *, longest: int) -> str:
    """Folded ASCII words joined by hyphens, for an address; empty when none is left."""
    return APART.sub("-", folded(text)).strip("-")[:longest].rstrip("-")
