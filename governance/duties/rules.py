"""A duty: what one person owes, until when, and where it is done."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

from governance.access.choices import Role
from governance.access.rules.authority import NO_SUBJECT, SubjectFacts
from governance.duties.choices import DutyKind

# The job that writes the week's mail to whoever owes something.
WEEKLY_MAIL = "portfolio.weekly_mail"
# What is decided counts in the colour of decisions, everything else in grey.
DECISIONS = frozenset({DutyKind.DECIDE, DutyKind.PROPOSALS})
# Numbers and ticks, which are entered by the link of a mail as well.
BY_LINK = frozenset({DutyKind.MEASURE, DutyKind.GUARD, DutyKind.USE, DutyKind.RATE, DutyKind.STEP})


@dataclass(frozen=True, kw_only=True)
class Power:
    """A permission that lets one do it; `amount` is what that would engage, in euros."""

    permission: str
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Place:
    """An address by the name of its route and the parts it is made of."""

    route: str
    parts: tuple[Any, ...] = ()


class Silence(StrEnum):
    """What follows if nobody decides."""

    FREEZE = "freeze"
    PAUSE = "pause"


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One thing that one person owes.

    Any of `powers` lets that person do it, at `door`; `operation` is the same for programs, None
    where a person only may. Shown from `opens_on`, else from `due_on` on, else since `since`.
    `silence` happens on `silent_on` without a decision. `initiative_id` is what it is about.
    """

    kind: DutyKind
    powers: tuple[Power, ...]
    door: Place
    operation: Place | None = None
    subject: SubjectFacts = NO_SUBJECT
    id: UUID | None = None
    initiative_id: UUID | None = None
    review_id: UUID | None = None
    code: str = ""
    title: str = ""
    about: str = ""
    since: date | None = None
    due_on: date | None = None
    opens_on: date | None = None
    count: int = 1
    version: int | None = None
    silence: Silence | None = None
    silent_on: date | None = None

    @property
    def key(self) -> str:
        """What it is called where it is remembered that it was asked."""
        return f"{self.kind}:{self.code}:{self.id or self.initiative_id or ''}"

    @property
    def is_decision(self) -> bool:
        """Whether it counts as a decision."""
        return self.kind in DECISIONS

    @property
    def by_link(self) -> bool:
        """Whether it can be done by the link of a mail."""
        return self.kind in BY_LINK

    @property
    def starts_on(self) -> date | None:
        """The first day on which it is asked; None for at once."""
        return self.opens_on or self.due_on

    def is_late(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.due_on is not None and self.due_on < today


def week_end(today: date) -> date:
    """Return the Sunday that ends that week."""
    return today + timedelta(days=6 - today.weekday())


def is_asked(duty: Duty, *, until: date) -> bool:
    """Return whether it is asked by the end of that day."""
    return duty.starts_on is None or duty.starts_on <= until


def in_order(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return them as they fall due, the longest first; what has no day by the day it was asked."""

    def place(duty: Duty) -> tuple[date, str, str]:
        day = duty.silent_on or duty.due_on or duty.since or date.min
        return day, duty.kind, str(duty.id or duty.title)

    return tuple(sorted(duties, key=place))


class Rank(IntEnum):
    """Which goes first where the time of a month is short."""

    LAW = 0
    DECISION = 1
    BLOCKS = 2
    MEASURE = 3
    KEEPING = 4


@dataclass(frozen=True)
class Effort:
    """What a kind costs: seconds for the first, for each further one of its page, and its rank.

    A courtesy for which a month has no time is not asked in it, and nothing is promised. What is
    long (answers, a sweep, proposals) counts one sitting: what was done of it is kept.
    """

    seconds: int
    more: int
    rank: Rank
    is_courtesy: bool = False


# Our judgement, from trying each act on its page; revised when somebody measures it (ADR 58).
EFFORTS: Mapping[DutyKind, Effort] = {
    DutyKind.AUTHORITY: Effort(300, 300, Rank.LAW),
    DutyKind.STOP: Effort(60, 60, Rank.LAW),
    DutyKind.INCIDENT: Effort(120, 120, Rank.LAW),
    DutyKind.LAW: Effort(60, 40, Rank.LAW),
    DutyKind.LAW_CHECK: Effort(120, 60, Rank.LAW),
    DutyKind.LITERACY: Effort(120, 0, Rank.LAW),
    DutyKind.STOP_TEST: Effort(120, 60, Rank.LAW),
    DutyKind.DECIDE: Effort(120, 90, Rank.DECISION),
    DutyKind.REVIEW: Effort(120, 60, Rank.DECISION),
    DutyKind.CONFIRM: Effort(120, 60, Rank.DECISION),
    DutyKind.ASK: Effort(60, 40, Rank.DECISION),
    DutyKind.PROPOSALS: Effort(180, 0, Rank.DECISION),
    DutyKind.ASKED: Effort(60, 60, Rank.DECISION),
    DutyKind.RENEW: Effort(60, 30, Rank.DECISION),
    DutyKind.NOTICE: Effort(60, 60, Rank.DECISION),
    DutyKind.SIGN: Effort(60, 60, Rank.BLOCKS),
    DutyKind.DISCUSS: Effort(60, 60, Rank.BLOCKS),
    DutyKind.REPLY: Effort(60, 60, Rank.BLOCKS),
    DutyKind.TELL: Effort(60, 60, Rank.BLOCKS),
    DutyKind.TRIAL: Effort(60, 60, Rank.BLOCKS),
    DutyKind.RATE: Effort(20, 10, Rank.BLOCKS),
    DutyKind.CHARTER_DRAFT: Effort(240, 0, Rank.BLOCKS),
    DutyKind.MEASURE: Effort(40, 20, Rank.MEASURE),
    DutyKind.GUARD: Effort(40, 20, Rank.MEASURE),
    DutyKind.USE: Effort(20, 10, Rank.MEASURE),
    DutyKind.CHECK: Effort(60, 40, Rank.MEASURE),
    DutyKind.STEP: Effort(20, 10, Rank.KEEPING),
    DutyKind.ACTION: Effort(60, 30, Rank.KEEPING),
    DutyKind.ENTRIES: Effort(120, 0, Rank.KEEPING),
    DutyKind.CHARTER: Effort(60, 0, Rank.KEEPING),
    DutyKind.CHARTER_REVIEW: Effort(120, 0, Rank.KEEPING),
    DutyKind.CHARTER_CHANGE: Effort(60, 30, Rank.KEEPING),
    DutyKind.VENDOR: Effort(120, 60, Rank.KEEPING),
    DutyKind.ASSESS: Effort(300, 0, Rank.KEEPING),
    DutyKind.SWEEP: Effort(120, 0, Rank.KEEPING, is_courtesy=True),
    DutyKind.VOICE: Effort(60, 0, Rank.KEEPING, is_courtesy=True),
}
# What is typed on one page of the month is one thing to do.
ONE_PAGE = frozenset({DutyKind.MEASURE, DutyKind.GUARD, DutyKind.USE})
# Seconds of a month: product promise, by what somebody is at most.
BUDGETS: Mapping[str, int] = {Role.EXECUTIVE: 900, Role.AI_LEAD: 3600}
CAPTAIN, OTHERS = 600, 120
# What finds no room in so many months is not promised any more.
HORIZON = 6
# One part in so many of a month belongs to law and decisions, which may still come.
RESERVE = 2
# Law that is due in the first days of a month is asked in the month before.
MARGIN = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Postponed:
    """One duty that waits, and the first day of the month that has time for it."""

    duty: Duty
    until: date


@dataclass(frozen=True, kw_only=True)
class MonthPlan:
    """What is asked of a person this month, what waits until when, what is not asked at all.

    `costs` are the seconds of each thing that is asked, by its key; `spent` those of what was
    asked this month and is done; `budget` what there is.
    """

    asked: tuple[Duty, ...]
    postponed: tuple[Postponed, ...]
    dropped: tuple[Duty, ...]
    costs: Mapping[str, int]
    spent: int
    budget: int

    @property
    def seconds(self) -> int:
        """How long takes what is asked and not done yet."""
        return sum(self.costs.values())

    @property
    def minutes(self) -> int:
        """The same in whole minutes, one at least where anything is asked."""
        return -(-self.seconds // 60)

    @property
    def is_over(self) -> bool:
        """Whether law and decisions alone ask for more than the month has."""
        return self.spent + self.seconds > self.budget


def budget_of(*, role: str, is_captain: bool, carries_subject: bool) -> int:
    """Return the seconds of a month by the strongest of what somebody is.

    `carries_subject`: holds the company's mandate, whatever the role.
    """
    mine = [OTHERS, BUDGETS.get(role, 0)]
    mine += [CAPTAIN] if is_captain else []
    mine += [BUDGETS[Role.AI_LEAD]] if carries_subject else []
    return max(mine)


def is_kept(duty: Duty, *, before: date) -> bool:
    """Return whether it is asked whatever else is: law that is due before that day, decisions.

    Law whose legal day is later may wait for a month that ends before it.
    """
    if duty.kind is DutyKind.ENTRIES and duty.code == "incident":
        return True
    rank = EFFORTS[duty.kind].rank
    if rank is Rank.LAW:
        return duty.due_on is None or duty.due_on < before
    return duty.silence is not None or rank is Rank.DECISION


def month_plan(
    duties: Iterable[Duty], *, budget: int, remembered: Mapping[str, int], today: date
) -> MonthPlan:
    """Return what of those duties is asked this month, so that it takes no more than the budget.

    `remembered` is what was asked earlier this month, in seconds by key: it stays asked, and what
    of it is done has had its time. Law and decisions are asked in any case, and half of the month
    is theirs, as they may still come; of the rest, what waited from an earlier month goes
    before what is new, then by rank. So what is postponed is asked in the month that was said.
    """
    waiting = sorted(duties, key=lambda one: _place(one, remembered, today))
    there = {one.key for one in waiting}
    done = {key: cost for key, cost in remembered.items() if key not in there}
    spent = sum(done.values())
    month = _Month(today, budget, spent=spent, spent_on_kept=_on_kept(done))
    asked, costs, waiting = month.fill(waiting, remembered)
    dropped = [one for one in waiting if EFFORTS[one.kind].is_courtesy]
    waiting = [one for one in waiting if not EFFORTS[one.kind].is_courtesy]
    postponed: list[Postponed] = []
    for ahead in range(1, HORIZON + 1):
        until = month_ahead(today, ahead)
        taken, _costs, waiting = _Month(until, budget).fill(waiting, {})
        postponed += [Postponed(duty=one, until=until) for one in taken]
    return MonthPlan(
        asked=in_order(asked),
        postponed=tuple(postponed),
        dropped=in_order([*dropped, *waiting]),
        costs=costs,
        spent=spent,
        budget=budget,
    )


def month_ahead(day: date, months: int) -> date:
    """Return the first day of the month that comes so many months later."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _place(
    duty: Duty, remembered: Collection[str], today: date
) -> tuple[bool, bool, int, int, date]:
    """What was asked already, what waited longest, by months, by rank, by day; courtesies last."""
    effort = EFFORTS[duty.kind]
    day = duty.due_on or duty.since or duty.opens_on or today
    waited = max(0, (today.year - day.year) * 12 + today.month - day.month)
    # What somebody leaves undone for so long does not stand before the rest for ever.
    waited = waited if waited <= HORIZON else 0
    return duty.key not in remembered, effort.is_courtesy, -waited, effort.rank, day


def _on_kept(done: Mapping[str, int]) -> int:
    """How much of that went to law and decisions."""
    kinds = ((key.partition(":")[0], cost) for key, cost in done.items())
    return sum(cost for kind, cost in kinds if EFFORTS[DutyKind(kind)].rank <= Rank.DECISION)


@dataclass(frozen=True)
class _Month:
    """The month of that day: its seconds, what of them is spent, and by law and decisions."""

    day: date
    budget: int
    spent: int = 0
    spent_on_kept: int = 0

    def fill(
        self, duties: Iterable[Duty], remembered: Mapping[str, int]
    ) -> tuple[list[Duty], dict[str, int], list[Duty]]:
        """What fits with its costs, and what does not.

        What is longer than a whole month is asked alone, in a month of which nothing is used.
        """
        before = month_ahead(self.day, 1) + MARGIN
        every = list(duties)
        held = [one for one in every if is_kept(one, before=before) or one.key in remembered]
        free = [one for one in every if one not in held]
        taken: list[Duty] = []
        left: list[Duty] = []
        costs: dict[str, int] = {}
        pages: set[str] = set()
        used, used_on_kept = self.spent, self.spent_on_kept
        for one in (*held, *free):
            effort = EFFORTS[one.kind]
            page = "values" if one.kind in ONE_PAGE else str(one.kind)
            cost = remembered.get(one.key, effort.more if page in pages else effort.seconds)
            first = effort.rank <= Rank.DECISION
            reserve = 0 if first else max(0, self.budget // RESERVE - used_on_kept)
            if one in held or used + cost <= self.budget - reserve or not used:
                taken.append(one)
                costs[one.key] = cost
                pages.add(page)
                used += cost
                used_on_kept += cost * first
            else:
                left.append(one)
        return taken, costs, left
