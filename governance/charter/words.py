"""What the charter's codes and texts say in the reader's language."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from governance.charter.rules import Bilingual, GivenAnswer, PieceKind
from tenants.display import date_long

register = template.Library()
CONTACT = "{contact}"
MARKS: Mapping[str, str] = {PieceKind.NEW: "ins", PieceKind.GONE: "del"}
SPOKEN: Mapping[str, Promise] = {PieceKind.NEW: _("added"), PieceKind.GONE: _("removed")}


@register.filter
def wording(text: Bilingual | None) -> str:
    """A text of the charter in the reader's language."""
    return "" if text is None else text.within(get_language() or "fr")


@register.simple_tag
def because(reasons: Mapping[str, GivenAnswer], rule_id: str) -> str:
    """By which answer of the diagnostic a rule has its line; empty where it is ours."""
    one = reasons.get(rule_id)
    if one is None:
        return ""
    return gettext("From your diagnostic of %(day)s. %(question)s “%(answer)s”") % {
        "day": date_long(one.on),
        "question": wording(one.question),
        "answer": wording(one.answer),
    }


@register.filter
def wordings(texts: Iterable[Bilingual]) -> list[str]:
    """Several texts of the charter in the reader's language."""
    return [wording(one) for one in texts]


@register.filter
def asking(text: str, name: str) -> str:
    """The text with the name of whom to ask in its place."""
    return text.replace(CONTACT, name or gettext("the AI captain"))


@register.filter
def contact_in(contact_id: UUID | None, names: Mapping[UUID, str]) -> str:
    """The name of whom to ask; empty where nobody is named or known any more."""
    return names.get(contact_id, "") if contact_id is not None else ""


@register.filter
def piece_mark(kind: str) -> str:
    """The element that marks those words; empty where they stayed."""
    return MARKS.get(kind, "")


@register.filter
def piece_said(kind: str) -> str:
    """What became of those words, for who does not see it."""
    return str(SPOKEN.get(kind, ""))
