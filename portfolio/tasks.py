from portfolio.reviews.tasks import open_due, review_rhythm

__all__ = ["open_due", "review_rhythm"]
