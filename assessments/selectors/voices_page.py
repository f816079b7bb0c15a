"""What others answered, in the reader's words: as computed when the assessment was completed."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.choices import RespondentRole
from assessments.models import Assessment
from assessments.rules.questionnaire import Questionnaire
from assessments.rules.voices_picture import Voices
from assessments.selectors.wording import anchor_text, spaced

FIRST = 5


@dataclass(frozen=True, slots=True)
class CountLine:
    """How many answered in one capacity; *count* None: a team too small to be shown."""

    role: str
    count: int | None


@dataclass(frozen=True, slots=True)
class GapLine:
    """A question that the lead and the crowd answer differently, with both answers' own texts.

    *crowd* is team, pool or managers; *agrees*: the crowd is of one mind.
    """

    question: str
    lead: str
    crowd: str
    answer: str
    strong: bool
    agrees: bool


@dataclass(frozen=True, slots=True)
class DimensionGapLine:
    """A dimension seen differently, by so many anchors on average."""

    name: str
    crowd: str
    gap: float


@dataclass(frozen=True, slots=True)
class SpreadLine:
    """Whether the crowd agrees on a perception, with the two indices behind it."""

    question: str
    crowd: str
    agrees: bool
    r_wg: float
    deviation: float


@dataclass(frozen=True, slots=True)
class VoicesPage:
    """What several respondents show; everything may be empty but *counts*."""

    counts: tuple[CountLine, ...]
    gaps: tuple[GapLine, ...]
    dimensions: tuple[DimensionGapLine, ...]
    spreads: tuple[SpreadLine, ...]

    @property
    def first(self) -> tuple[GapLine, ...]:
        """The widest gaps."""
        return self.gaps[:FIRST]

    @property
    def others(self) -> tuple[GapLine, ...]:
        """The other gaps."""
        return self.gaps[FIRST:]

    @property
    def team_is_heard(self) -> bool:
        """Whether anything here comes from more than the named voices."""
        return bool(self.gaps or self.dimensions or self.spreads)


def stored_voices(assessment: Assessment) -> Voices | None:
    """The voices kept at completion; None where one person answered and nobody else was asked."""
    stored = assessment.voices
    if stored is None:
        return None
    voices = Voices.from_dict(stored["picture"])
    answered = sum(count or 0 for count in voices.counts.values())
    return voices if answered > 1 or stored["team_asked"] else None


def voices_page(
    assessment: Assessment, *, questionnaire: Questionnaire, language: str
) -> VoicesPage | None:
    """The section of a completed assessment; no query. None where one person answered alone."""
    voices = stored_voices(assessment)
    if voices is None:
        return None

    def question(item_id: str) -> str:
        return spaced(questionnaire.item(item_id).question.in_language(language))

    def anchor(item_id: str, number: int) -> str:
        return anchor_text(questionnaire.item(item_id), number, language)

    return VoicesPage(
        counts=tuple(
            CountLine(role, count)
            for role in RespondentRole.values
            if (count := voices.counts[role]) != 0
            and (role != RespondentRole.TEAM or count or _team_asked(assessment))
        ),
        gaps=tuple(
            GapLine(
                question(one.item_id),
                anchor(one.item_id, one.lead),
                one.crowd,
                anchor(one.item_id, one.anchor),
                one.strong,
                one.agrees,
            )
            for one in voices.gaps
        ),
        dimensions=tuple(
            DimensionGapLine(
                questionnaire.dimension(one.dimension).name.in_language(language),
                one.crowd,
                round(one.gap, 1),
            )
            for one in voices.dimensions
        ),
        spreads=tuple(
            SpreadLine(question(one.item_id), one.crowd, one.agrees, one.r_wg, one.deviation)
            for one in voices.spreads
        ),
    )


def _team_asked(assessment: Assessment) -> bool:
    return bool((assessment.voices or {}).get("team_asked"))
