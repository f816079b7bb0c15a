from portfolio.cap.models import Portfolio, Slot
from portfolio.criteria.models import StopCriterion
from portfolio.initiatives.models import Initiative, InitiativeDecision
from portfolio.money.models import Expense, Tranche, YearEnvelope
from portfolio.objectives.models import Measurement, Objective
from portfolio.proposals.models import ProposalQuestion
from portfolio.reliability.models import ToldChance
from portfolio.reviews.models import Review, ReviewItem
from portfolio.spending.models import SpendingMapping
from portfolio.standing.models import Rollup, SignalEvent, StandingDetail, StoredStanding
from portfolio.takeover.models import RunningProject
from portfolio.trials.models import Trial
from portfolio.value.models import GainCheck

__all__ = [
    "Expense",
    "GainCheck",
    "Initiative",
    "InitiativeDecision",
    "Measurement",
    "Objective",
    "Portfolio",
    "ProposalQuestion",
    "Review",
    "ReviewItem",
    "Rollup",
    "RunningProject",
    "SignalEvent",
    "Slot",
    "SpendingMapping",
    "StandingDetail",
    "StopCriterion",
    "StoredStanding",
    "ToldChance",
    "Tranche",
    "Trial",
    "YearEnvelope",
]
