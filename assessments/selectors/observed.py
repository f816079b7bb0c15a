"""What the product itself knows of the company, to hold against what was declared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessments.models import ObservedFact


@dataclass(frozen=True, slots=True)
class Observed:
    """A fact and when it was seen: a number, a truth, or how many of all (`met`, `all`)."""

    value: Any
    at: datetime


def observed_facts() -> dict[str, Observed]:
    """Every fact by its key (those that the actions name as their proof), in one query."""
    return {fact.key: Observed(fact.value, fact.at) for fact in ObservedFact.objects.all()}
