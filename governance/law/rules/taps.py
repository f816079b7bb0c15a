"""The short way: a few taps instead of the whole tree, where the file has one for the use."""

from collections.abc import Mapping
from dataclasses import dataclass

from governance.law.rules.laws import Law, Tap

NO = "no"
PERSON, CATALOGUE, COMPANY = "person", "catalogue", "company"
STAFF = "W1"


@dataclass(frozen=True, kw_only=True)
class ShortWay:
    """What one use is (`given`), the taps it is asked, and the questions asked by themselves."""

    given: Mapping[str, str]
    taps: tuple[Tap, ...]
    singles: tuple[str, ...]


def short_way(*, law: Law, use_case: str, staff_known: bool = False) -> ShortWay | None:
    """Return the short way of a use of the catalogue, or of an own idea; None: the whole tree.

    `staff_known`: the company's size is told, so that nobody is asked for it.
    """
    use = law.taps.uses.get(use_case)
    if use is not None and use.full:
        return None
    given = dict(use.given) if use else {}
    asked = law.taps.own_idea.ask if use is None else use.ask
    always = (one for one in law.taps.always if one not in given)
    singles = (*asked, *always, *(() if staff_known else (STAFF,)))
    taps = tuple(_instead(law, one, given) for one in law.taps.own_idea.taps)
    left = tuple(tap for tap in taps if not {*tap.covers} <= {*given, *singles})
    return ShortWay(given=given, taps=left, singles=tuple(dict.fromkeys(singles)))


def answers_from_taps(
    *, way: ShortWay, taps: Mapping[str, str], singles: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what was answered and by what: the person, a tap, the catalogue.

    A tap's *no* answers the questions it covers, but those that are given or asked by themselves;
    a *yes* or *I don't know* answers none of them.
    """
    answers, sources = dict(way.given), dict.fromkeys(way.given, CATALOGUE)
    for tap in way.taps:
        if taps.get(tap.id) == NO:
            covered = [one for one in tap.covers if one not in (*way.given, *way.singles)]
            answers |= dict.fromkeys(covered, NO)
            sources |= dict.fromkeys(covered, f"tap:{tap.id}")
    answers |= singles
    sources |= dict.fromkeys(singles, PERSON)
    return answers, sources


def _instead(law: Law, tap_id: str, given: Mapping[str, str]) -> Tap:
    """Return the tap that stands for another where the catalogue answers a part of it."""
    for tap in law.taps.compound:
        if tap.instead_of == tap_id and tap.when_given in given:
            return tap
    return law.taps.tap(tap_id)
