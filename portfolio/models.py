from portfolio.adoption.models import AdoptionReading
from portfolio.board.models import BoardPaper
from portfolio.calendars.models import CompanyCalendar
from portfolio.cap.models import Portfolio, Slot
from portfolio.criteria.models import StopCriterion
from portfolio.digest.models import WeeklyMail
from portfolio.guards.models import GuardRail, GuardReading
from portfolio.imports.models import ImportMapping, TableImport
from portfolio.initiatives.models import Initiative, InitiativeDecision
from portfolio.likeness.models import Likeness
from portfolio.mine.models import MonthAsked
from portfolio.money.models import Expense, Tranche, YearEnvelope
from portfolio.notes.models import Note
from portfolio.objectives.models import Measurement, Objective
from portfolio.obligations.models import LegalTask
from portfolio.proposals.models import Interest, ProposalQuestion
from portfolio.quarters.models import QuarterAsk, QuarterPaper
from portfolio.reliability.models import ToldChance
from portfolio.requests.models import AuthorityRequest
from portfolio.reviews.models import ProposedVerdict, Review, ReviewItem
from portfolio.spending.models import SpendingMapping
from portfolio.standing.models import Rollup, SignalEvent, StandingDetail, StoredStanding
from portfolio.takeover.models import RunningProject
from portfolio.trials.models import Trial, TrialRating
from portfolio.trio.models import StoredTrio
from portfolio.value.models import GainCheck

__all__ = [
    "AdoptionReading",
    "AuthorityRequest",
    "BoardPaper",
    "CompanyCalendar",
    "Expense",
    "GainCheck",
    "GuardRail",
    "GuardReading",
    "ImportMapping",
    "Initiative",
    "InitiativeDecision",
    "Interest",
    "LegalTask",
    "Likeness",
    "Measurement",
    "MonthAsked",
    "Note",
    "Objective",
    "Portfolio",
    "ProposalQuestion",
    "ProposedVerdict",
    "QuarterAsk",
    "QuarterPaper",
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
    "StoredTrio",
    "TableImport",
    "ToldChance",
    "Tranche",
    "Trial",
    "TrialRating",
    "WeeklyMail",
    "YearEnvelope",
]
