"""The sentences a chart says: its conclusion for screen readers, the words beside its marks."""

from collections.abc import Sequence
from functools import partial

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from assessments.comparison.rules import AssessmentTrend
from assessments.results.rules.radar import Radar
from assessments.results.rules.results import whole
from portfolio.charts.rules.bullet import BulletChart
from portfolio.charts.rules.cumulative import CumulativeChart
from portfolio.charts.rules.labels import Label
from portfolio.charts.rules.portfolio_map import PortfolioMap
from portfolio.charts.rules.stack import StackPart, stack
from portfolio.charts.rules.track import TrackChart
from portfolio.charts.rules.trend import TrendChart
from portfolio.standing.selectors.cards import Money
from tenants.display import (
    Number,
    date_long,
    money,
    money_short,
    percent,
    quantities,
    quantity,
    quantity_range,
    sums,
)
from tenants.display import number as shown

register = template.Library()

# How sure the gained euros are, beside their line.
GAINS = {"gained": gettext_lazy("%(sum)s gained"), "confirmed": gettext_lazy("%(sum)s confirmed")}


def _joined(title: str, parts: list[str]) -> str:
    """A title and its clauses as one sentence."""
    clauses = ", ".join(part for part in parts if part)
    colon = pgettext("between a label and its text", ": ")
    return f"{title}{colon}{clauses}." if title else f"{clauses}."


def _way(
    baseline: float | None, current: float | None, target: float | None, unit: str
) -> list[str]:
    """From where, where it stands, to where: as clauses of a sentence."""
    first, now, last = quantities(baseline, current, target, unit=unit)
    return [
        "" if baseline is None else _("%(value)s at the start") % {"value": first},
        _("no measurement yet") if current is None else _("%(value)s to date") % {"value": now},
        "" if target is None else _("target %(value)s") % {"value": last},
    ]


@register.filter
def quantity_axis(value: Number | None, unit: str) -> str:
    """A gridline's value, sums shortened."""
    return money_short(value) if unit in ("€", "EUR") else quantity(value, unit)


@register.simple_tag
def track_sentence(chart: TrackChart, name: str) -> str:
    """What a track shows, in one sentence."""
    unit = chart.unit
    parts = _way(chart.baseline, chart.current, chart.target, unit)
    if chart.band_low is not None:
        band = quantity_range(chart.band_low, chart.band_high, unit)
        parts.append(_("forecast %(band)s, 8 chances in 10") % {"band": band})
    endings = {"reached": _("target reached"), "behind": _("worse than at the start")}
    return _joined(name, [*parts, endings.get(chart.code, "")])


@register.simple_tag
def bullet_sentence(chart: BulletChart) -> str:
    """What a spending bar shows, in one sentence."""
    if chart.spent_share is None:
        return _("%(spent)s spent, no budget approved") % {"spent": money(chart.spent)}
    spent = _("%(share)s of the budget spent") % {"share": percent(chart.spent_share)}
    if chart.elapsed_share is None:
        return spent
    return _joined(
        "", [spent, _("%(share)s of the time elapsed") % {"share": percent(chart.elapsed_share)}]
    )


@register.simple_tag
def money_parts(budget: Money) -> tuple[StackPart, ...]:
    """Where the approved money is: spent, ordered, to commit, given back."""
    return stack(_parts(budget))


@register.simple_tag
def money_sentence(budget: Money) -> str:
    """What that bar shows, in one sentence."""
    spent, ordered, left, back = (money(part) for part in _parts(budget))
    said = [
        _("%(sum)s spent") % {"sum": spent},
        _("%(sum)s ordered") % {"sum": ordered},
        _("%(sum)s to commit") % {"sum": left},
    ]
    if budget.given_back:
        said.append(_("%(sum)s given back") % {"sum": back})
    approved = _("%(sum)s approved, and where they are") % {"sum": money(budget.budget)}
    return _joined(approved, said)


def _parts(budget: Money) -> tuple[Number, ...]:
    return budget.spent, budget.committed, budget.to_commit, budget.given_back


@register.simple_tag
def trend_sentence(chart: TrendChart, name: str) -> str:
    """What a trend shows, in one sentence."""
    unit = chart.unit
    if chart.code == "empty":
        return _joined(name, [_("no measurement yet")])
    parts = _way(chart.baseline, chart.last.value if chart.last else None, chart.target, unit)
    if chart.deadline:
        parts.append(_("deadline %(day)s") % {"day": date_long(chart.deadline)})
    if chart.arrival:
        band = quantity_range(chart.arrival.low, chart.arrival.high, unit)
        middle = quantity(chart.arrival.middle, unit)
        parts.append(
            _("forecast %(middle)s, between %(band)s in 8 cases out of 10")
            % {"middle": middle, "band": band}
        )
    return _joined(name, parts)


