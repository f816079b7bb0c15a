"""What stands stored, read where it is true; the reader's words are put in on the way out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from governance.access.rules.authority import MandateFacts
from portfolio.forecast.rules.forecast import Forecast
from portfolio.standing.selectors.overview import Overview
from portfolio.standing.selectors.records import Record, load_records
from portfolio.standing.selectors.standing import InitiativeStanding, standing
from portfolio.standing.selectors.stored import shape
from tenants.connections import connection
from tenants.display import named
from tenants.transactions import is_settled

NAMELESS = b'"name":""'


class NotTrue(Exception):
    """What stands stored does not hold today: of those initiatives, or of the company."""

    def __init__(self, ids: Iterable[UUID] = ()) -> None:
        super().__init__()
        self.ids = tuple(ids)


@dataclass(frozen=True, kw_only=True)
class Rolled:
    """The company's one row: what pages show, every open mandate."""

    overview: Overview
    letters: tuple[MandateFacts, ...]


ROLLED = """
SELECT page, letters FROM portfolio_rollup
WHERE id = 1 AND as_of <= %(today)s AND %(today)s < true_until AND shape = %(shape)s
"""
ANSWERED = """
SELECT {} FROM portfolio_rollup
WHERE id = 1 AND as_of <= %(today)s AND %(today)s < true_until AND shape = %(shape)s
"""
DASHBOARD, PORTFOLIO = ANSWERED.format("dashboard"), ANSWERED.format("portfolio")


def rolled(*, today: date) -> Rolled:
    """The company's rollup of that day; raises NotTrue. One statement."""
    if not is_settled():
        raise NotTrue
    rows = connection.prepared(ROLLED, {"today": today, "shape": shape()})
    if not rows:
        raise NotTrue
    return rolled_of(*rows[0])


def rolled_of(page: str, letters: str) -> Rolled:
    """The company's rollup, from its two columns."""
    return Rolled(
        overview=msgspec.json.decode(page, type=Overview),
        letters=tuple(msgspec.json.decode(letters, type=list[MandateFacts])),
    )


def dashboard_text(*, today: date) -> bytes:
    """What the API answers as the dashboard; raises NotTrue. One statement."""
    return _answer(DASHBOARD, today)


def portfolio_text(*, today: date) -> bytes:
    """What the API answers as the portfolio; raises NotTrue. One statement."""
    return _answer(PORTFOLIO, today)


def known_forecasts(record: Record, *, today: date) -> dict[UUID, Forecast | None] | None:
    """The forecasts that stand stored of this initiative, where they hold today; None where not."""
    known = record.stored
    if known is None or known.shape != shape() or not is_settled():
        return None
    if not known.as_of <= today < known.true_until:
        return None
    return known.read()


def known_standing(record: Record, *, today: date) -> InitiativeStanding:
    """How it stands today, its forecasts read where they stand stored; no query."""
    return standing(record=record, today=today, forecasts=known_forecasts(record, today=today))


def known_standings(*, ids: Iterable[UUID], today: date) -> list[InitiativeStanding]:
    """How each of those initiatives stands today, as one does, in their order; one query."""
    return [known_standing(record, today=today) for record in load_records(ids, today=today)]


def spoken(text: str | bytes) -> bytes:
    """The stored text with somebody's missing name said in the reader's words.

    No text inside a value can be taken for a name: its quotes are escaped.
    """
    stored = text.encode() if isinstance(text, str) else text
    if NAMELESS not in stored:
        return stored
    return stored.replace(NAMELESS, b'"name":' + msgspec.json.encode(named("")))


def _answer(statement: str, today: date) -> bytes:
    rows = connection.prepared(statement, {"today": today, "shape": shape()})
    if not rows:
        raise NotTrue
    return spoken(rows[0][0])
