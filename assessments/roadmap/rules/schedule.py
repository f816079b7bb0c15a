"""Three windows over a year, filled first-fit within days, money and a number of actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.questionnaire.rules.answers import Profile
from assessments.roadmap.rules.actions import CORE, FOUNDATIONS, Action
from assessments.roadmap.rules.priority import Pick

TOLERANCE = 1e-9
CAPACITY_SHARE = 0.60
COST_SHARE = {"micro": 0.15, "small": 0.35, "medium": 0.70}
NO_GAIN = "no_gain"
PREREQUISITE_OUT = "prerequisite_out"
BUDGET = "budget"
CAPACITY = "capacity"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the year in days from the start, its months and the most actions it takes."""

    number: int
    first_day: int
    last_day: int
    months: int
    most: int


WINDOWS = (Window(1, 0, 90, 3, 7), Window(2, 91, 180, 3, 7), Window(3, 181, 365, 6, 10))


@dataclass(frozen=True, slots=True)
class Placed:
    """A scheduled action; *over_capacity* where the law asks for it though no window had room."""

    pick: Pick
    window: int
    cost: float
    over_capacity: bool


@dataclass(frozen=True, slots=True)
class Dropped:
    """An action left out, with the reason and the prerequisites that are out too."""

    pick: Pick
    reason: str
    waiting_for: tuple[str, ...]


@dataclass(slots=True)
class Schedule:
    """The three windows as they fill; money is one pot for the year, in euros."""

    profile: Profile
    duties: frozenset[str]
    fired: frozenset[str]
    money_left: float = 0.0
    placed: list[Placed] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    days: dict[int, float] = field(default_factory=lambda: {w.number: 0.0 for w in WINDOWS})

    @property
    def pot(self) -> float:
        """What the roadmap may cost: the rest of the budget belongs to the projects."""
        return CAPACITY_SHARE * self.profile.budget_year

    def capacity(self, window: Window) -> float:
        """The days of work a window may take."""
        return CAPACITY_SHARE * self.profile.days_month * window.months

    def fill(self, picks: tuple[Pick, ...]) -> None:
        """Every action is placed or dropped with a reason, in the order given."""
        self.money_left = self.pot
        for pick in picks:
            if pick.action.id in FOUNDATIONS:
                self._place(pick, 1)
            elif pick.action.id in self.duties:
                window = self._first_fit(pick.action)
                self._place(pick, window or WINDOWS[-1].number, over_capacity=window is None)
            else:
                self._place_or_drop(pick)

    def _place_or_drop(self, pick: Pick) -> None:
        action = pick.action
        out = tuple(n for n in action.needs if n in self.fired and n not in self._windows())
        window = self._first_fit(action)
        reason = None
        if pick.priority <= TOLERANCE and action.id not in CORE:
            reason = NO_GAIN
        elif out:
            reason = PREREQUISITE_OUT
        elif 0 < expected_cost(action, self.profile) > self.money_left + TOLERANCE:
            reason = BUDGET
        elif window is None:
            reason = CAPACITY
        if reason is None and window is not None:
            self._place(pick, window)
        else:
            self.dropped.append(Dropped(pick, reason or CAPACITY, out))

    def _place(self, pick: Pick, window: int, *, over_capacity: bool = False) -> None:
        cost = expected_cost(pick.action, self.profile)
        self.placed.append(Placed(pick, window, cost, over_capacity))
        self.days[window] += pick.action.likely_days
        self.money_left = max(0.0, self.money_left - cost)

    def _first_fit(self, action: Action) -> int | None:
        windows = self._windows()
        earliest = max((windows[need] for need in action.needs if need in windows), default=1)
        for window in WINDOWS[earliest - 1 :]:
            room = self.capacity(window) - self.days[window.number]
            count = sum(one.window == window.number for one in self.placed)
            if action.likely_days <= room + TOLERANCE and count < window.most:
                return window.number
        return None

    def _windows(self) -> Mapping[str, int]:
        return {one.pick.action.id: one.window for one in self.placed}


def expected_cost(action: Action, profile: Profile) -> float:
    """External euros, read in the action's range by the size of the company."""
    low, high = action.cost
    return low + (high - low) * COST_SHARE[profile.size]
