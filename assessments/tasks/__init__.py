from assessments.tasks.assessments import expire

__all__ = ["expire"]
