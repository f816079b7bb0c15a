"""Three confirming taps instead of the full triage, where the catalogue's class is harmless."""

from collections.abc import Mapping
from enum import StrEnum

NO = "no"
YES = "yes"
FULL_TREE = tuple(f"A{n}" for n in range(2, 10))
CRITERIA = tuple(f"D{n}" for n in range(1, 11))
ANSWERS = frozenset({"yes", "no", "unsure"})


class Tap(StrEnum):
    """What each tap asks: judging people, what is forbidden or regulated, delicate data."""

    PEOPLE = "people"
    FORBIDDEN = "forbidden"
    DATA = "data"


HINT_CLASSES = frozenset({"minimal", "transparency"})
HINT_DATA = frozenset({"none", "standard"})


def taps_apply(*, hint_class: str, hint_data: str) -> bool:
    """Return whether the use case's hints allow the three taps."""
    return hint_class in HINT_CLASSES and hint_data in HINT_DATA


def answers_from_taps(
    *, hint_class: str, hint_data: str, taps: Mapping[str, str]
) -> dict[str, str] | None:
    """Return the answers of the whole tree when all three taps say no; None otherwise."""
    if not taps_apply(hint_class=hint_class, hint_data=hint_data):
        return None
    if any(taps.get(tap) != NO for tap in Tap):
        return None
    answers = {"A1": YES, "A12": "deployer", **dict.fromkeys(FULL_TREE, NO)}
    answers["A11"] = YES if hint_class == "transparency" else NO
    answers["D0"] = NO if hint_data == "none" else YES
    if answers["D0"] == YES:
        answers |= dict.fromkeys(CRITERIA, NO)
    return answers
