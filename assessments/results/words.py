"""What a score is written as, and what its levels ask for, in sentences."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from assessments.questionnaire.rules.questionnaire import GATE_DIMENSIONS, Questionnaire
from assessments.results.rules.results import Lift, LiftDimension, Result, whole

register = template.Library()


class Raise(NamedTuple):
    """A dimension to raise, in a sentence, and the item that can do most of it, if any."""

    text: str
    item_id: str


@register.filter
def scored(value: float | None) -> int | None:
    """A score of 100 as every page, paper and mail writes it; None where none is published."""
    return None if value is None else whole(value)


@register.simple_tag
def points_sentence(lift: Lift, result: Result, asked: Questionnaire) -> str:
    """Where the level ends, what counts today and the points that are missing between them."""
    here = asked.level(lift.to_level - 1)
    end, now = round(asked.level(lift.to_level).starts_at), whole(result.low)
    return ngettext(
        "Level %(level)s goes from %(start)s to under %(end)s of 100; you count %(now)s:"
        " %(points)s point is missing.",
        "Level %(level)s goes from %(start)s to under %(end)s of 100; you count %(now)s:"
        " %(points)s points are missing.",
        end - now,
    ) % {
        "level": here.number,
        "start": round(here.starts_at),
        "end": end,
        "now": now,
        "points": end - now,
    }


@register.simple_tag
def raises(lift: Lift, result: Result, asked: Questionnaire) -> list[Raise]:
    """The dimensions that this ceiling asks to raise; none that another asks to raise further."""
    highest = {
        one.dimension: max(
            (other.needed, each.ceiling)
            for each in result.lifts
            for other in each.dimensions
            if other.dimension == one.dimension
        )
        for one in lift.dimensions
    }
    return [
        Raise(_raise(one, lift, result, asked), one.items[0] if one.items else "")
        for one in lift.dimensions
        if highest[one.dimension] == (one.needed, lift.ceiling)
    ]


def _raise(one: LiftDimension, lift: Lift, result: Result, asked: Questionnaire) -> str:
    now, needed, language = whole(one.low), round(one.needed), get_language() or "fr"
    named = {each.id: each.name.in_language(language) for each in asked.dimensions}
    gates = [_("“%(name)s”") % {"name": named[gate]} for gate in GATE_DIMENSIONS]
    known = {
        "name": named[one.dimension],
        "names": get_text_list(gates, pgettext("last of a list", "and")),
        "now": now,
        "needed": needed,
        "level": lift.to_level,
        "points": needed - now,
    }
    parts = [
        ngettext(
            "Bring “%(name)s” from %(now)s to %(needed)s of 100: %(points)s point is missing.",
            "Bring “%(name)s” from %(now)s to %(needed)s of 100: %(points)s points are missing.",
            needed - now,
        ),
        _("Level %(level)s asks for %(needed)s in %(names)s.")
        if lift.ceiling == "gate"
        else _("Level %(level)s asks for %(needed)s in every dimension."),
    ]
    score = scored(result.dimension(one.dimension).score)
    if score is not None and score != now:
        known["score"] = score
        parts.append(_("%(now)s is certain; what is answered makes %(score)s."))
    return " ".join(parts) % known
