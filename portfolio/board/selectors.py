"""What a board reads on one page: the facts of a day, kept as they were."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import msgspec
from msgspec import Struct

from governance.decisions.models import ChainHead
from governance.members.models import Member
from portfolio.board.models import BoardPaper
from portfolio.board.rules import month_of
from portfolio.forecast.choices import ForecastWord, Promise, ValueState
from portfolio.initiatives.models import InitiativeDecision
from portfolio.lessons.selectors import LessonLine, lessons_page
from portfolio.life.choices import State
from portfolio.reliability.rules import Promises
from portfolio.standing.choices import Health
from portfolio.standing.models import StoredStanding
from portfolio.standing.selectors.attention import Awaiting, awaiting
from portfolio.standing.selectors.cards import Card
from portfolio.standing.selectors.overview import Overview
from portfolio.standing.selectors.reading import rolled
from portfolio.standing.selectors.year_end import YearEnd
from tenants.amounts import exact
from tenants.errors import NotFound

KEPT_LISTED, DECISIONS_LISTED, ASKED_LISTED = 2, 20, 12
WHOLE_MONTH = timedelta(days=31)
KEPT = frozenset({Promise.KEPT, Promise.KEPT_LATE, Promise.KEPT_AFTER_REVISION})


class BoardPriority(Struct, frozen=True, kw_only=True):
    """One that holds a slot: promised first, measured last in `unit`, still to spend in euros."""

    id: UUID
    title: str
    captain_id: UUID | None
    health: Health
    unit: str
    promised: float | None
    promised_on: date | None
    measured: float | None
    measured_on: date | None
    word: ForecastWord | None
    to_spend: Decimal


class BoardClosed(Struct, frozen=True, kw_only=True):
    """One that is closed: what became of its first promise, what was learned, money in euros."""

    id: UUID
    title: str
    ended_on: date
    promise: Promise | None
    share: float | None
    lesson: str
    spent: Decimal | None
    given_back: Decimal | None


class BoardAsked(Struct, frozen=True, kw_only=True):
    """One decision that awaits the company, as the dashboard lists it."""

    kind: str
    id: UUID | None
    title: str
    code: str
    since: date | None
    count: int


class BoardDecision(Struct, frozen=True, kw_only=True):
    """One verdict since the page before, by its number in the log."""

    seq: int
    on: date
    verdict: str
    initiative_id: UUID
    title: str


class BoardFacts(Struct, frozen=True, kw_only=True):
    """The facts of one day for a board; euros before VAT, `days` internal ones, never added up.

    `approved` = `spent` + `ordered` + `to_commit` + `given_back`; `gain` is euros a month in states
    that are never added up, `confirmed` those confirmed so far. `asked_count` and `decision_count`
    are how many there are, of which the first are listed; `log_number` is that of the log's end.
    """

    as_of: date
    since: date
    company: str
    log_number: int
    approved: Decimal
    spent: Decimal
    ordered: Decimal
    to_commit: Decimal
    given_back: Decimal
    days: Decimal
    confirmed: int
    gain: dict[ValueState, Decimal]
    year_end: YearEnd
    priorities: tuple[BoardPriority, ...]
    promises: Promises
    kept: tuple[BoardClosed, ...]
    stopped: BoardClosed | None
    asked: tuple[BoardAsked, ...]
    asked_count: int
    decisions: tuple[BoardDecision, ...]
    decision_count: int

    @property
    def engaged(self) -> Decimal:
        """What is spent or ordered."""
        return self.spent + self.ordered

    @property
    def on_course(self) -> int:
        """How many priorities hold their course."""
        return sum(one.health is Health.ON_COURSE for one in self.priorities)


@dataclass(frozen=True, kw_only=True)
class BoardPage:
    """A page for the board, kept or of this moment (then without `id`), with its captains' names.

    `captains` are names by the member's id, of those who are still known.
    """

    id: UUID | None
    month: date
    made_at: datetime
    facts: BoardFacts
    captains: Mapping[UUID, str]


def board_facts(*, company: str, today: date, now: datetime) -> BoardFacts:
    """The facts of that day; raises NotTrue. A known number of statements."""
    found = rolled(today=today).overview
    before = BoardPaper.objects.filter(made_at__lt=now).order_by("-month").first()
    since = now - WHOLE_MONTH if before is None else before.made_at
    lessons = lessons_page(typed="", state="", number=1, today=today).lines
    taken = InitiativeDecision.objects.filter(decision__at__gt=since, decision__at__lte=now)
    latest = taken.select_related("decision", "initiative").order_by("-decision__seq")
    asked = awaiting(overview=found, today=today, reader_id=None, owed=())
    return BoardFacts(
        as_of=today,
        since=since.date(),
        company=company,
        log_number=ChainHead.objects.values_list("seq", flat=True).get(),
        approved=found.budget,
        spent=found.spent,
        ordered=found.committed,
        to_commit=found.to_commit,
        given_back=found.given_back,
        days=found.days_used,
        confirmed=found.series[-1].confirmed,
        gain=found.gain,
        year_end=found.year_end,
        priorities=tuple(_priority(card) for card in _cards()),
        promises=found.promises,
        kept=tuple(_closed(one, found) for one in _kept(lessons))[:KEPT_LISTED],
        stopped=next((_closed(one, found) for one in lessons if _has_lesson(one)), None),
        asked=tuple(_asked(one) for one in asked[:ASKED_LISTED]),
        asked_count=sum(one.count for one in asked),
        decisions=tuple(decision_line(one) for one in latest[:DECISIONS_LISTED]),
        decision_count=taken.count(),
    )


def present_page(*, company: str, today: date, now: datetime) -> BoardPage:
    """The page as it would be made now; raises NotTrue."""
    facts = board_facts(company=company, today=today, now=now)
    return _page(facts, paper_id=None, month=month_of(today), made_at=now)


def kept_page(paper_id: UUID) -> BoardPage:
    """The page as it was made; raises NotFound `board_paper_not_found`. Two queries."""
    row = BoardPaper.objects.filter(id=paper_id).first()
    if row is None:
        raise NotFound("board_paper_not_found")
    facts = msgspec.json.decode(row.facts, type=BoardFacts)
    return _page(facts, paper_id=row.id, month=row.month, made_at=row.made_at)


def kept_papers() -> list[BoardPaper]:
    """Every page that was made, the newest first, without its facts."""
    return list(BoardPaper.objects.defer("facts").order_by("-month"))


def _page(facts: BoardFacts, *, paper_id: UUID | None, month: date, made_at: datetime) -> BoardPage:
    wanted = {one.captain_id for one in facts.priorities if one.captain_id is not None}
    found = Member.objects.filter(id__in=wanted) if wanted else ()
    return BoardPage(
        id=paper_id,
        month=month,
        made_at=made_at,
        facts=facts,
        captains={member.id: member.name.strip() for member in found},
    )


def _cards() -> list[Card]:
    rows = StoredStanding.objects.filter(state=State.ACTIVE).values_list("card", flat=True)
    cards = [msgspec.json.decode(card, type=Card) for card in rows]
    return sorted(cards, key=lambda card: (card.slot or 0, str(card.id)))


def _priority(card: Card) -> BoardPriority:
    kpi, promise, going_on = card.kpi, card.promise, card.going_on
    left = card.money.to_spend if going_on is None else going_on.cash + going_on.committed
    return BoardPriority(
        id=card.id,
        title=card.title,
        captain_id=None if card.captain is None else card.captain.id,
        health=card.health,
        unit="" if kpi is None else kpi.unit,
        promised=None if promise is None else promise.target,
        promised_on=None if promise is None else promise.on,
        measured=None if kpi is None else kpi.value,
        measured_on=None if kpi is None else kpi.measured_on,
        word=None if kpi is None else kpi.forecast_word,
        to_spend=exact(left),
    )


def _kept(lessons: Iterable[LessonLine]) -> Iterable[LessonLine]:
    return (one for one in lessons if one.promise is not None and one.promise.state in KEPT)


def _has_lesson(one: LessonLine) -> bool:
    return one.state == State.STOPPED and bool(one.lesson)


def _closed(one: LessonLine, found: Overview) -> BoardClosed:
    money = next((line for line in found.figures if line.id == one.id), None)
    return BoardClosed(
        id=one.id,
        title=one.title,
        ended_on=one.ended_on,
        promise=None if one.promise is None else one.promise.state,
        share=None if one.promise is None else one.promise.share,
        lesson=one.lesson,
        spent=None if money is None else money.spent,
        given_back=None if money is None else money.given_back,
    )


def closed_between(
    first: date, last: date, *, known: Overview, today: date
) -> tuple[BoardClosed, ...]:
    """What was stopped between two days, the newest first; one statement."""
    lines = lessons_page(typed="", state=State.STOPPED, number=1, today=today).lines
    return tuple(_closed(one, known) for one in lines if first <= one.ended_on <= last)


def _asked(one: Awaiting) -> BoardAsked:
    return BoardAsked(
        kind=one.kind,
        id=one.id,
        title=one.title,
        code=one.code,
        since=one.since,
        count=one.count,
    )


def decision_line(one: InitiativeDecision) -> BoardDecision:
    """One verdict, by its number in the log."""
    return BoardDecision(
        seq=one.decision.seq,
        on=one.decision.at.date(),
        verdict=one.decision.verdict,
        initiative_id=one.initiative_id,
        title=one.initiative.title,
    )
