"""Whether what was told came true: the band's cover, and how often each word was right."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from portfolio.forecast.choices import ForecastWord, Promise

CHECK = "portfolio.check_forecasts"
ENOUGH = 100
LEAST_COVER, GREATEST_COVER = 0.70, 0.90
CADENCES = 1.5
WORDS = (ForecastWord.UNLIKELY, ForecastWord.UNCERTAIN, ForecastWord.LIKELY)


class Promises(Struct, frozen=True, kw_only=True):
    """What became of the first promises of all that is closed; the six add up to `closed`."""

    closed: int
    kept: int
    kept_late: int
    kept_after_revision: int
    kept_in_part: int
    not_kept: int
    pending: int

    @property
    def counts(self) -> tuple[tuple[Promise, int], ...]:
        """How many became what."""
        return tuple((one, getattr(self, str(one))) for one in Promise)

    @property
    def judged(self) -> int:
        """Those of which it is known what became."""
        return self.closed - self.pending

    @property
    def rate(self) -> float | None:
        """The success rate: the share of those judged that was kept, nothing else; 0 to 1."""
        return self.kept / self.judged if self.judged else None


def promises(found: Iterable[Promise]) -> Promises:
    """Return what became of those promises, counted: the one place that says what success is."""
    counts = Counter(found)
    return Promises(closed=counts.total(), **{str(one): counts[one] for one in Promise})


@dataclass(frozen=True, kw_only=True)
class KeptChance:
    """One chance that was told, and whether the target was met, the value in the band."""

    objective_id: UUID
    word: str
    chance: float
    is_met: bool
    is_covered: bool


@dataclass(frozen=True, kw_only=True)
class WordRate:
    """How often a word was told, the mean chance it stood for, and the share that came true."""

    word: ForecastWord
    told: int
    chance: float
    met: float


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """Over `closed` objectives and all that was `told` of them; `cover` from 0 to 1."""

    closed: int
    told: int
    cover: float | None
    words: tuple[WordRate, ...]

    @property
    def is_enough(self) -> bool:
        """Whether it says anything yet."""
        return self.closed >= ENOUGH

    @property
    def fails(self) -> bool:
        """Whether the band holds what it promises too rarely, or too often to be of use."""
        if self.cover is None or not self.is_enough:
            return False
        return not LEAST_COVER <= self.cover <= GREATEST_COVER


def reliability(outcomes: Iterable[KeptChance]) -> Reliability:
    """Return how what was told compares with what happened."""
    known = tuple(outcomes)
    return Reliability(
        closed=len({one.objective_id for one in known}),
        told=len(known),
        cover=_share(one.is_covered for one in known) if known else None,
        words=tuple(
            WordRate(
                word=word,
                told=len(same),
                chance=sum(one.chance for one in same) / len(same),
                met=_share(one.is_met for one in same),
            )
            for word in WORDS
            if (same := [one for one in known if one.word == word])
        ),
    )


def value_at(
    readings: Sequence[tuple[date, float]], *, on: date, cadence_days: int
) -> float | None:
    """Return what was measured at that date: in its month, or 1.5 cadences before at most.

    `readings` oldest first; None where nothing so near was measured.
    """
    first = on - timedelta(days=round(CADENCES * cadence_days))
    near = [
        value
        for day, value in readings
        if first <= day <= on or (day.year, day.month) == (on.year, on.month)
    ]
    return near[-1] if near else None


def _share(facts: Iterable[bool]) -> float:
    seen = list(facts)
    return sum(seen) / len(seen)
