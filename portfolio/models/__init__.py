from portfolio.models.initiatives import Initiative, InitiativeDecision
from portfolio.models.money import Expense, Tranche
from portfolio.models.objectives import Measurement, Objective, StopCriterion
from portfolio.models.portfolio import Portfolio, Slot
from portfolio.models.reviews import Review, ReviewItem, Trial

__all__ = [
    "Expense",
    "Initiative",
    "InitiativeDecision",
    "Measurement",
    "Objective",
    "Portfolio",
    "Review",
    "ReviewItem",
    "Slot",
    "StopCriterion",
    "Tranche",
    "Trial",
]
