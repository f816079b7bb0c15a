from assessments.tasks.assessments import expire, propose

__all__ = ["expire", "propose"]
