"""Whether the product's own facts prove an action done, by the proof its catalogue names.

A proof is a key alone (true), `key==all` (all of them, at least one), `key==other key`, or a key
compared with a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from assessments.rules.action_catalogue import Action

_PROOF = re.compile(r"(?P<key>[a-z0-9_.]+)(?:(?P<sign>>=|<=|==)(?P<than>.+))?")


def is_proven(proof: str, values: Mapping[str, Any]) -> bool | None:
    """Whether the facts hold what *proof* asks; None where nobody has seen them."""
    parts = _PROOF.fullmatch(proof)
    if parts is None or parts["key"] not in values:
        return None
    value, sign, than = values[parts["key"]], parts["sign"], parts["than"]
    if sign is None:
        return value["met"] > 0 if isinstance(value, Mapping) else bool(value)
    if than == "all":
        return bool(value["all"]) and value["met"] == value["all"]
    if not than.replace(".", "", 1).isdigit():
        return value == values[than] if than in values else None
    return _compares(float(value), sign, float(than))


def proven_actions(actions: Iterable[Action], values: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the actions that the facts prove done."""
    return tuple(action.id for action in actions if is_proven(action.proof, values))


def _compares(value: float, sign: str, asked: float) -> bool:
    if sign == ">=":
        return value >= asked
    return value <= asked if sign == "<=" else value == asked
