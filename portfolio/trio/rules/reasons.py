"""Why a candidate is not among the names."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from portfolio.trio.rules.drawing import Candidate, Drawn, Limits
from portfolio.trio.rules.sets import ENOUGH_ROOM, Set, mean_and_worst, room_of, worth_of


class WhyNot(StrEnum):
    """Why a candidate is not among the names."""

    CLAIM = "claim"
    BUDGET = "budget"
    DAYS = "days"
    GAIN = "gain"
    RISK = "risk"
    READINESS = "readiness"
    CAP = "cap"


# What a better chance could change.
BY_CHANCE = frozenset({WhyNot.GAIN, WhyNot.RISK, WhyNot.CAP})


@dataclass(frozen=True, kw_only=True)
class Left:
    """One that is not named: `why`, and the named one that it collides with or comes after."""

    id: UUID
    why: WhyNot
    instead: UUID | None = None


def left_of(
    candidates: Sequence[Candidate],
    drawn: Sequence[Drawn],
    limits: Limits,
    apart: frozenset[Set],
    chosen: Set,
) -> tuple[Left, ...]:
    """Say of each other one why not, the worthiest first."""
    known = _Choice(candidates, drawn, limits, apart, chosen)
    worths = [(worth_of(*mean_and_worst(one.net)), i) for i, one in enumerate(drawn)]
    others = sorted((-worth, i) for worth, i in worths if i not in chosen)
    return tuple(known.left(i) for _, i in others)


class _Choice:
    """What was chosen; another is tried in the place of the weakest, or in one that is empty."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        drawn: Sequence[Drawn],
        limits: Limits,
        apart: frozenset[Set],
        chosen: Set,
    ) -> None:
        self.candidates, self.drawn, self.limits = candidates, drawn, limits
        self.apart, self.chosen = apart, chosen
        worths = {k: worth_of(*mean_and_worst(drawn[k].net)) for k in chosen}
        is_full = len(chosen) >= limits.places and bool(chosen)
        self.weakest = min(worths, key=lambda k: worths[k]) if is_full else None
        self.least = 0.0 if self.weakest is None else worths[self.weakest]

    def left(self, place: int) -> Left:
        """Why that one is not chosen."""
        one, drawn = self.candidates[place].id, self.drawn[place]
        rival = next((k for k in self.chosen if (min(place, k), max(place, k)) in self.apart), None)
        if rival is not None:
            return Left(id=one, why=WhyNot.CLAIM, instead=self.candidates[rival].id)
        last = WhyNot.RISK if self.weakest is None else WhyNot.CAP
        why = self._obstacle(place, drawn.net) or last
        if why in BY_CHANCE and drawn.ready and self._obstacle(place, drawn.ready) is None:
            return Left(id=one, why=WhyNot.READINESS)
        if why is WhyNot.CAP and self.weakest is not None:
            return Left(id=one, why=why, instead=self.candidates[self.weakest].id)
        return Left(id=one, why=why)

    def _obstacle(self, place: int, net: list[float]) -> WhyNot | None:
        """What is in its way with that net value; None where it is only the choice as a whole."""
        expected, worst = mean_and_worst(net)
        if expected <= 0:
            return WhyNot.GAIN
        kept = [k for k in self.chosen if k != self.weakest]
        budget, days, both = room_of(tuple(sorted([*kept, place])), self.drawn, self.limits)
        if both < ENOUGH_ROOM:
            return WhyNot.BUDGET if budget <= days else WhyNot.DAYS
        worth = worth_of(expected, worst)
        if worth <= 0:
            return WhyNot.RISK
        return WhyNot.CAP if self.weakest is not None and worth <= self.least else None
