from portfolio.reviews.tasks import open_due, review_rhythm
from portfolio.standing.tasks import warm_standings

__all__ = ["open_due", "review_rhythm", "warm_standings"]
