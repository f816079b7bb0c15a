"""The way from the baseline to the target, and where the forecast says it ends."""

from dataclasses import dataclass

from portfolio.charts.rules.scale import anchor_at, characters_of, text_width

TARGET_AT = 80.0
FIRST, LAST = 1.0, 99.0
HEIGHT, STACKED_HEIGHT = 62, 78
WORDS = 10
"""Characters of the longest word beside a value (“ au départ”)."""
LONGEST = 42
"""Characters past which a label leaves out its unit."""


@dataclass(frozen=True)
class TrackChart:
    """A track chart: x in percent, y in px; code and facts make the sentence a reader hears.

    code is one of: no_measurement, behind, on_the_way, reached. Values are in the unit.
    """

    code: str
    unit: str
    baseline: float | None
    current: float | None
    target: float | None
    band_low: float | None
    band_high: float | None
    height: int
    current_x: float | None
    current_anchor: str
    bar_width: float
    band_x: float | None
    band_width: float
    target_anchor: str
    target_label_x: float
    target_label_y: int
    stacked: bool
    unit_shown: bool


def position(value: float, *, baseline: float, target: float) -> float:
    """Place in percent; the target stands at 80 %, what lies outside is kept at the edge."""
    if target == baseline:
        return TARGET_AT if value == target else FIRST
    share = (value - baseline) / (target - baseline)
    return round(max(FIRST, min(LAST, FIRST + (TARGET_AT - FIRST) * share)), 1)


def track_chart(
    *,
    baseline: float | None,
    target: float | None,
    current: float | None = None,
    band: tuple[float, float] | None = None,
    unit: str = "",
) -> TrackChart:
    """The geometry of a track; without baseline or target only the empty track is drawn."""
    known = baseline is not None and target is not None
    longest = max(characters_of(v, unit) for v in (baseline, current, target)) + WORDS
    unit_shown = longest <= LONGEST
    widths = [
        text_width(characters_of(v, unit if unit_shown else "") + WORDS) for v in (baseline, target)
    ]
    half = widths[1] / 2
    anchor = "end" if TARGET_AT + half > 100 else "middle"
    right_end = 100.0 if anchor == "end" else TARGET_AT
    left_of_target = 100 - widths[1] if anchor == "end" else TARGET_AT - half
    stacked = known and widths[0] > left_of_target - 2
    x = band_x = None
    band_width = 0.0
    if baseline is not None and target is not None:
        if current is not None:
            x = position(current, baseline=baseline, target=target)
        if band is not None:
            ends = sorted(position(v, baseline=baseline, target=target) for v in band)
            band_width = round(max(ends[1] - ends[0], 2.0), 1)
            band_x = min(ends[0], 100 - band_width)
    half_now = text_width(characters_of(current, unit if unit_shown else "")) / 2
    return TrackChart(
        code=_code(baseline=baseline, current=current, target=target),
        unit=unit,
        baseline=baseline,
        current=current,
        target=target,
        band_low=min(band) if band else None,
        band_high=max(band) if band else None,
        height=STACKED_HEIGHT if stacked else HEIGHT,
        current_x=x,
        current_anchor="middle" if x is None else anchor_at(x, min(half_now, 50)),
        bar_width=0.0 if x is None else round(x - FIRST, 1),
        band_x=band_x,
        band_width=band_width,
        target_anchor=anchor,
        target_label_x=right_end,
        target_label_y=73 if stacked else 57,
        stacked=stacked,
        unit_shown=unit_shown,
    )


def _code(*, baseline: float | None, current: float | None, target: float | None) -> str:
    if baseline is None or target is None or current is None:
        return "no_measurement"
    rising = target >= baseline
    if (current >= target) if rising else (current <= target):
        return "reached"
    return "behind" if (current < baseline) == rising and current != baseline else "on_the_way"
