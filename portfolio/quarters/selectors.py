"""What executives read on one page a quarter: the board's facts, and what is of the quarter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from assessments.answers.selectors import completed_assessments
from assessments.results.rules.results import whole
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from governance.members.models import Member
from portfolio.board.selectors import (
    DECISIONS_LISTED,
    BoardClosed,
    BoardFacts,
    BoardPage,
    board_facts,
    closed_between,
    decision_line,
)
from portfolio.cap.selectors import company_zone, get_portfolio
from portfolio.initiatives.models import InitiativeDecision
from portfolio.quarters.models import QuarterAsk, QuarterPaper
from portfolio.quarters.rules import Quarter, quarter_before
from portfolio.standing.selectors.reading import rolled
from portfolio.standing.selectors.year import YearLine
from portfolio.trio.selectors.candidates import known_of_company
from portfolio.trio.selectors.stored import trio_found
from portfolio.trio.selectors.trio import trio_answer
from tenants.errors import NotFound

STOPS_LISTED = 4


class QuarterName(Struct, frozen=True, kw_only=True):
    """One of the names that are advised next."""

    id: UUID
    title: str


class QuarterAsked(Struct, frozen=True, kw_only=True):
    """What is asked of the executives, and who carries it."""

    id: UUID
    text: str
    owner_id: UUID


class MaturityMove(Struct, frozen=True, kw_only=True):
    """A diagnostic that was renewed in the quarter: of 100, before and now."""

    on: date
    before: int
    now: int


class QuarterFacts(Struct, frozen=True, kw_only=True):
    """A quarter for the executives: `board` are the facts of the day, its decisions the quarter's.

    `year` is the fiscal year's money against its envelope, told that day.
    """

    quarter: date
    until: date
    number: int
    board: BoardFacts
    year: YearLine
    stopped: tuple[BoardClosed, ...]
    maturity: MaturityMove | None
    names: tuple[QuarterName, ...]
    asks: tuple[QuarterAsked, ...]


@dataclass(frozen=True, kw_only=True)
class AskLine:
    """One ask with what was answered, by the present names."""

    row: QuarterAsk
    owner: str
    answered_by: str


@dataclass(frozen=True, kw_only=True)
class QuarterPage:
    """A page of a quarter, kept or of this moment (then without `id`), with its asks."""

    id: UUID | None
    made_at: datetime
    facts: QuarterFacts
    asks: tuple[AskLine, ...]
    captains: Mapping[UUID, str]

    @property
    def board(self) -> BoardPage:
        """The same as the board's page names its captains."""
        board = self.facts.board
        return BoardPage(
            id=None, month=board.as_of, made_at=self.made_at, facts=board, captains=self.captains
        )


def quarter_facts(*, company: str, today: date, now: datetime) -> QuarterFacts:
    """The facts of the last quarter that is over, as told that day; raises NotTrue."""
    known = rolled(today=today).overview
    month = get_portfolio().fiscal_month
    quarter = quarter_before(day=today, month=month)
    board = board_facts(company=company, today=today, now=now)
    begin, end = _moment(quarter.start), _moment(quarter.end, last=True)
    taken = InitiativeDecision.objects.filter(decision__at__gte=begin, decision__at__lte=end)
    latest = taken.select_related("decision", "initiative").order_by("-decision__seq")
    return QuarterFacts(
        quarter=quarter.start,
        until=quarter.end,
        number=quarter.number,
        board=replace(
            board,
            since=quarter.start,
            decisions=tuple(decision_line(one) for one in latest[:DECISIONS_LISTED]),
            decision_count=taken.count(),
        ),
        year=known.year,
        stopped=closed_between(quarter.start, quarter.end, known=known, today=today)[:STOPS_LISTED],
        maturity=_maturity(quarter),
        names=_advised(today=today, now=now),
        asks=tuple(
            QuarterAsked(id=one.id, text=one.text, owner_id=one.owner_id) for one in waiting_asks()
        ),
    )


def waiting_asks() -> list[QuarterAsk]:
    """What stands on the next page, the oldest first."""
    rows = QuarterAsk.objects.filter(paper=None).select_related("owner", "answered_by")
    return list(rows.order_by("asked_at", "id"))


