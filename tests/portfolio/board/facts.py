"""Facts of a page for a board: a quiet month, and the fullest one that a company can have."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from portfolio.board.selectors import (
    ASKED_LISTED,
    DECISIONS_LISTED,
    KEPT_LISTED,
    BoardAsked,
    BoardClosed,
    BoardDecision,
    BoardFacts,
    BoardPriority,
)
from portfolio.forecast.choices import Covering, ForecastWord, Promise, ValueState
from portfolio.reliability.rules import promises
from portfolio.standing.choices import Health
from portfolio.standing.selectors.figures import Sum
from portfolio.standing.selectors.year_end import Covered, YearEnd
from tenants.ids import uuid7

DAY = date(2026, 10, 1)
LONG = "Ordonnancement prévisionnel des approvisionnements stratégiques de l’atelier, "
EUROS = Decimal("9876543.21")


def facts(**more: Any) -> BoardFacts:
    """A month in which nothing happened."""
    none = Sum(low=0, likely=0, high=0)
    return BoardFacts(
        **{
            "as_of": DAY,
            "since": DAY - timedelta(days=30),
            "company": "Ateliers Morel",
            "log_number": 91,
            "approved": Decimal(97000),
            "spent": Decimal(60500),
            "ordered": Decimal(2700),
            "to_commit": Decimal(19100),
            "given_back": Decimal(14700),
            "days": Decimal(84),
            "confirmed": 6420,
            "gain": {state: Decimal(0) for state in ValueState},
            "year_end": YearEnd(
                as_of=DAY,
                ends_on=date(2026, 12, 31),
                confirmed=0,
                measured=0,
                ahead=none,
                gain=none,
                spent=Decimal(0),
                ordered=Decimal(0),
                to_spend=none,
                spend=none,
                cover=Covered(covering=Covering.NEVER, likely=None, early=None, late=None),
                counted=0,
                of=0,
            ),
            "priorities": (),
            "promises": promises([]),
            "kept": (),
            "stopped": None,
            "asked": (),
            "asked_count": 0,
            "decisions": (),
            "decision_count": 0,
            **more,
        }
    )


def fullest(priorities: int = 4) -> BoardFacts:
    """One more than the cap, the longest titles, more of everything than is listed."""
    closed = BoardClosed(
        id=uuid7(),
        title=LONG * 2,
        ended_on=DAY,
        promise=Promise.KEPT_AFTER_REVISION,
        share=0.87,
        lesson=LONG * 20,
        spent=EUROS,
        given_back=EUROS,
    )
    return facts(
        company=LONG * 2,
        approved=EUROS,
        spent=EUROS,
        ordered=EUROS,
        to_commit=-EUROS,
        days=Decimal("1234.5"),
        priorities=tuple(_priority() for _ in range(priorities)),
        kept=(closed,) * KEPT_LISTED,
        stopped=closed,
        gain=dict.fromkeys(ValueState, EUROS),
        asked=(_asked(),) * ASKED_LISTED,
        asked_count=ASKED_LISTED + 30,
        decisions=tuple(_decision(number) for number in range(DECISIONS_LISTED)),
        decision_count=DECISIONS_LISTED + 30,
        year_end=YearEnd(
            as_of=DAY,
            ends_on=date(2026, 12, 31),
            confirmed=1,
            measured=2,
            ahead=Sum(low=-123456, likely=999999, high=9876543),
            gain=Sum(low=-123456, likely=999999, high=9876543),
            spent=EUROS,
            ordered=EUROS,
            to_spend=Sum(low=1, likely=2, high=3),
            spend=Sum(low=123456, likely=999999, high=9876543),
            cover=Covered(
                covering=Covering.AHEAD,
                likely=date(2027, 9, 1),
                early=date(2027, 2, 1),
                late=date(2029, 9, 1),
            ),
            counted=3,
            of=44,
        ),
    )


def _priority() -> BoardPriority:
    return BoardPriority(
        id=uuid7(),
        title=LONG * 2,
        captain_id=None,
        health=Health.STALLED,
        unit="pièces conformes par heure",
        promised=123456.789,
        promised_on=date(2026, 12, 31),
        measured=98765.432,
        measured_on=date(2026, 9, 22),
        word=ForecastWord.UNLIKELY,
        to_spend=EUROS,
    )


def _asked() -> BoardAsked:
    return BoardAsked(
        kind="initiative",
        id=uuid7(),
        title=LONG * 2,
        code="pace_behind",
        since=date(2026, 9, 22),
        count=1,
    )


def _decision(number: int) -> BoardDecision:
    return BoardDecision(
        seq=number, on=date(2026, 9, 22), verdict="return", initiative_id=uuid7(), title=LONG * 2
    )
