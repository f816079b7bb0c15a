from portfolio.tasks.reviews import open_due, review_rhythm

__all__ = ["open_due", "review_rhythm"]
