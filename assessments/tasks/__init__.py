from assessments.tasks.assessments import expire
from assessments.tasks.roadmap import remind

__all__ = ["expire", "remind"]
