"""How far several answers to one question agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, variance

from assessments.rules.questionnaire import ANCHORS

# Variance of answers given at random over the anchors, all equally likely: (A² − 1) / 12.
RANDOM_VARIANCE = (ANCHORS**2 - 1) / 12
LEAST_RWG = 0.70
MOST_DEVIATION = 0.83


@dataclass(frozen=True, slots=True)
class Agreement:
    """Within-group agreement: *r_wg* 0..1 (1: all alike), deviations in anchors, 0 when alike."""

    r_wg: float
    deviation_from_mean: float
    deviation_from_median: float

    @property
    def is_acceptable(self) -> bool:
        """Whether the usual cut-offs call it agreement: r_wg ≥ 0.70 or deviation ≤ A/6."""
        return self.r_wg >= LEAST_RWG or self.deviation_from_mean <= MOST_DEVIATION


def agreement(anchors: Sequence[int]) -> Agreement:
    """The agreement of two anchors 0..4 or more; StatisticsError below.

    r_wg of James, Demaree and Wolf (1984) against the uniform null, 0 where answers spread more
    than chance would; average deviation of Burke and Dunlap (2002), with its cut-off A/6.
    """
    mean, middle = fmean(anchors), median(anchors)
    return Agreement(
        r_wg=max(0.0, 1 - variance(anchors) / RANDOM_VARIANCE),
        deviation_from_mean=fmean(abs(one - mean) for one in anchors),
        deviation_from_median=fmean(abs(one - middle) for one in anchors),
    )
