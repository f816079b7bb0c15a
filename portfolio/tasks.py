from portfolio.board.tasks import make_paper_of_the_month
from portfolio.digest.tasks import send_weeks_across, write_mails_of_the_week
from portfolio.idle.tasks import keep_ideas_of_the_day
from portfolio.imports.tasks import run_waiting_imports
from portfolio.quarters.tasks import make_paper_of_the_quarter
from portfolio.reliability.tasks import check_forecasts_of_the_month
from portfolio.reviews.tasks import open_due, review_rhythm
from portfolio.standing.tasks import warm_standings
from portfolio.value.tasks import ask_gain_checks

__all__ = [
    "ask_gain_checks",
    "check_forecasts_of_the_month",
    "keep_ideas_of_the_day",
    "make_paper_of_the_month",
    "make_paper_of_the_quarter",
    "open_due",
    "review_rhythm",
    "run_waiting_imports",
    "send_weeks_across",
    "warm_standings",
    "write_mails_of_the_week",
]
