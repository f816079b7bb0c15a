"""What is spent of a budget, against the time gone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BulletChart:
    """A bar: widths and places in percent of the whole; code is spent, over, or no_budget.

    The shares are what the sentence says (1.0 is the whole budget); elapsed_share may be None.
    """

    code: str
    spent: float
    budget: float
    spent_share: float | None
    elapsed_share: float | None
    bar_width: float
    elapsed_x: float | None
    released_x: float | None


def bullet_chart(
    *,
    spent: float,
    budget: float,
    elapsed_share: float | None = None,
    released: float | None = None,
) -> BulletChart:
    """The geometry of a spending bar; past the budget the bar is full and the code says so."""
    share = spent / budget if budget > 0 else None
    code = "no_budget" if share is None else "over" if share > 1 else "spent"
    full = 100.0 if share is None and spent > 0 else 100 * min(1.0, max(0.0, share or 0.0))
    elapsed = None if elapsed_share is None else min(1.0, max(0.0, elapsed_share))
    tranche = None
    if released is not None and budget > 0 and 0 < released < budget:
        tranche = round(100 * released / budget, 1)
    return BulletChart(
        code=code,
        spent=spent,
        budget=budget,
        spent_share=share,
        elapsed_share=elapsed,
        bar_width=round(full, 1),
        elapsed_x=None if elapsed is None else round(min(99.3, max(0.7, 100 * elapsed)), 1),
        released_x=tranche,
    )
