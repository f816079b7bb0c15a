"""The portfolio on one page: the slots, the ideas pool, what is aside, the trials."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from governance.access.rules.actors import Actor
from governance.law.models import Triage
from governance.law.rules.laws import TriageClass
from portfolio.cap.models import Slot
from portfolio.cap.selectors import get_portfolio, portfolio_policy
from portfolio.decisions.rules import Policy
from portfolio.decisions.selectors import Authority, VerdictOption, authority_of, verdict_options
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.objectives.choices import Benefit
from portfolio.standing.selectors.attention import Pending, pending_among
from portfolio.standing.selectors.cards import Card, Person, card, person
from portfolio.standing.selectors.records import LegalFacts, described, legal_facts
from portfolio.standing.selectors.standing import Standing, standings
from portfolio.trials.models import Trial

PAGE_SIZE, ASIDE = 20, 20
POOL = (State.BACKLOG, State.PROPOSED)


class Sort(StrEnum):
    """What the ideas pool can be sorted by; a leading minus turns it round."""

    VALUE = "value"
    EFFORT = "effort"
    COST = "cost"
    RISK = "risk"
    AGE = "age"
    TITLE = "title"


SORTED = {
    Sort.VALUE: "value_likely",
    Sort.EFFORT: "days_likely",
    Sort.COST: "cost_likely",
    Sort.RISK: "success_chance",
    Sort.AGE: "created_at",
    Sort.TITLE: "title",
}
BEST_FIRST_IS_HIGHEST = frozenset({Sort.VALUE, Sort.RISK})


@dataclass(frozen=True, kw_only=True)
class PoolQuery:
    """How the ideas pool is asked for; `reverse` shows the worst first."""

    sort: Sort = Sort.VALUE
    reverse: bool = False
    page: int = 1
    benefit: Benefit | None = None
    triage_class: TriageClass | None = None
    captain_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class SlotLine:
    """One seat: who sits in it, what may be decided of it; `until` is the end of an exception."""

    no: int
    until: date | None
    card: Card | None
    options: tuple[VerdictOption, ...]


@dataclass(frozen=True, kw_only=True)
class Pool:
    """One page of the ideas pool; `first` and `last` count from 1."""

    cards: tuple[Card, ...]
    options: dict[UUID, tuple[VerdictOption, ...]]
    query: PoolQuery
    total: int
    page: int
    pages: int
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class TrialLine:
    """One trial that runs, or that ended and has no answer yet."""

    id: UUID
    initiative_id: UUID
    title: str
    question: str
    carried_by: Person | None
    starts: date
    ends: date
    has_ended: bool


@dataclass(frozen=True, kw_only=True)
class PortfolioPage:
    """Everything the portfolio page shows."""

    policy: Policy
    slots: tuple[SlotLine, ...]
    pool: Pool
    paused: tuple[Card, ...]
    completed: tuple[Card, ...]
    stopped: tuple[Card, ...]
    archived_count: int
    trials: tuple[TrialLine, ...]
    pending: tuple[Pending, ...]
    next_review_on: date | None
    may_propose: bool


def portfolio_page(*, today: date, actor: Actor, query: PoolQuery | None = None) -> PortfolioPage:
    """The whole page; the number of queries does not grow with the rows."""
    portfolio = get_portfolio()
    policy = portfolio_policy(today=today, portfolio=portfolio)
    authority = authority_of(actor=actor, today=today)
    pool_rows, pool = _pool_rows(query or PoolQuery())
    states = {
        State.ACTIVE: described().filter(state=State.ACTIVE).order_by("slot"),
        State.PAUSED: described().filter(state=State.PAUSED).order_by("restart_on"),
        State.COMPLETED: described().filter(state=State.COMPLETED).order_by("-ended_on")[:ASIDE],
        State.STOPPED: described().filter(state=State.STOPPED).order_by("-ended_on")[:ASIDE],
    }
    rows = [*pool_rows, *(row for found in states.values() for row in found)]
    stand = standings(initiatives=rows, today=today)
    of_state: dict[str, list[Standing]] = {state: [] for state in State}
    for one in stand:
        of_state[one.record.initiative.state].append(one)
    aside = {
        state: tuple(card(one, today=today) for one in of_state[state])
        for state in (State.PAUSED, State.COMPLETED, State.STOPPED)
    }
    return PortfolioPage(
        policy=policy,
        slots=_slots(of_state[State.ACTIVE], policy=policy, authority=authority),
        pool=_filled(pool, stand[: len(pool_rows)], policy=policy, authority=authority),
        paused=aside[State.PAUSED],
        completed=aside[State.COMPLETED],
        stopped=aside[State.STOPPED],
        archived_count=Initiative.objects.filter(state=State.ARCHIVED).count(),
        trials=tuple(trial_lines()),
        pending=tuple(pending_among(found=[*of_state[State.ACTIVE], *of_state[State.PAUSED]])),
        next_review_on=portfolio.next_review_on,
        may_propose=authority.denial(permission="initiative.propose") is None,
    )


def trial_lines() -> list[TrialLine]:
    """The trials that run, and those without an answer; one query."""
    rows = Trial.objects.filter(conclusive=None).select_related("initiative", "carried_by")
    return [
        TrialLine(
            id=trial.id,
            initiative_id=trial.initiative_id,
            title=trial.initiative.title,
            question=trial.question,
            carried_by=person(trial.carried_by),
            starts=trial.starts,
            ends=trial.ends,
            has_ended=trial.ended_on is not None,
        )
        for trial in rows.order_by("ends", "id")
    ]


def _slots(active: list[Standing], *, policy: Policy, authority: Authority) -> tuple[SlotLine, ...]:
    holders = {one.record.initiative.slot_id: one for one in active}
    lines = []
    for slot in Slot.objects.order_by("no"):
        held = holders.get(slot.no)
        lines.append(
            SlotLine(
                no=slot.no,
                until=slot.exception_until,
                card=None if held is None else card(held, today=policy.today),
                options=()
                if held is None
                else verdict_options(record=held.record, policy=policy, authority=authority),
            )
        )
    return tuple(lines)


def _pool_rows(query: PoolQuery) -> tuple[list[Initiative], Pool]:
    """One page of rows and its place; two queries. What is not estimated comes last."""
    rows = described().filter(state__in=POOL)
    if query.benefit is not None:
        rows = rows.filter(benefit=query.benefit)
    if query.captain_id is not None:
        rows = rows.filter(captain_id=query.captain_id)
    if query.triage_class is not None:
        rows = rows.filter(id__in=_with_class(query.triage_class))
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, query.page), pages)
    start = (page - 1) * PAGE_SIZE
    column = F(SORTED[query.sort])
    descending = (query.sort in BEST_FIRST_IS_HIGHEST) != query.reverse
    order = column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)
    found = list(rows.order_by(order, "id")[start : start + PAGE_SIZE])
    pool = Pool(
        cards=(),
        options={},
        query=query,
        total=total,
        page=page,
        pages=pages,
        first=start + 1 if total else 0,
        last=start + len(found),
    )
    return found, pool


def _with_class(triage_class: TriageClass) -> "QuerySet[Triage, Any]":
    """The ids of the initiatives whose latest triage is of that class."""
    latest = Triage.objects.order_by("initiative_id", "-number").distinct("initiative_id")
    rows = Triage.objects.filter(id__in=latest.values("id"))
    return rows.filter(Q(result__class=triage_class)).values("initiative_id")


def _filled(pool: Pool, found: list[Standing], *, policy: Policy, authority: Authority) -> Pool:
    return replace(
        pool,
        cards=tuple(
            card(one, today=policy.today, why=_why(one, sort=pool.query.sort)) for one in found
        ),
        options={
            one.record.initiative.id: verdict_options(
                record=one.record, policy=policy, authority=authority
            )
            for one in found
        },
    )


def _why(standing: Standing, *, sort: Sort) -> tuple[str, ...]:
    """Why it stands there: what it is sorted by, what is unknown, what holds a start back."""
    row, legal = standing.record.initiative, standing.record.legal
    why = [f"sorted_by_{sort}"]
    if row.state == State.PROPOSED:
        why.append("not_qualified")
    if row.value_likely is None or row.days_likely is None or row.cost_likely is None:
        why.append("not_estimated")
    if legal is not None and legal.triage_class is TriageClass.PROHIBITED:
        why.append("prohibited")
    unmet = sum(not line.met for line in standing.readiness)
    why.append("ready_to_start" if not unmet else "not_ready")
    return tuple(why)


UNCHECKED = "triage_needed"


@dataclass(frozen=True, kw_only=True)
class PoolWish:
    """What the reader asks of the table; `sort` is a column, with a minus for descending."""

    search: str = ""
    benefit: str = ""
    legal_class: str = ""
    sort: str = "-value"
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class PoolRow:
    """One idea as the table sorts and filters it."""

    initiative: Initiative
    legal: LegalFacts | None

    @property
    def legal_class(self) -> str:
        """The class of the latest triage, or the code that says there is none."""
        return UNCHECKED if self.legal is None else self.legal.triage_class.value


SORTS: dict[str, Callable[[PoolRow], Any]] = {
    "title": lambda row: row.initiative.title.casefold(),
    "value": lambda row: row.initiative.value_likely,
    "effort": lambda row: row.initiative.days_likely,
    "risk": lambda row: 1 - row.initiative.success_chance,
    "legal": lambda row: row.legal_class,
}


def pool_rows(*, wish: PoolWish, today: date) -> tuple[list[PoolRow], int]:
    """Every idea that the wish keeps, in its order, and how many there are in all; two queries."""
    ideas = Initiative.objects.filter(state__in=[State.BACKLOG, State.PROPOSED])
    rows = list(ideas.select_related("captain", "proposed_by", "next_step_by").order_by("id"))
    legal = legal_facts(rows, today=today)
    found = [PoolRow(initiative=row, legal=legal.get(row.id)) for row in rows]
    kept = [row for row in found if _is_wanted(row, wish)]
    return _sorted(kept, wish.sort), len(rows)


def classes_offered() -> tuple[str, ...]:
    """The classes that the filter offers."""
    return (*(one.value for one in TriageClass), UNCHECKED)


def benefits_offered() -> tuple[str, ...]:
    """The benefits that the filter offers."""
    return tuple(one.value for one in Benefit)


def _is_wanted(row: PoolRow, wish: PoolWish) -> bool:
    text = f"{row.initiative.title} {row.initiative.summary} {row.initiative.beneficiaries}"
    return (
        wish.search.strip().casefold() in text.casefold()
        and wish.benefit in ("", row.initiative.benefit)
        and wish.legal_class in ("", row.legal_class)
    )


def _sorted(rows: list[PoolRow], sort: str) -> list[PoolRow]:
    """Those without a figure come last, whichever way."""
    key = SORTS[sort.removeprefix("-")]
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return sorted(known, key=key, reverse=sort.startswith("-")) + unknown
