"""Charts of three data sets: empty, ordinary, hard."""

from datetime import date, timedelta
from typing import Any

from assessments.comparison.rules import TrendPoint as Taken
from assessments.comparison.rules import assessment_trend
from assessments.peers.rules.peers import Quartiles
from assessments.peers.selectors import PeerLine
from assessments.results.rules.radar import RadarScore, radar
from portfolio.charts.rules import portfolio_map
from portfolio.charts.rules.bullet import bullet_chart
from portfolio.charts.rules.cumulative import Total, cumulative_chart
from portfolio.charts.rules.portfolio_map import MapItem
from portfolio.charts.rules.spark import sparkline
from portfolio.charts.rules.stack import stack
from portfolio.charts.rules.track import track_chart
from portfolio.charts.rules.trend import ForecastDay, MeasurementDot, trend_chart

TODAY = date(2026, 11, 24)
LONG = (
    "Réduire le délai de traitement des réclamations des clients de l’aéronautique "
    "« hors garantie » dans les trois ateliers"
)
UNIT = "dossiers traités par semaine et par personne"
DIMENSIONS = [
    "Pilotage",
    "Choix des usages",
    "Compétences et adhésion",
    "Données",
    "Outils et fournisseurs",
    "Règles et risques",
    "Mesure des bénéfices",
]


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def tracks() -> list[tuple[str, Any]]:
    return [
        (
            "Délai de réponse",
            track_chart(baseline=9, current=4.6, target=3, band=(2, 3.3), unit="j"),
        ),
        ("Rebuts", track_chart(baseline=2.4, current=1.9, target=1.2, band=(0.95, 1.5), unit="%")),
        (
            "Recherche d’une gamme",
            track_chart(baseline=14, current=13, target=5, band=(4.8, 13.4), unit="min"),
        ),
        ("Sans mesure", track_chart(baseline=9, target=3, unit="j")),
        ("Sans objectif", track_chart(baseline=None, target=None)),
        ("Atteint", track_chart(baseline=9, current=2, target=3, unit="j")),
        ("Juste à l’objectif", track_chart(baseline=9, current=3.05, target=3, unit="j")),
        ("Recul", track_chart(baseline=0, current=-3, target=10, unit="points")),
        ("Zéros", track_chart(baseline=0, current=0, target=0, unit="%")),
        (
            "Grosses sommes",
            track_chart(
                baseline=1_250_000,
                current=1_310_000.5,
                target=2_400_000,
                unit="€",
                band=(1_300_000, 1_900_000),
            ),
        ),
        (LONG, track_chart(baseline=12.5, current=14.25, target=18.75, unit=UNIT)),
    ]


def trends() -> list[tuple[str, Any]]:
    values = [2.4, 2.38, 2.42, 2.3, 2.14, 2.1, 1.96, 1.9]
    readings = [MeasurementDot(day(13 * k - 95), v, "Thomas Perrin") for k, v in enumerate(values)]
    ahead = [
        ForecastDay(day(40), 1.4, 1.7, 1.86),
        ForecastDay(day(80), 1.14, 1.45, 1.65),
        ForecastDay(day(127), 0.95, 1.22, 1.5),
    ]
    close = [MeasurementDot(day(k * 30 - 120), v) for k, v in enumerate([10.1, 10, 9.9, 10.05])]
    long = [MeasurementDot(day(30 * k - 1500), 1000 + 7 * k) for k in range(50)]
    return [
        (
            "Rebuts détectés après usinage",
            trend_chart(
                readings=readings,
                today=TODAY,
                unit="%",
                baseline=2.4,
                target=1.2,
                deadline=date(2027, 3, 31),
                forecast=ahead,
            ),
        ),
        ("Maturité", trend_chart(readings=close[:3], today=TODAY)),
        ("Rien", trend_chart(readings=[], today=TODAY)),
        (
            "Au départ",
            trend_chart(readings=[], today=TODAY, unit="j", baseline=9, target=3, deadline=day(60)),
        ),
        (
            "Un point",
            trend_chart(
                readings=[MeasurementDot(TODAY, 9)],
                today=TODAY,
                unit="j",
                baseline=9,
                target=3,
                deadline=day(10),
            ),
        ),
        (
            "Zéros",
            trend_chart(
                readings=[MeasurementDot(day(-30), 0), MeasurementDot(day(-3), 0)],
                today=TODAY,
                unit="%",
                baseline=0,
                target=0,
                deadline=day(-1),
            ),
        ),
        (
            LONG,
            trend_chart(
                readings=close,
                today=TODAY,
                unit=UNIT,
                baseline=10,
                target=10.02,
                deadline=day(90),
                forecast=[ForecastDay(day(90), 9.8, 10.01, 10.2)],
            ),
        ),
        (
            "Quatre ans",
            trend_chart(
                readings=long,
                today=TODAY,
                unit="€",
                baseline=1000,
                target=250_000,
                deadline=day(400),
            ),
        ),
    ]


