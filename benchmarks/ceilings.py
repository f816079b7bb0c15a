"""What must not be passed: each goal as a figure of the table, in the unit of its row."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table; `most` (or `least`) is its ceiling, none where it only tells."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def is_passed(self) -> bool:
        """True where the goal is missed."""
        over = self.most is not None and self.value > self.most
        return over or (self.least is not None and self.value < self.least)

    def __str__(self) -> str:
        goal = f"≤ {self.most:g}" if self.most is not None else ""
        goal = f"≥ {self.least:g}" if self.least is not None else goal
        mark = "MISSED" if self.is_passed else "ok" if goal else ""
        return f"  {self.name:<44}{self.value:>10.2f} {self.unit:<12}{goal:<10}{mark}".rstrip()


# × the raw floor of the same run, at 2,000 initiatives, one worker, one company.
LIST_RATIO, DETAIL_RATIO, DASHBOARD_RATIO = 2.5, 5.5, 1.5
PORTFOLIO_MS, PAGE_MS, CREATE_MS, START_MS, ME_MS = 25.0, 20.0, 6.0, 25.0, 1.0
GROWTH, EIGHT_CLIENTS = 1.3, 0.8
FIRST_ANSWER_S, WORKER_MB, FIRST_PAGE_KB, IDLE_UPGRADE_S = 1.5, 100.0, 55.0, 5.0
STATEMENTS = {
    "list": 3,
    "detail": 3,
    "dashboard": 3,
    "portfolio page": 6,
    "initiative page": 8,
    "log page": 10,
    "start": 20,
}
