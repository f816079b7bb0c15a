"""All that follows from the answers of an assessment beside its result; it is stored as it is."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.observed.rules import Seen
from assessments.roadmap.rules.recommendations import Roadmap
from assessments.uses.rules import UseCaseAdvice


@dataclass(frozen=True, slots=True)
class KeptPairs:
    """The pairs of answers that do not go together and were kept, by the list they are from."""

    version: str
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, which uses suit, which answers clash, what the product saw of them.

    None: nobody looked yet.
    """

    roadmap: Roadmap
    uses: UseCaseAdvice
    contradictions: KeptPairs | None = None
    observed: Seen | None = None
