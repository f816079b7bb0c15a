"""The letter in words: what its holder decides, what the company owes, what its holder owes."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.diagnostic.words import clipped
from governance.decisions.words import powers
from governance.mandates.choices import MandateKind
from portfolio.mandates.selectors import MOST_OBJECTIVES, LetterPaper
from tenants import display

register = template.Library()
MOST_OF_A_KPI = 90


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A part of the letter: lines of what and how much, then a sentence."""

    title: str
    text: str = ""
    lines: tuple[tuple[str, str], ...] = ()


@register.filter
def letter_title(paper: LetterPaper) -> str:
    """What the letter is: “Mandate of the company’s AI captain”."""
    if paper.letter.mandate.kind == MandateKind.COMPANY:
        return _("Mandate of the company’s AI captain")
    return _("Mandate of captain of an initiative")


@register.filter
def letter_parts(paper: LetterPaper) -> tuple[LetterPart, ...]:
    """The letter's parts, in the order they are read."""
    return tuple(_parts(paper))


def _parts(paper: LetterPaper) -> Iterator[LetterPart]:
    mandate = paper.letter.mandate
    boss = display.named(mandate.issued_by.name)
    yield LetterPart(
        _("You decide without asking"),
        lines=(
            (
                powers(mandate.verdicts),
                _("%(sum)s per decision") % {"sum": display.money(mandate.ceiling_per_decision)},
            ),
            (
                _("In total, while the mandate runs"),
                _("%(sum)s at most") % {"sum": display.money(mandate.ceiling_total)},
            ),
        ),
    )
    if not paper.is_own:
        beyond = _("What goes beyond these sums: %(boss)s decides, within seven days.")
        asked = _(
            "%(powers)s, and what goes beyond these sums: %(boss)s decides, within seven days."
        )
        said = asked if paper.asks else beyond
        yield LetterPart(
            _("You do not decide alone"), said % {"boss": boss, "powers": powers(paper.asks)}
        )
    owed = _("%(days)s a month, taken from your other work, and an answer within seven days.")
    yield LetterPart(
        _("What the company owes you"),
        owed % {"days": display.days(float(mandate.days_per_month))},
    )
    yield LetterPart(
        _("What you owe"),
        _("An account each month, at the review, and a reason in the log for each decision."),
        tuple(_objectives(paper)),
    )
    yield LetterPart(_("Your deputy"), _deputy(paper))


def _objectives(paper: LetterPaper) -> Iterator[tuple[str, str]]:
    """The first objectives with target and day, then how many more there are."""
    for one in paper.objectives[:MOST_OBJECTIVES]:
        target = {
            "target": display.quantity(one.target, one.unit),
            "day": display.date_long(one.target_on),
        }
        told = one.target is not None and one.target_on is not None
        reached = _("%(target)s by %(day)s") % target if told else _("to be measured first")
        yield clipped(one.kpi, MOST_OF_A_KPI), reached
    if more := len(paper.objectives[MOST_OBJECTIVES:]):
        yield (
            ngettext("and %(count)s objective more", "and %(count)s objectives more", more)
            % {"count": more},
            "",
        )


def _deputy(paper: LetterPaper) -> str:
    deputy = paper.letter.mandate.deputy
    if deputy is None:
        return _("Nobody is named: while you are away, an executive decides.")
    return _("%(name)s may decide the same in your place.") % {"name": display.named(deputy.name)}
