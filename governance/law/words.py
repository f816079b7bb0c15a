"""The words of the law: evidence, duties, articles, in the reader's language."""

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from governance.law.selectors import law
from tenants.display import date_long

register = template.Library()


@register.filter
def evidence_text(code: str, language: str) -> str:
    """What an evidence code asks for, in that language."""
    return law().evidence[code][language[:2]]


# Why the opinion of the works council is not required.
GROUNDS: Mapping[str, Promise] = {
    "already_presented": _("An update of a tool already put to the works council"),
    "no_effect_on_work": _("No effect on the work"),
    "other": _("Another reason, with counsel's name and the date"),
}


@register.filter
def given_evidence(reference: str | None) -> str:
    """What was given: a day in words, one of the three grounds, or the reference itself."""
    ground, _colon, counsel = (reference or "").partition(": ")
    if ground in GROUNDS:
        between = pgettext("between a label and its text", ": ") if counsel else ""
        return f"{GROUNDS[ground]}{between}{counsel}"
    day = law_day(reference or "")
    return date_long(day) if day else reference or gettext("not given")


@register.filter
def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in that language."""
    return texts[language[:2]]


@register.filter
def obligation_text(code: str, language: str) -> str:
    """What a duty or a good practice asks for, in that language."""
    rule = next((rule for rule in law().obligations if rule.id == code), None)
    return rule.text[language[:2]] if rule else code


@register.filter
def law_article(reference: str) -> str:
    """An article with its law: “AI Act, art. 4”; the GDPR’s articles name theirs.

    An annex stands for itself; L. and R. begin articles of the French Labour Code.
    """
    if reference.startswith(("L.", "R.")):
        return gettext("Labour Code, art. %(articles)s") % {"articles": reference}
    if reference.startswith("Annex"):
        return gettext("AI Act, %(articles)s") % {
            "articles": reference.replace("Annex", gettext("Annex"))
        }
    _law, is_gdpr, articles = reference.rpartition("GDPR ")
    if is_gdpr:
        return gettext("GDPR, art. %(articles)s") % {"articles": articles}
    return gettext("AI Act, art. %(articles)s") % {"articles": reference}


@register.filter
def law_day(version: str) -> date | None:
    """The day of a version of the law; None when its name is no day."""
    try:
        return date.fromisoformat(version)
    except ValueError:
        return None
