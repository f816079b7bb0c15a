"""The charts' one geometry: numbers in, places and codes out; templates and reports draw it."""

from portfolio.rules.charts.bullet import BulletChart, bullet_chart
from portfolio.rules.charts.cumulative import CumulativeChart, Total, cumulative_chart
from portfolio.rules.charts.portfolio_map import MapItem, PortfolioMap, portfolio_map
from portfolio.rules.charts.spark import Sparkline, sparkline
from portfolio.rules.charts.track import TrackChart, track_chart
from portfolio.rules.charts.trend import Forecast, Reading, TrendChart, trend_chart

__all__ = [
    "BulletChart",
    "CumulativeChart",
    "Forecast",
    "MapItem",
    "PortfolioMap",
    "Reading",
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
