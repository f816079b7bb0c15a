"""Where the one who leads and those who work see the company differently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from assessments.questionnaire.rules.answers import Answers, visible_items
from assessments.questionnaire.rules.questionnaire import Item, Questionnaire
from assessments.voices.choices import RespondentRole
from assessments.voices.rules.voices import ENOUGH, Crowd, Said, by_item, crowd, lead_anchor

LEAST_GAP = 1.5
STRONG_GAP = 2.0
LEAST_DIMENSION_GAP = 1.0
LEAST_ITEMS = 2


@dataclass(frozen=True, slots=True)
class VoiceGap:
    """A question that the lead answers otherwise than the crowd: *gap* is lead minus median.

    *lead* and *anchor* are anchors 0..4; *agrees* tells whether the crowd is of one mind.
    """

    item_id: str
    lead: int
    crowd: str
    anchor: int
    gap: float
    strong: bool
    agrees: bool


@dataclass(frozen=True, slots=True)
class DimensionGap:
    """A dimension seen differently: *gap* is the mean distance in anchors over so many items."""

    dimension: str
    crowd: str
    gap: float
    items: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the crowd agrees on a perception: *r_wg* 0..1, *deviation* in anchors."""

    item_id: str
    crowd: str
    r_wg: float
    deviation: float
    agrees: bool


@dataclass(frozen=True, slots=True)
class Voices:
    """What several respondents show; *counts* is None for a team of fewer than five."""

    counts: Mapping[str, int | None]
    gaps: tuple[VoiceGap, ...]
    dimensions: tuple[DimensionGap, ...]
    spreads: tuple[Spread, ...]

    @property
    def team_is_heard(self) -> bool:
        """Whether anything here comes from more than the named voices."""
        return bool(self.gaps or self.dimensions or self.spreads)


@dataclass(frozen=True, slots=True)
class Heard:
    """What is kept of several respondents: the answers that count, and what all of them show."""

    answers: Answers
    picture: Voices
    team_asked: bool

    @property
    def is_shared(self) -> bool:
        """Whether more than one person answered, or somebody else was asked."""
        return self.team_asked or sum(count or 0 for count in self.picture.counts.values()) > 1

    @property
    def counts(self) -> dict[str, int | None]:
        """How many answered in each capacity, where any did; None: a team too small to be shown."""
        counts = {str(role): self.picture.counts[role] for role in RespondentRole}
        if not self.team_asked and not counts[RespondentRole.TEAM]:
            del counts[RespondentRole.TEAM]
        return {role: count for role, count in counts.items() if count != 0}


@dataclass(frozen=True, slots=True)
class _AskedItem:
    """One visible scored item with the lead's anchor and the crowd, each where there is one."""

    item: Item
    lead: int | None
    crowd: Crowd | None

    @property
    def gap(self) -> float | None:
        if self.lead is None or self.crowd is None:
            return None
        return self.lead - self.crowd.middle


def voices_of(questionnaire: Questionnaire, said: Iterable[Said], *, firm: Answers) -> Voices:
    """The picture of these answers on the path that the company's own answers open."""
    everything = list(said)
    heard_of = by_item(everything)
    heard = [
        _AskedItem(item, lead_anchor(given), crowd(given))
        for item in visible_items(questionnaire, firm)
        if item.kind == "scored" and (given := heard_of.get(item.id, ()))
    ]
    return Voices(
        counts=_counts(everything),
        gaps=_gaps(heard),
        dimensions=_dimensions(questionnaire, heard),
        spreads=_spreads(heard, questionnaire.aggregate.perception),
    )


def _counts(said: Sequence[Said]) -> dict[str, int | None]:
    counts: dict[str, int | None] = {
        str(role): len({one.who for one in said if one.role == role}) for role in RespondentRole
    }
    team = counts[RespondentRole.TEAM] or 0
    return {**counts, str(RespondentRole.TEAM): team if team >= ENOUGH else None}


def _gaps(heard: Sequence[_AskedItem]) -> tuple[VoiceGap, ...]:
    found = [
        (
            one.item.weight,
            VoiceGap(
                item_id=one.item.id,
                lead=one.lead,
                crowd=one.crowd.kind,
                anchor=one.crowd.anchor,
                gap=one.gap,
                strong=abs(one.gap) >= STRONG_GAP,
                agrees=one.crowd.agreement.is_acceptable,
            ),
        )
        for one in heard
        if one.lead is not None and one.crowd is not None
        if one.gap is not None and abs(one.gap) >= LEAST_GAP
    ]
    ordered = sorted(found, key=lambda pair: (-abs(pair[1].gap), -pair[0], pair[1].item_id))
    return tuple(gap for _, gap in ordered)


def _dimensions(
    questionnaire: Questionnaire, heard: Sequence[_AskedItem]
) -> tuple[DimensionGap, ...]:
    found = []
    for dimension in questionnaire.dimensions:
        pairs = [
            (abs(one.gap), one.crowd.kind)
            for one in heard
            if one.item.dimension == dimension.id and one.gap is not None and one.crowd
        ]
        if len(pairs) < LEAST_ITEMS:
            continue
        distance = fmean(gap for gap, _ in pairs)
        kinds = {kind for _, kind in pairs}
        if distance >= LEAST_DIMENSION_GAP:
            kind = kinds.pop() if len(kinds) == 1 else "pool"
            found.append(DimensionGap(dimension.id, kind, distance, len(pairs)))
    return tuple(sorted(found, key=lambda one: -one.gap))


def _spreads(heard: Sequence[_AskedItem], perception: frozenset[str]) -> tuple[Spread, ...]:
    return tuple(
        Spread(
            item_id=one.item.id,
            crowd=one.crowd.kind,
            r_wg=one.crowd.agreement.r_wg,
            deviation=one.crowd.agreement.deviation_from_mean,
            agrees=one.crowd.agreement.is_acceptable,
        )
        for one in heard
        if one.item.id in perception and one.crowd is not None
    )