def bullets() -> list[tuple[str, Any]]:
    return [
        (
            "ordinaire",
            bullet_chart(spent=24_300, budget=32_000, elapsed_share=0.55, released=16_000),
        ),
        ("dépassé", bullet_chart(spent=40_000, budget=32_000, elapsed_share=1)),
        ("rien", bullet_chart(spent=0, budget=9_000, elapsed_share=0)),
        ("sans budget", bullet_chart(spent=500, budget=0)),
        ("vide", bullet_chart(spent=0, budget=0)),
    ]


def cumulatives() -> list[tuple[str, Any]]:
    spent = [
        (-84, 0),
        (-74, 6000),
        (-58, 11500),
        (-40, 15000),
        (-24, 18200),
        (-9, 22600),
        (0, 24300),
    ]
    gained = [(-84, 0), (-46, 400), (-24, 2000), (0, 5200)]
    ahead = [
        ForecastDay(day(95), 12_000, 17_000, 22_000),
        ForecastDay(day(230), 28_000, 39_000, 52_000),
    ]
    return [
        (
            "Dépense et gains cumulés",
            cumulative_chart(
                spent=[Total(day(d), v) for d, v in spent],
                gained=[Total(day(d), v) for d, v in gained],
                today=TODAY,
                spent_ahead=[Total(day(45), 27_500), Total(day(230), 30_400)],
                gained_ahead=ahead,
                budget=32_000,
                break_even=date(2027, 6, 1),
            ),
        ),
        ("Rien encore", cumulative_chart(spent=[], gained=[], today=TODAY)),
        (
            "Un seul achat",
            cumulative_chart(spent=[Total(TODAY, 500)], gained=[], today=TODAY, budget=500),
        ),
        (
            "Presque égaux",
            cumulative_chart(
                spent=[Total(day(-300), 0), Total(TODAY, 1_250_000)],
                gained=[Total(day(-300), 0), Total(TODAY, 1_248_000)],
                today=TODAY,
                budget=1_260_000,
            ),
        ),
    ]


def maps() -> list[tuple[str, Any]]:
    few = [
        MapItem("Chiffrer un devis", 6, 17_000, 34_000, 60_000, "on_course", "#"),
        MapItem("Contrôler les pièces", 30, 20_000, 35_000, 52_000, "drifting"),
        MapItem("Retrouver une gamme", 22, 5_000, 12_000, 24_000, "stalled"),
        MapItem("Relancer les devis", 2, 10_000, 26_000, 48_000, ""),
        MapItem("Saisir les factures", 2, 10_000, 26_000, 48_000, ""),
        MapItem("Ordonnancer l’atelier", 90, 12_000, 30_000, 130_000, ""),
    ]
    values = [1000 * (k % 17) for k in range(300)]
    many = [
        MapItem(f"{LONG} {k}", k % 9, 0.5 * value, value, 2 * value, "")
        for k, value in enumerate(values)
    ]
    same = [MapItem(f"Idée {k}", 0, 0, 0, 0, "") for k in range(8)]
    return [
        ("ordinaire", portfolio_map(few)),
        ("vide", portfolio_map([])),
        ("trois cents", portfolio_map(many)),
        ("zéros", portfolio_map(same)),
    ]


def radars() -> list[tuple[str, Any]]:
    now, before = [62, 48, 55, 22, 71, 40, 0], [40, 45, 30, 20, 60, 40, 10]
    return [
        ("un", radar([RadarScore(n, v) for n, v in zip(DIMENSIONS, now, strict=True)])),
        (
            "deux",
            radar([RadarScore(n, v, p) for n, v, p in zip(DIMENSIONS, now, before, strict=True)]),
        ),
        ("vide", radar([RadarScore(n, None) for n in DIMENSIONS])),
        ("rien", radar([])),
    ]


def sparks() -> list[tuple[str, Any]]:
    return [
        ("ordinaire", sparkline([9, 8.9, 8.1, 7, 6.2, 5.4, 5, 4.6])),
        ("plat", sparkline([0, 0, 0])),
        ("un", sparkline([4])),
        ("rien", sparkline([])),
    ]


def besides() -> list[tuple[str, Any]]:
    return [
        ("médiane", PeerLine(None, "", 0, Quartiles(45, None, None), -45, "below")),
        ("quartiles", PeerLine(None, "", 100, Quartiles(50, 25, 70), 50, "above")),
        ("même point", PeerLine(None, "", 50, Quartiles(50, 50, 50), 0, "within")),
    ]


def assessments() -> list[tuple[str, Any]]:
    return [
        (
            "trois",
            assessment_trend(
                [
                    Taken(day(-380), 23, 20, 31, 1),
                    Taken(day(-200), 43, 43, 43, 1),
                    Taken(day(-20), 60, 55, 64, 1),
                ]
            ),
        ),
        (
            "autre questionnaire",
            assessment_trend([Taken(day(-190), 0, 0, 100, 1), Taken(day(-1), 100, 100, 100, 2)]),
        ),
    ]


def stacks() -> list[tuple[str, Any]]:
    return [
        ("quatre parts", stack([26_100, 1_500, 400, 4_000])),
        ("dépassé", stack([9_000, 3_000, -4_000, 0])),
    ]
