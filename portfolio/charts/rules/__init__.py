"""The charts' one geometry: numbers in, places and codes out; templates and reports draw it."""

from portfolio.charts.rules.bullet import BulletChart, bullet_chart
from portfolio.charts.rules.cumulative import CumulativeChart, Total, cumulative_chart
from portfolio.charts.rules.portfolio_map import MapItem, PortfolioMap, portfolio_map
from portfolio.charts.rules.spark import Sparkline, sparkline
from portfolio.charts.rules.track import TrackChart, track_chart
from portfolio.charts.rules.trend import (
    ForecastDay,
    MeasurementDot,
    TrendChart,
    trend_chart,
)

__all__ = [
    "BulletChart",
    "CumulativeChart",
    "ForecastDay",
    "MapItem",
    "MeasurementDot",
    "PortfolioMap",
    "Sparkline",
    "Total",
    "TrackChart",
    "TrendChart",
    "bullet_chart",
    "cumulative_chart",
    "portfolio_map",
    "sparkline",
    "track_chart",
    "trend_chart",
]