def kept_quarter(paper_id: UUID) -> QuarterPage:
    """As it was made, with what was answered; raises NotFound `quarter_paper_not_found`."""
    row = QuarterPaper.objects.filter(id=paper_id).first()
    if row is None:
        raise NotFound("quarter_paper_not_found")
    facts = msgspec.json.decode(row.facts, type=QuarterFacts)
    asks = row.asks.select_related("owner", "answered_by").order_by("asked_at", "id")
    return _page(facts, asks, paper_id=row.id, made_at=row.made_at)


def present_quarter(*, company: str, today: date, now: datetime) -> QuarterPage:
    """The page as it would be made now; raises NotTrue."""
    facts = quarter_facts(company=company, today=today, now=now)
    return _page(facts, waiting_asks(), paper_id=None, made_at=now)


def kept_quarters() -> list[QuarterPaper]:
    """Every page that was made, the newest first, without its facts."""
    return list(QuarterPaper.objects.defer("facts").order_by("-quarter"))


def get_ask(ask_id: UUID) -> QuarterAsk:
    """That ask; raises NotFound `quarter_ask_not_found`."""
    row = QuarterAsk.objects.select_related("owner", "answered_by").filter(id=ask_id).first()
    if row is None:
        raise NotFound("quarter_ask_not_found")
    return row


def ask_line(row: QuarterAsk) -> AskLine:
    """One ask with its names."""
    by = row.answered_by
    return AskLine(
        row=row, owner=row.owner.display_name, answered_by="" if by is None else by.display_name
    )


def _page(
    facts: QuarterFacts, asks: Iterable[QuarterAsk], *, paper_id: UUID | None, made_at: datetime
) -> QuarterPage:
    wanted = [one.captain_id for one in facts.board.priorities if one.captain_id is not None]
    found = Member.objects.filter(id__in=wanted) if wanted else ()
    return QuarterPage(
        id=paper_id,
        made_at=made_at,
        facts=facts,
        asks=tuple(ask_line(one) for one in asks),
        captains={member.id: member.name.strip() for member in found},
    )


def _advised(*, today: date, now: datetime) -> tuple[QuarterName, ...]:
    """The names that are advised next, as they stand stored or as they would be; raises NotTrue."""
    found = trio_found(today=today)
    answer = found.answer or trio_answer(found.facts, known_of_company(), now=now, today=today)
    return tuple(QuarterName(id=one.id, title=one.title) for one in answer.names)


def _maturity(quarter: Quarter) -> MaturityMove | None:
    """The change where a diagnostic was completed in the quarter and one before."""
    done = completed_assessments(until=_moment(quarter.end, last=True), most=2)
    scored = [(one, one.result) for one in done if one.result is not None and one.completed_at]
    if len(scored) < 2:
        return None
    (newest, now), (_, before) = scored
    at = newest.completed_at
    if at is None or at < _moment(quarter.start):
        return None
    on = at.astimezone(company_zone()).date()
    return MaturityMove(on=on, before=whole(before.overall), now=whole(now.overall))


def _moment(day: date, *, last: bool = False) -> datetime:
    """The first or the last moment of that day of the company."""
    return datetime.combine(day, time.max if last else time.min, tzinfo=company_zone())


def _asked(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.ASK,
        powers=(Power(permission="quarter.answer"),),
        door=Place(route="quarter_ask", parts=(row.id,)),
        operation=Place(route="api_quarter_ask_answer", parts=(row.id,)),
        **row.of(reader),
    )


# What stands on a page that was made and has no answer.
ASKS_OWED = DutySource(
    sql="""
SELECT a.id, a.text AS title, btrim(m.name) AS about,
 (p.made_at AT TIME ZONE %(zone)s)::date AS since, %(today)s::date AS opens_on
FROM portfolio_quarterask a JOIN portfolio_quarterpaper p ON p.id = a.paper_id
JOIN governance_member m ON m.id = a.owner_id
WHERE a.answered_at IS NULL
""",
    row=Owed,
    read=_asked,
)