@register.simple_tag
def trend_label(label: Label, unit: str, beside: Sequence[Label] = ()) -> str:
    """The words beside a mark of a trend; what is forecast is an order of magnitude."""
    values = {"value": _told_apart(label, beside, unit)}
    texts = {
        "current": _("%(value)s to date"),
        "baseline": _("%(value)s at the start"),
        "target": _("target %(value)s"),
        "forecast": _("forecast %(value)s"),
    }
    return texts[label.code] % values


def _told_apart(label: Label, beside: Sequence[Label], unit: str) -> str:
    """A mark's value as it stands beside those of the others."""
    others = [one.value for one in beside if one.code != label.code]
    value = float(f"{label.value:.2g}") if label.code == "forecast" else label.value
    if value != label.value and value in others:
        value = label.value
    write = sums if unit in ("€", "EUR") else partial(quantities, unit=unit)
    return str(write(value, *others)[0])


@register.simple_tag
def cumulative_sentence(chart: CumulativeChart, name: str) -> str:
    """What cumulative spend and gain show, in one sentence."""
    if chart.code == "empty":
        return _joined(name, [_("nothing spent or gained yet")])
    spent = chart.spent[-1].amount if chart.spent else 0
    gained = chart.gained[-1].amount if chart.gained else 0
    parts = [_("%(sum)s spent") % {"sum": money(spent)}]
    if chart.budget is not None:
        parts.append(_("%(sum)s approved") % {"sum": money(chart.budget)})
    parts.append(GAINS[chart.gain] % {"sum": money(gained)})
    if chart.break_even:
        day = date_long(chart.break_even)
        parts.append(_("gains would catch up with spending on %(day)s") % {"day": day})
    return _joined(name, parts)


@register.simple_tag
def cumulative_label(label: Label, beside: Sequence[Label] = ()) -> str:
    """The words beside a mark of the cumulative chart."""
    others = [one.value for one in beside if one.code != label.code]
    texts = {
        "spent": _("%(sum)s spent"),
        **{code: str(text) for code, text in GAINS.items()},
        "budget": _("Budget: %(sum)s"),
    }
    return texts[label.code] % {"sum": sums(label.value, *others)[0]}


@register.simple_tag
def map_sentence(chart: PortfolioMap) -> str:
    """What the map shows, in one sentence."""
    count = len(chart.dots)
    if not count:
        return _("Map of initiatives by value and effort: none yet.")
    return ngettext(
        "Map of %(count)s initiative by value and effort; the numbered list gives its name.",
        "Map of %(count)s initiatives by value and effort; the numbered list gives their names.",
        count,
    ) % {"count": count}


@register.simple_tag
def assessments_sentence(chart: AssessmentTrend) -> str:
    """How the score went over all assessments, in one sentence."""
    first, last = chart.dots[0].taken, chart.dots[-1].taken
    return _("%(count)s assessments: %(first)s of 100 on %(start)s, %(last)s on %(end)s.") % {
        "count": len(chart.dots),
        "first": shown(whole(first.value)),
        "start": date_long(first.on),
        "last": shown(whole(last.value)),
        "end": date_long(last.on),
    }


@register.simple_tag
def radar_sentence(chart: Radar) -> str:
    """What the radar shows, in one sentence."""
    if chart.weakest is None or chart.strongest is None:
        return _("Radar of dimensions: no score yet.")
    sentence = _(
        "Radar of %(count)s dimensions, out of %(maximum)s. "
        "Strongest: %(strongest)s, %(high)s. Weakest: %(weakest)s, %(low)s."
    ) % {
        "count": len(chart.axes),
        "maximum": shown(chart.maximum),
        "strongest": chart.strongest.name,
        "high": shown(chart.strongest.value),
        "weakest": chart.weakest.name,
        "low": shown(chart.weakest.value),
    }
    if not chart.has_seen:
        return sentence
    seen = [f"{axis.name} {shown(axis.seen)}" for axis in chart.axes if axis.seen is not None]
    return sentence + " " + _("What the product sees: %(seen)s.") % {"seen": ", ".join(seen)}
