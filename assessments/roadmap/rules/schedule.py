"""The three windows of a roadmap as they fill: duties first, then what is worth most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.questionnaire.rules.answers import Profile
from assessments.roadmap.rules.actions import CORE, FIRST_HOUR, FOUNDATIONS, Action
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
    """A scheduled action; *over_capacity*: a duty whose days no window had, or not all of them."""

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
    overload_first: float = 0.0

    @property
    def pot(self) -> float:
        """What the roadmap may cost: the rest of the budget belongs to the projects."""
        return CAPACITY_SHARE * self.profile.budget_year

    def capacity(self, window: Window) -> float:
        """The days of work a window may take."""
        return CAPACITY_SHARE * self.profile.days_month * window.months

    def fill(self, picks: tuple[Pick, ...]) -> None:
        """Every action is placed or dropped with a reason, in the order given.

        Foundations and the first hour stand in the first window whatever it holds; the duties that
        follow reserve their days before anything optional is placed.
        """
        self.money_left = self.pot
        for pick in picks:
            is_duty = pick.action.id in self.duties
            if pick.action.id in FOUNDATIONS or (is_duty and pick.action.id == FIRST_HOUR):
                self.days[1] += pick.action.likely_days
                self.overload_first = max(0.0, self.days[1] - self.capacity(WINDOWS[0]))
                self._place(pick, 1)
            elif is_duty:
                self._reserve(pick)
            else:
                self._place_or_drop(pick)

    def _reserve(self, pick: Pick) -> None:
        """A duty takes what is left from its first window on; what no window has is booked last."""
        left, chosen = pick.action.likely_days, None
        for window in WINDOWS[self._earliest(pick.action) - 1 :]:
            room = self.capacity(window) - self.days[window.number]
            if room <= TOLERANCE or (chosen is None and self._count(window) >= window.most):
                continue
            chosen = chosen or window.number
            taken = min(room, left)
            self.days[window.number] += taken
            left -= taken
            if left <= TOLERANCE:
                break
        last = WINDOWS[-1].number
        is_over = left > TOLERANCE or chosen is None
        self.days[last] += max(0.0, left) if is_over else 0.0
        self._place(pick, chosen or last, over_capacity=is_over)

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
            self.days[window] += action.likely_days
            self._place(pick, window)
        else:
            self.dropped.append(Dropped(pick, reason or CAPACITY, out))

    def _place(self, pick: Pick, window: int, *, over_capacity: bool = False) -> None:
        cost = expected_cost(pick.action, self.profile)
        self.placed.append(Placed(pick, window, cost, over_capacity))
        self.money_left = max(0.0, self.money_left - cost)

    def _first_fit(self, action: Action) -> int | None:
        for window in WINDOWS[self._earliest(action) - 1 :]:
            room = self.capacity(window) - self.days[window.number]
            if action.likely_days <= room + TOLERANCE and self._count(window) < window.most:
                return window.number
        return None

    def _earliest(self, action: Action) -> int:
        windows = self._windows()
        return max((windows[need] for need in action.needs if need in windows), default=1)

    def _count(self, window: Window) -> int:
        return sum(one.window == window.number for one in self.placed)

    def _windows(self) -> Mapping[str, int]:
        return {one.pick.action.id: one.window for one in self.placed}


def expected_cost(action: Action, profile: Profile) -> float:
    """External euros, read in the action's range by the size of the company."""
    low, high = action.cost
    return low + (high - low) * COST_SHARE[profile.size]
